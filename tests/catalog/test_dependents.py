"""Texts that follow a rename: what PostgreSQL prints after it is what the design gets."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from designer.catalog import read_design
from designer.catalog.dependents import read_dependents, refresh_dependents
from designer.catalog.matching import adopt_ids
from designer.design import Design
from tests.catalog.conftest import Read

SQL = """
    create type plan as enum ('free', 'pro');
    create function is_paid(p plan) returns boolean language sql immutable return p <> 'free'::plan;
    create function touch() returns trigger language plpgsql as 'begin return new; end';
    create domain paid as plan default 'pro'::plan check (is_paid(value));
    create table orgs (
      id int primary key,
      title text not null check (title <> ''),
      kind plan default 'free'::plan,
      slug text generated always as (lower(title)) stored,
      exclude using btree (lower(title) with =) where (kind = 'pro'::plan)
    );
    create index on orgs (upper(title), id) where title is not null;
    create policy own on orgs using (title = 'x') with check (exists (select 1 from orgs o where o.title = orgs.title));
    create trigger w before update on orgs for each row when (old.title <> new.title) execute function touch();
    create view titles as select title as t from orgs where is_paid(kind);
    create materialized view counts as select title, count(*) from orgs group by title;
    create index on counts (title);
    create table zlogs (title text, org orgs) partition by range (lower(title), (title || 'x') collate "C");
    create function all_titles(k plan default 'free'::plan) returns setof orgs language sql
      begin atomic select * from orgs where orgs.kind = k and orgs.title > 'a'; end;
"""


@pytest.mark.parametrize(
    ("rename", "dependents"),
    [
        ("alter table orgs rename column title to caption", ("table", "public", "orgs", "title>caption")),
        ("alter table orgs rename to teams", ("table", "public", "teams", "")),
        ("alter type plan rename to tier", ("type", "public", "tier", "")),
        ("alter table zlogs rename column title to heading", ("table", "public", "zlogs", "title>heading")),
        ("alter function is_paid(plan) rename to pays", ("function", "public", "pays", "")),
        ("alter table orgs set schema extra", ("table", "extra", "orgs", "")),
    ],
)
def test_refreshed_texts_are_those_of_a_fresh_reading(
    connection: psycopg.Connection[Any], read: Read, rename: str, dependents: tuple[str, str, str, str]
) -> None:
    before = read("create schema extra;" + SQL)
    connection.execute(rename.encode())
    kind, schema, name, columns = dependents
    found = read_dependents(
        connection,
        kind,
        schema,
        name,
        column=columns.partition(">")[2] or None,
        signature="public.plan" if kind == "function" else "",
    )
    after = read_design(connection)
    assert texts(refresh_dependents(renamed(before, after), found)) == texts(after)
    assert texts(before) != texts(after)


def renamed(before: Design, after: Design) -> Design:
    """The old texts under the new names: what an editor has after renaming."""
    positions = zip(before.tables, after.tables, strict=True)
    tables = tuple(
        new.__class__(**{**fields(old_table), "schema": new.schema, "name": new.name, "columns": named(old_table, new)})
        for old_table, new in positions
    )
    return before.__class__(**{**fields(before), "tables": tables})


def named(old: Any, new: Any) -> tuple[Any, ...]:
    return tuple(
        row.__class__(**{**fields(row), "name": other.name})
        for row, other in zip(old.columns, new.columns, strict=True)
    )


def fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__struct_fields__}


def texts(design: Design) -> dict[tuple[str, ...], object]:
    """Every stored text of the design, without the names of what it belongs to."""
    found: dict[tuple[str, ...], object] = {}
    for table in design.tables:
        for row in table.columns:
            found["column", str(table.columns.index(row))] = (row.default, row.generated)
        for check in table.checks:
            found["check", check.name] = check.expression
        for exclusion in table.exclusions:
            found["exclusion", exclusion.name] = exclusion.definition
        for index in table.indexes:
            found["index", index.name] = ([key.expression for key in index.keys], index.predicate)
        if table.partitioning is not None:
            found["partitioning", "keys"] = [key.expression for key in table.partitioning.keys]
        for trigger in table.triggers:
            found["trigger", trigger.name] = trigger.condition
        for policy in table.policies:
            found["policy", policy.name] = (policy.using, policy.check)
    for view in design.views:
        found["view", view.name] = (view.query, [key.expression for index in view.indexes for key in index.keys])
    for domain in design.domains:
        found["domain", domain.name] = (domain.default, [check.expression for check in domain.checks])
    for function in design.functions:
        found["function", function.language, function.body[:20]] = (function.body, function.returns, function.arguments)
    return found


def test_only_what_depends_is_read(connection: psycopg.Connection[Any]) -> None:
    connection.execute(SQL.encode())
    connection.execute("create table other (title text check (title <> 'x'))")
    found = read_dependents(connection, "table", "public", "orgs", column="slug")
    assert {(row.kind, row.path[1]) for row in found} == {("column", "orgs"), ("function", "all_titles")}
    assert read_dependents(connection, "table", "public", "nothing") == ()


def test_texts_of_objects_the_design_lacks_are_passed_over(connection: psycopg.Connection[Any], read: Read) -> None:
    design = read(SQL)
    found = read_dependents(connection, "table", "public", "orgs")
    assert refresh_dependents(Design(), found) == Design()
    assert refresh_dependents(design, found) == design


def test_a_renamed_design_keeps_its_ids_when_it_is_read_again(connection: psycopg.Connection[Any], read: Read) -> None:
    before = read(SQL)
    assert adopt_ids(read_design(connection), before) == before
