"""A complete design of ten tables, with relationships and policies, by keyboard only: `pytest tests/browser/test_ten_tables.py`."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from projects.models import Project, User
from projects.selectors import load_design
from tests.browser.conftest import keep_screenshot, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TABLES: dict[str, tuple[list[tuple[str, str]], list[str]]] = {
    "authors": ([("full_name", "text"), ("born", "date")], []),
    "publishers": ([("title", "text")], []),
    "books": ([("title", "text"), ("price", "numeric(12,2)")], ["authors", "publishers"]),
    "shelves": ([("label", "text")], []),
    "copies": ([("barcode", "text")], ["books", "shelves"]),
    "readers": ([("email", "text"), ("joined", "date")], []),
    "loans": ([("due", "date")], ["copies", "readers"]),
    "fines": ([("amount", "numeric(8,2)")], ["loans"]),
    "reviews": ([("stars", "smallint"), ("words", "text")], ["books", "readers"]),
    "holds": ([("placed", "timestamptz")], ["books", "readers"]),
}
"""Columns and the tables referred to."""


def heading(page: Page, text: str) -> None:
    expect(page.locator("#inspector h2")).to_have_text(text)


def add_table(page: Page, name: str, columns: list[tuple[str, str]]) -> None:
    page.keyboard.press("t")
    expect(page.locator("#inspector [name=name]")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    for column, type_ in columns:
        page.keyboard.type(column)
        page.keyboard.press("Tab")
        page.keyboard.type(type_)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    heading(page, f"public.{name}")


def add_relationship(page: Page, name: str, target: str) -> None:
    page.keyboard.press("f")
    heading(page, "New relationship")
    expect(page.locator("#inspector [name=columns]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(target)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices")).to_contain_text(f"{name}")
    page.keyboard.press("/")
    page.keyboard.type(name)
    expect(page.locator("#palette [aria-selected=true]")).to_have_attribute("title", f"table public.{name}")
    page.keyboard.press("Enter")
    heading(page, f"public.{name}")


def add_policy(page: Page, name: str) -> None:
    page.keyboard.press("p")
    heading(page, "New policy")
    expect(page.locator("#inspector [name=name]")).to_be_focused()
    page.keyboard.type(f"everybody_reads_{name}")
    for _ in range(3):  # past the command and the roles, into USING
        page.keyboard.press("Tab")
    expect(page.locator("#inspector .cm-content").first).to_be_focused()
    page.keyboard.type("true")
    page.keyboard.press("Control+Enter")
    heading(page, f"public.{name}")


def test_ten_tables_with_relationships_and_policies_by_keyboard_only(
    page: Page, server: str, project: Project, owner: User
) -> None:
    sign_in(page.context, owner, server)
    page.goto(f"/projects/{project.slug}/")
    expect(page.locator("#canvas-empty")).to_be_visible()
    for name, (columns, targets) in TABLES.items():
        add_table(page, name, columns)
        for target in targets:
            add_relationship(page, name, target)
        add_policy(page, name)
    design = load_design(project)
    assert {table.name for table in design.tables if not table.is_managed} == set(TABLES)
    for name, (columns, _) in TABLES.items():
        table = design.table("public", name)
        assert {column for column, _ in columns} < {column.name for column in table.columns}
        assert [policy.using for policy in table.policies] == ["true"]
        assert table.has_rls
    names = {table.id: table.name for table in design.tables}
    drawn = sorted((names[row.table_id], names[row.target_table_id]) for row in design.relationships)
    assert drawn == sorted((name, target) for name, (_, targets) in TABLES.items() for target in targets)
    page.keyboard.press("0")
    keep_screenshot(page, "ten-tables")
