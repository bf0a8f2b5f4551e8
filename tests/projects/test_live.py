"""Announcements reach open pages."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection, connections

from projects.live import Announcement, announcements, event_stream
from projects.models import Project, User
from projects.services import edit_design
from tests.projects.test_edits import adding, table

pytestmark = pytest.mark.django_db(transaction=True)

T = TypeVar("T")


def run_apart(ask: Callable[[], Awaitable[T]]) -> T:
    """Runs it in a thread of its own: browser tests in the same process leave an event loop running in this one."""

    def run() -> T:
        try:
            return async_to_sync(ask)()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def edit(project: Project, user: User, name: str) -> None:
    edit_design(project=project, acting_user=user, label=f"Add {name}", edit=adding(table(name)))


def test_an_edit_is_announced_to_the_pages_of_its_project_only(project: Project, owner: User) -> None:
    other = Project.objects.create(team=project.team, name="Other", slug="other")

    async def listen() -> list[Announcement | None]:
        pages = announcements(project.pk)
        heard = [await anext(pages), await asyncio.wait_for(anext(pages), 10)]  # sync at the start, sync when listening
        await sync_to_async(edit)(other, owner, "elsewhere")
        await sync_to_async(edit)(project, owner, "here")
        heard.append(await asyncio.wait_for(anext(pages), 10))
        await pages.aclose()  # type: ignore[attr-defined]
        return heard

    sync = Announcement(project.pk, "sync")
    assert run_apart(listen) == [sync, sync, Announcement(project.pk, "change", 1)]


def test_a_page_hears_again_after_the_store_dropped_its_connection(project: Project, owner: User) -> None:
    def drop() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%%' AND datname = current_database()"
            )
            assert cursor.rowcount >= 1  # the page of an earlier test may still be closing

    async def listen() -> list[Announcement | None]:
        pages = announcements(project.pk)
        for _ in range(2):
            await asyncio.wait_for(anext(pages), 10)
        await sync_to_async(drop)()
        heard = [await asyncio.wait_for(anext(pages), 10)]
        await sync_to_async(edit)(project, owner, "after")
        heard.append(await asyncio.wait_for(anext(pages), 10))
        await pages.aclose()  # type: ignore[attr-defined]
        return heard

    assert run_apart(listen) == [Announcement(project.pk, "sync"), Announcement(project.pk, "change", 1)]


def test_the_stream_speaks_server_sent_events_and_says_when_the_last_of_a_page_ends(project: Project) -> None:
    gone: list[bool] = []

    async def talk() -> list[str]:
        streams = [event_stream(project.pk, page="one", when_gone=lambda: gone.append(True)) for _ in range(2)]
        texts = [await anext(stream) for stream in streams]
        for number, stream in enumerate(streams):
            await stream.aclose()  # type: ignore[attr-defined]
            await asyncio.sleep(0.2)
            assert gone == [True] * number
        return texts

    assert run_apart(talk) == ["event: sync\ndata: 0\n\n"] * 2
