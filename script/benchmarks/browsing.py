"""Measuring a page in a browser: how soon it can be used, how long its frames take, what it keeps in memory."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from script.benchmarks.timings import Timing
from script.steps.programs import find_browser

WINDOW = {"width": 1440, "height": 900}
FRAME = 1 / 60
RECORDER = """
(() => {
  window.recordedFrames = [];
  let last = 0;
  const tick = (now) => {
    if (last) window.recordedFrames.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})();
"""


class Weight(Struct, frozen=True):
    """What a page keeps: elements of the document, and bytes of the script's heap after collecting garbage."""

    elements: int
    heap: int


@contextmanager
def browser_context() -> Iterator[BrowserContext]:
    """A window of Chromium without a head and without a graphics card."""
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        try:
            yield browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
        finally:
            browser.close()


def open_page(context: BrowserContext, url: str, ready: str, *, timeout: float = 120) -> tuple[Page, float]:
    """The page, and the milliseconds from the start of its navigation until `ready` (a selector) is there and drawn."""
    page = context.new_page()
    page.goto(url, wait_until="commit", timeout=timeout * 1000)
    milliseconds = page.wait_for_function(
        """selector => document.querySelector(selector) && new Promise(done =>
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))""",
        arg=ready,
        timeout=timeout * 1000,
    ).json_value()
    page.evaluate(RECORDER)
    return page, float(milliseconds)


def frames_while(page: Page, act: Callable[[int], None], *, steps: int = 90) -> Timing:
    """The milliseconds from frame to frame while something is done at every sixtieth of a second."""
    page.evaluate("recordedFrames.length = 0")
    for step in range(steps):
        started = time.perf_counter()
        act(step)
        time.sleep(max(0.0, FRAME - (time.perf_counter() - started)))
    return Timing(tuple(page.evaluate("recordedFrames")))


def work_while(page: Page, act: Callable[[int], None], *, steps: int = 90) -> Timing:
    """The milliseconds that the page's main thread works for each step: script, style, layout and painting."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    busy = [_busy_seconds(session)]
    for step in range(steps):
        started = time.perf_counter()
        act(step)
        time.sleep(max(0.0, 2 * FRAME - (time.perf_counter() - started)))
        busy.append(_busy_seconds(session))
    session.detach()
    return Timing(tuple(1000 * (after - before) for before, after in itertools.pairwise(busy)))


def _busy_seconds(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(row["value"] for row in metrics if row["name"] == "TaskDuration"))


def pan_by_wheel(page: Page) -> Callable[[int], None]:
    """Moves the paper back and forth, as two fingers on a touch pad do."""
    return lambda step: page.mouse.wheel(20 if step // 45 % 2 == 0 else -20, 12 if step // 45 % 2 == 0 else -12)


def zoom_by_wheel(page: Page, out: bool) -> Callable[[int], None]:
    """Zooms about the middle of the window, as a pinch on a touch pad does. Ctrl is held meanwhile."""
    return lambda _: page.mouse.wheel(0, 4 if out else -4)


def weigh(page: Page) -> Weight:
    """What the page keeps now."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    session.detach()
    return Weight(page.evaluate("document.querySelectorAll('*').length"), int(heap))
