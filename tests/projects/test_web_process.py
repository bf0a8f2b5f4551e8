"""The web process as it is served: on connections from a pool, with streams that stay open."""

from __future__ import annotations

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from designer.postgres.embedded import start_server, stop_server
from tests.projects.servers import health, home, manage, web_process

__all__ = ["home"]

MAKE_PROJECT = """
from projects.models import User
from projects.services.local import ensure_project
ensure_project(slug="a", acting_user=User.objects.get())
"""


def sign_in(address: str, email: str, password: str) -> urllib.request.OpenerDirector:
    """A browser of sorts, signed in."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    answer = browser.open(f"{address}/accounts/login/", urllib.parse.urlencode(form).encode())
    assert answer.url == f"{address}/"
    return browser


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """A web process with two connections to share among all its requests."""
    with web_process(home, DATABASE_POOL_SIZE="2") as found:
        yield found


def test_it_recovers_when_postgresql_restarts(home: Path, address: str) -> None:
    stop_server(home / "store")
    start_server(home / "store")
    assert health(address) == 200


def test_open_pages_hold_no_connections(home: Path, address: str) -> None:
    person: dict[str, Any] = json.loads(manage(home, "create_local_user", "--json").stdout)
    done = manage(home, "shell", "--command", MAKE_PROJECT)
    assert done.returncode == 0, done.stderr
    browser = sign_in(address, person["email"], person["password"])
    with ExitStack() as pages:
        for _ in range(6):
            page = pages.enter_context(browser.open(f"{address}/projects/a/events/", timeout=30))
            assert page.readline() == b"event: sync\n"
        assert health(address) == 200
