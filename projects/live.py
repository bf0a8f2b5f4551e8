"""Live updates: what NOTIFY announces, handed to every open page of this process.

A process listens on one connection however many pages are open, and keeps nothing: a page that was told `sync` (at
the start, and after a lost connection) reads the present state.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

import psycopg
from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.http import StreamingHttpResponse
from msgspec import Struct

from projects.services.announcements import CHANNEL

logger = logging.getLogger(__name__)
KEEP_ALIVE_SECONDS = 15
RECONNECT_SECONDS = 1
_QUEUE_SIZE = 100
_open_pages: Counter[str] = Counter()
"""Streams by the page they belong to: a page that lost one opens the next before that is known to be gone."""
_farewells: set[asyncio.Future[object]] = set()
"""Those under way; the loop itself keeps no hold of them."""
P = ParamSpec("P")
T = TypeVar("T")


class Announcement(Struct, frozen=True):
    """Something happened in a project: event is change, release, drafts, canvas, presence, run or sync; `number` is
    the change, migration or run. `detail` says more, as JSON in one line.
    """

    project: int
    event: str
    number: int = 0
    detail: str = ""

    def as_sse(self) -> str:
        """The announcement as one server-sent event."""
        return f"event: {self.event}\ndata: {self.detail or self.number}\n\n"


async def announcements(project_id: int) -> AsyncIterator[Announcement | None]:
    """What happens in a project from now on; begins with `sync`. None every 15 s of silence, to keep proxies awake."""
    queue = _hub().subscribe(project_id)
    try:
        yield Announcement(project_id, "sync")
        while True:
            try:
                yield await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
            except TimeoutError:
                yield None
    finally:
        _hub().unsubscribe(project_id, queue)


async def event_stream(project_id: int, *, page: str, when_gone: Callable[[], object]) -> AsyncIterator[str]:
    """`announcements` as the body of a text/event-stream response.

    `when_gone` is called in a thread once the last stream of that page has ended: however it was closed, and whether it
    could still say so or not.
    """
    _open_pages[page] += 1
    try:
        async for announcement in announcements(project_id):
            yield announcement.as_sse() if announcement else ": still here\n\n"
    finally:
        _open_pages[page] -= 1
        if not _open_pages[page]:
            del _open_pages[page]
            # The stream is being cancelled: what is awaited here would be, too.
            farewell = asyncio.ensure_future(ask(when_gone))
            _farewells.add(farewell)
            farewell.add_done_callback(_farewells.discard)


async def ask(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Calls what uses the database from asynchronous code, and gives the connection back at once.

    A stream lives for minutes; holding a pooled connection as long would leave none for other requests.
    """

    def call() -> T:
        try:
            return function(*args, **kwargs)
        finally:
            close_old_connections()

    return await sync_to_async(call)()


def stream(events: AsyncIterator[str]) -> StreamingHttpResponse:
    """The response that sends server-sent events for as long as the page is open, without holding a connection."""
    response = StreamingHttpResponse(_without_connection(events), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # nginx would collect events until its buffer is full
    return response


async def _without_connection(events: AsyncIterator[str]) -> AsyncIterator[str]:
    # Django gives back the connection of a request when its response ends, which for a stream is too late: ten open
    # pages would hold all that a process may have.
    await sync_to_async(close_old_connections)()
    async for event in events:
        yield event


class Hub:
    """The subscribers of one event loop, and the task that listens for them while there are any."""

    def __init__(self) -> None:
        self._queues: dict[int, set[asyncio.Queue[Announcement]]] = {}
        self._task: asyncio.Task[None] | None = None

    def subscribe(self, project_id: int) -> asyncio.Queue[Announcement]:
        """A queue that will get the project's announcements."""
        queue: asyncio.Queue[Announcement] = asyncio.Queue(_QUEUE_SIZE)
        self._queues.setdefault(project_id, set()).add(queue)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen())
        return queue

    def unsubscribe(self, project_id: int, queue: asyncio.Queue[Announcement]) -> None:
        """Forgets a queue; the last one ends the listening."""
        queues = self._queues.get(project_id, set())
        queues.discard(queue)
        if not queues:
            self._queues.pop(project_id, None)
        if not self._queues and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_until_disconnected()
            except (psycopg.Error, OSError) as error:
                logger.warning("Live updates lost the store and will try again: %s", error)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen_until_disconnected(self) -> None:
        params = await sync_to_async(_connection_params)()
        async with await psycopg.AsyncConnection.connect(**params, autocommit=True) as listener:
            await listener.execute(f"LISTEN {CHANNEL}")
            # What was announced before this moment was missed.
            for project_id in list(self._queues):
                self._deliver(Announcement(project_id, "sync"))
            async for notice in listener.notifies():
                self._deliver(Announcement(**json.loads(notice.payload)))

    def _deliver(self, announcement: Announcement) -> None:
        for queue in self._queues.get(announcement.project, ()):
            with suppress(asyncio.QueueFull):  # a page that reads nothing is gone or asleep
                queue.put_nowait(announcement)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def _hub() -> Hub:
    """The hub of the running event loop; there is one loop per web process, and one per test."""
    loop = asyncio.get_running_loop()
    for closed in [known for known in _hubs if known.is_closed()]:
        del _hubs[closed]
    return _hubs.setdefault(loop, Hub())


def _connection_params() -> dict[str, Any]:
    params: dict[str, Any] = connection.get_connection_params()
    # Django's own cursors and adapters do not fit an asynchronous connection.
    return {name: value for name, value in params.items() if name not in {"cursor_factory", "context"}}
