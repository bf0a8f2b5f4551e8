"""What the tests of the canvas share: two designers, and what hands do in them."""

from __future__ import annotations

from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from designer.design import Table
from projects.models import Project, User
from projects.selectors.placements import load_marks
from script.benchmarks.designs import make_design, widen
from tests.browser.conftest import fill, sign_in

MANY = 300


@pytest.fixture
def many(page: Page, server: str, project: Project, owner: User) -> Page:
    """The designer with three hundred tables of twenty columns."""
    fill(project, owner, widen(make_design(MANY, MANY), 20))
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/")
    expect(page.locator("#diagram[data-drawn]")).to_be_visible()
    return page


@pytest.fixture
def designer(page: Page, server: str, shop: Project, owner: User) -> Page:
    """The designer with two tables and an enum."""
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{shop.slug}/")
    expect(page.locator("#diagram .table")).to_have_count(2)
    return page


def count(page: Page, selector: str) -> int:
    return page.locator(selector).count()


def card(page: Page, table: Table) -> Locator:
    return page.locator(f"#table-{table.id}")


def middle(page: Page, locator: Locator) -> tuple[float, float]:
    """A point of the card's header on the screen."""
    box = locator.bounding_box()
    assert box
    return box["x"] + 60, box["y"] + 12


def drag(page: Page, start: tuple[float, float], by: tuple[float, float], *, steps: int = 8) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=steps)
    page.mouse.up()


def saved_places(project: Project) -> dict[UUID, tuple[float, float]]:
    return load_marks(project).places


def until_saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("Saved")


def end_of(page: Page, table: Table, column: str, side: str) -> tuple[float, float]:
    """Where the port of a column is, once it is there."""
    column_id = next(each.id for each in table.columns if each.name == column)
    page.locator(f"#column-{column_id} .name").hover()
    ports = page.locator(".diagram .port")
    expect(ports).to_have_count(2)
    box = (ports.first if side == "left" else ports.last).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def spot(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
