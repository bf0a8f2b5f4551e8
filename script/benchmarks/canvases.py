"""Figures of the canvas: the designer page in a browser, and any other tool's page by its address."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from msgspec.structs import replace
from playwright.sync_api import BrowserContext, Page

from designer.design import Design
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import get_cluster
from script.benchmarks.browsing import (
    RECORDER,
    Weight,
    browser_context,
    frames_while,
    open_page,
    pan_by_wheel,
    weigh,
    work_while,
    zoom_by_wheel,
)
from script.benchmarks.designs import make_design, widen
from script.benchmarks.figures import Figure, NotMeasurableError, Reference, compute
from script.benchmarks.hands import hand_figures
from script.benchmarks.pages import import_design, sign_in, test_store
from script.benchmarks.timings import Timing
from script.steps.commands import ROOT
from script.steps.serving import web_command

SIZES = {100: 700.0, 500: None, 1000: 2000.0}
"""Tables, and the milliseconds within which their page is to be usable."""
COLUMNS, HUB_LINES = 20, 11
OPENINGS = 5
HOST = "127.0.0.1"
READY = "#diagram[data-drawn]"
REAL = "large-schema.sql"
MEDIAN, P95 = 17, 34
STEP = 16
ELEMENTS, HEAP = 15_000, 150


def canvas_figures() -> Iterator[Figure]:
    """Pages of made-up projects, and of a real one where ROWHOUSE_CASES has it."""
    # Playwright runs an event loop in this thread, which also asks the store.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with test_store(), serving() as address, browser_context() as context:
        client, _ = sign_in()
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
        for tables, goal in SIZES.items():
            design = _with_hub(widen(make_design(tables, tables * 3 // 2), COLUMNS))
            yield from _project(context, address, f"made-{tables}", design, f"{tables} tables", goal)
        design = _real_design()
        yield from _project(context, address, "real", design, f"{len(design.tables)} real tables", None)


def page_at(url: str, ready: str) -> Iterator[Figure]:
    """The same figures of another page. Zoom and pan are sent as a touch pad does, in the middle of the window."""
    with browser_context() as context:
        yield from _page(context, url, ready, url, None)


@contextmanager
def serving() -> Iterator[str]:
    """The address of a web process of the test store, started as script/server starts it."""
    from django.db import connection

    connection.ensure_connection()
    store = connection.connection.info
    url = f"postgresql://{store.user}@/{store.dbname}?{urlencode({'host': store.host, 'port': store.port})}"
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = web_command(HOST, port)
    environment = {**os.environ, "DATABASE_URL": url, "DATABASE_POOL": "true"}
    with subprocess.Popen(command, cwd=ROOT, env=environment) as web:
        try:
            _wait_until_answering(web, port)
            yield f"http://{HOST}:{port}"
        finally:
            web.kill()


def _wait_until_answering(web: subprocess.Popen[bytes], port: int) -> None:
    while web.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port)):
            return
        time.sleep(0.05)
    raise NotMeasurableError("the web process ended at once; its own words are above")


def _with_hub(design: Design) -> Design:
    """Eleven relationships more lead to one table, of which ten lines are drawn, to be dragged with it."""
    hub = design.relationships[0].target_table_id
    keys = design.relationships[0].target_column_ids
    others = [row for row in design.relationships if hub not in {row.table_id, row.target_table_id}]
    places = [number * len(others) // (2 * HUB_LINES) for number in range(HUB_LINES)]
    led = {others[place].id for place in places}
    lead = {"target_table_id": hub, "target_column_ids": keys}
    return replace(
        design, relationships=tuple(replace(row, **lead) if row.id in led else row for row in design.relationships)
    )


def _real_design() -> Design:
    from designer.catalog.imports import import_scripts

    file = Path(os.environ.get("ROWHOUSE_CASES") or ROOT.parent / "shared" / "cases") / REAL
    if not file.exists():
        raise NotMeasurableError(f"there is no {file}; ROWHOUSE_CASES names the folder it should be in")
    return import_scripts([read_script(file.read_bytes(), file.name)], cluster=get_cluster()).design


def _project(
    context: BrowserContext, address: str, slug: str, design: Design, name: str, goal: float | None
) -> Iterator[Figure]:
    import_design(slug, design)
    url = f"{address}/projects/{slug}/"
    yield from _page(context, url, READY, name, goal)
    yield from _drag(context, url, name)
    yield from hand_figures(context, url, READY, design, name)


BUSIEST_CARD = """
async () => {
  const { canvas } = await (await fetch(`${document.getElementById("diagram").dataset.src}?detail=all`)).json();
  const edges = canvas.edges.filter((edge) => !edge.is_written);
  const count = (card) => edges.filter((edge) => edge.child === card.id || edge.parent === card.id).length;
  const counted = canvas.cards.map((card) => [Math.min(10, count(card)), card]);
  const [most, card] = counted.sort((one, other) => other[0] - one[0])[0];
  return [most, card.x + 60, card.y + 15];
}
"""


def _drag(context: BrowserContext, url: str, name: str) -> Iterator[Figure]:
    """Dragging the table with the most lines, ten of them where there is one; the last step is given up."""
    reference = compute()
    page, _ = open_page(context, url, READY)
    lines, x, y = page.evaluate(BUSIEST_CARD)
    page.goto(f"{url}?at={x:.0f},{y:.0f},0.6")
    page.wait_for_selector(READY)
    page.evaluate(RECORDER)
    time.sleep(1)
    box = page.locator("#diagram").bounding_box()
    if box is None:
        raise NotMeasurableError(f"{url} shows no diagram")
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(left, top)
    page.mouse.down()

    def drag(step: int) -> None:
        page.mouse.move(left + 3 * (step % 60), top + 2 * (step % 45))

    frames, work = frames_while(page, drag), work_while(page, drag)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.close()
    subject = f"dragging a table with {lines} lines"
    yield _figure(f"Canvas of {name}: frames {subject}", frames, reference, MEDIAN)
    yield _figure(f"Canvas of {name}: work for a step of {subject}", work, reference, STEP)


def _page(context: BrowserContext, url: str, ready: str, name: str, goal: float | None) -> Iterator[Figure]:
    reference = compute()
    page, first = open_page(context, url, ready)
    yield _figure(f"Canvas of {name}: opened for the first time", Timing((first,)), reference)
    openings = []
    for _ in range(OPENINGS):
        page.close()
        page, milliseconds = open_page(context, url, ready)
        openings.append(milliseconds)
    yield _figure(f"Canvas of {name}: opened again", Timing(tuple(openings)), reference, goal)
    heaviest = weigh(page)
    for words, timing, weight in _moves(page):
        heaviest = Weight(max(heaviest.elements, weight.elements), max(heaviest.heap, weight.heap))
        subject = f"Canvas of {name}: frames {words}"
        yield _figure(subject, timing, reference, MEDIAN)
        yield _figure(subject, timing, reference, P95, is_p95=True)
    page.close()
    elements, heap = Timing((heaviest.elements,)), Timing((heaviest.heap / 2**20,))
    yield Figure(
        subject=f"Canvas of {name}: elements", timing=elements, reference=reference, goal=ELEMENTS, unit="elements"
    )
    yield Figure(subject=f"Canvas of {name}: heap", timing=heap, reference=reference, goal=HEAP, unit="MB")


def _figure(
    subject: str, timing: Timing, reference: Reference, goal: float | None = None, is_p95: bool = False
) -> Figure:
    return Figure(subject=subject, timing=timing, reference=reference, goal=goal, is_p95=is_p95)


MIDDLE_CARD = """
async () => {
  const frame = document.getElementById("diagram");
  if (!frame?.dataset.src) return [innerWidth / 2, innerHeight / 2];
  const { canvas } = await (await fetch(`${frame.dataset.src}?detail=all`)).json();
  const plane = new DOMMatrix(getComputedStyle(frame.querySelector(".plane")).transform);
  const box = frame.getBoundingClientRect();
  const spots = canvas.cards.map((card) => plane.transformPoint({ x: card.x + 40, y: card.y + 15 }));
  const middle = (key) => spots.map((spot) => spot[key]).sort((a, b) => a - b)[spots.length >> 1];
  const [x, y] = [middle("x"), middle("y")];
  spots.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
  return [box.left + spots[0].x, box.top + spots[0].y];
}
"""


def _moves(page: Page) -> Iterator[tuple[str, Timing, Weight]]:
    """Panning near and far, and zooming between, about a table in the midst of the others."""
    page.mouse.move(*page.evaluate(MIDDLE_CARD))
    time.sleep(1)
    yield "panning far", frames_while(page, pan_by_wheel(page)), weigh(page)
    page.keyboard.down("Control")
    inwards = frames_while(page, zoom_by_wheel(page, out=False), steps=75)
    page.keyboard.up("Control")
    time.sleep(0.5)
    yield "zooming in", inwards, weigh(page)
    yield "panning near", frames_while(page, pan_by_wheel(page)), weigh(page)
    page.keyboard.down("Control")
    outwards = frames_while(page, zoom_by_wheel(page, out=True), steps=75)
    page.keyboard.up("Control")
    time.sleep(0.5)
    yield "zooming out", outwards, weigh(page)
