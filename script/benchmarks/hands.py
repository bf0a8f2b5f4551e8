"""Figures of what hands do on the designer page: typing a column, finding something, seeing what somebody else did."""

from __future__ import annotations

import time
from collections.abc import Iterator

from playwright.sync_api import BrowserContext, Page

from designer.design import Design, Table
from script.benchmarks.browsing import open_page
from script.benchmarks.figures import Figure, Reference, compute
from script.benchmarks.timings import Timing

SAVED, OPENED, FILTERED, SEEN = 150, 50, 16, 300
COLUMNS_TYPED, OPENINGS, EDITS = 25, 15, 12
PAUSE, LONG_PAUSE = 1.0, 3.0
"""Seconds before the Enter after a column, quicker than anybody types a name and a type; and between others' edits."""
QUERY = "items_0050 id"
WARM_UP = 2

SAVING = """
() => {
  window.saved = [];
  let pressed = 0;
  document.addEventListener("keydown", (event) => { if (event.key === "Enter") pressed = performance.now(); }, true);
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.dataset.state === "saved")) window.saved.push(performance.now() - pressed);
  }).observe(document.querySelector("[data-typing]"), { subtree: true, attributeFilter: ["data-state"] });
}
"""
OPENING = """
() => new Promise((done) => {
  const started = performance.now();
  document.querySelector("[data-palette]").click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
})
"""
FILTERING = """
(query) => {
  const field = document.getElementById("palette-query");
  return [...query].map((_, length) => {
    field.value = query.slice(0, length + 1);
    const started = performance.now();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    document.getElementById("palette-list").getBoundingClientRect();
    return performance.now() - started;
  });
}
"""
WATCHING = """
(id) => {
  window.seen = new Promise((done) => {
    const look = () => {
      const name = document.getElementById(`column-${id}`)?.querySelector(".name")?.textContent;
      window.first ??= name;
      if (name !== undefined && name !== window.first) {
        window.first = name;
        return done(Date.now());
      }
      requestAnimationFrame(look);
    };
    look();
  });
}
"""
RENAMING = """
async ([address, id, name]) => {
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["x-csrftoken"];
  const body = new URLSearchParams({
    renamed: id, column_name: name, "columns-TOTAL_FORMS": "0", "columns-INITIAL_FORMS": "0",
  });
  const answer = await fetch(address, { method: "POST", body, headers: { "x-csrftoken": token } });
  if (!answer.ok) throw new Error(await answer.text());
  return Date.now();
}
"""


def hand_figures(context: BrowserContext, url: str, ready: str, design: Design, name: str) -> Iterator[Figure]:
    """On the page of one project: `url` is its address, `ready` a selector of what shows that it can be used."""
    reference = compute()
    tables = [table for table in design.tables if not table.is_managed]
    yield _figure(f"A column typed on {name}: Enter to saved", _type(context, url, tables[0]), reference, SAVED, True)
    page, _ = open_page(context, url, ready)
    opened, filtered = _find(page)
    page.close()
    yield _figure(f"Palette of {name}: opened", opened, reference, OPENED)
    yield _figure(f"Palette of {name}: a letter more", filtered, reference, FILTERED, True)
    seen = _watch(context, url, ready, tables[len(tables) // 2])
    yield _figure(f"An edit of somebody else on {name}: saved to seen", seen, reference, SEEN)


def _type(context: BrowserContext, url: str, table: Table) -> Timing:
    page, _ = open_page(context, f"{url}tables/{table.id}/columns/", "[data-typing][data-ready]")
    page.evaluate(SAVING)
    for number in range(COLUMNS_TYPED):
        row = page.locator("[data-typing] tbody").last
        row.locator("[data-part=name]").fill(f"typed_{number}")
        row.locator("[data-part=type]").fill("text")
        time.sleep(PAUSE)
        row.locator("[data-part=type]").press("Enter")
        page.wait_for_function("count => saved.length === count", arg=number + 1)
    durations = page.evaluate("saved")
    page.close()
    return Timing(tuple(durations[WARM_UP:]))


def _find(page: Page) -> tuple[Timing, Timing]:
    openings, letters = [], []
    for _ in range(OPENINGS):
        openings.append(page.evaluate(OPENING))
        page.wait_for_function("document.querySelectorAll('#palette-list .find').length > 5")
        letters += page.evaluate(FILTERING, QUERY)
        page.keyboard.press("Escape")
    return Timing(tuple(openings[WARM_UP:])), Timing(tuple(letters[len(QUERY) :]))


def _watch(context: BrowserContext, url: str, ready: str, table: Table) -> Timing:
    """From when one page has the answer to its edit until the other has drawn it."""
    # Another page of the site: one of the designer would be busy with showing its own edit.
    theirs, _ = open_page(context, url.partition("/projects/")[0] + "/projects/new/", "main")
    address = f"{url}tables/{table.id}/columns/"
    mine, _ = open_page(context, f"{url}tables/{table.id}/", ready)
    column = table.columns[-1]
    mine.keyboard.press("z")
    mine.wait_for_selector(f'[id="column-{column.id}"]', state="attached")
    durations = []
    for number in range(EDITS):
        time.sleep(LONG_PAUSE)
        mine.bring_to_front()
        mine.evaluate(WATCHING, str(column.id))
        saved = theirs.evaluate(RENAMING, [address, str(column.id), f"renamed_{number}"])
        durations.append(float(mine.evaluate("seen") - saved))
    mine.close()
    theirs.close()
    return Timing(tuple(durations[WARM_UP:]))


def _figure(subject: str, timing: Timing, reference: Reference, goal: float, is_p95: bool = False) -> Figure:
    return Figure(subject=subject, timing=timing, reference=reference, goal=goal, is_p95=is_p95)
