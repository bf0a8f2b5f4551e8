"""A real server (ASGI, as in production) on the test database, and Chromium in front of it."""

from __future__ import annotations

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from config.asgi import application
from designer.design import Design
from projects import live
from projects.models import Project, User
from projects.services import import_into_project
from script.steps.programs import find_browser
from tests.projects.conftest import editor, join, outsider, owner, project, team, viewer
from tests.views.conftest import SHOP

__all__ = ["editor", "join", "outsider", "owner", "project", "team", "viewer"]

# Playwright runs an event loop in the main thread, where these tests also ask the store.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
pytestmark = [pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 1024, "height": 768}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; ROWHOUSE_CHROMIUM names another. Without either, the one Playwright has downloaded."""
    return {
        **browser_type_launch_args,
        "executable_path": find_browser(),
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], server: str) -> dict[str, Any]:
    return {**browser_context_args, "base_url": server, "viewport": WIDE, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def web(django_db_setup: None) -> Iterator[uvicorn.Server]:
    """A server in this process, on the test database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(application, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        assert thread.is_alive(), "The server did not start."
        time.sleep(0.02)
    yield running
    running.should_exit = running.force_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def server(web: uvicorn.Server) -> str:
    """The server's address."""
    return f"http://127.0.0.1:{web.config.port}"


def wait_until_idle(web: uvicorn.Server, *, seconds: float = 5) -> None:
    """Waits for answers under way, whose threads ask the store to the end, and for what is done when pages are gone."""
    deadline = time.monotonic() + seconds
    while (web.server_state.tasks or live._farewells) and time.monotonic() < deadline:
        time.sleep(0.02)


@pytest.fixture
def shop(transactional_db: None, project: Project, owner: User) -> Project:
    """Alice's project with two tables and one of everything."""
    return fill(project, owner, SHOP)


def fill(project: Project, user: User, design: Design) -> Project:
    import_into_project(project=project, acting_user=user, design=design, label="Import the shop")
    project.refresh_from_db()
    return project


@pytest.fixture
def page(transactional_db: None, page: Page, web: uvicorn.Server) -> Iterator[Page]:
    """A page; at the end the browser must have had nothing to complain about, the security policy included."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A form refused with 422 is no fault, nor is a server that a test sends away (503), but Chromium reports every
        # answer from 400 on.
        if message.type == "error" and not re.search("status of (422|503)", message.text):
            complaints.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(20_000)
    expect.set_options(timeout=20_000)
    yield page
    # An open stream would keep its connection to the store while the tables are emptied.
    page.goto("about:blank")
    wait_until_idle(web)
    assert complaints == []


def sign_in(context: BrowserContext, user: User, server: str) -> None:
    """Signs somebody in without the form."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": server}])


def keep_screenshot(page: Page, name: str) -> None:
    """Keeps a picture where SCREENSHOTS names a folder, to be looked at."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", animations="disabled")
