"""What is renamed by id is renamed by one operation, and everything that refers to it follows; proven on rows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, EnumValue, Identity, Schema, Table, TypeRef, View
from designer.design.edits import put
from designer.design.edits.columns import change_column, rename_column
from designer.design.edits.enums import rename_value
from designer.design.edits.objects import change_object
from designer.design.edits.tables import rename_table
from designer.migrations import compare_designs, plan_files, write_design
from designer.proofs.catalogs import compare_designs_read
from designer.sandbox.databases import ScratchDatabase
from tests.migrations.cases import FOLDER
from tests.migrations.proofs import build, read, run

ROWS = """
insert into public.companies (name, code) values ('Acme', 'a'), ('Bolt', 'b');
insert into public.people (id, company_id, email, feeling) values (1, 1, 'a@example.com', 'happy'), (2, 2, 'b@example.com', 'sad');
"""

Edit = Callable[[Design], Design]


def table(design: Design, name: str) -> Table:
    return design.table("public", name)


def column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)


def rewrite_view(design: Design, old: str, new: str) -> Design:
    view = design.views[0]
    return put(design, replace(view, query=view.query.replace(old, new)))


def rename_table_and_add_a_column(design: Design) -> Design:
    design = rename_table(design, table(design, "people").id, name="members")
    members = table(design, "members")
    # A server would print the new name here too.
    policies = tuple(
        replace(policy, using=policy.using.replace(" people.", " members.")) if policy.using else policy
        for policy in members.policies
    )
    members = replace(members, policies=policies)
    extra = Column(id=uuid4(), name="extra", type=TypeRef("text"))
    return put(design, replace(members, columns=(*members.columns, extra)))


def rename_column_and_set_not_null(design: Design) -> Design:
    companies = table(design, "companies")
    return change_column(design, companies.id, column(companies, "size").id, name="headcount", is_nullable=False)


def rename_used_column(design: Design) -> Design:
    people = table(design, "people")
    design = rename_column(design, people.id, column(people, "email").id, "contact")
    return rewrite_view(design, "p.email", "p.contact AS email")


def rename_column_and_output(design: Design) -> Design:
    people = table(design, "people")
    design = rename_column(design, people.id, column(people, "email").id, "contact")
    return rewrite_view(design, "p.email", "p.contact")


def rename_enum(design: Design) -> Design:
    return change_object(design, design.enums[0].id, name="humor")


def rename_label_and_add_one(design: Design) -> Design:
    enum = design.enums[0]
    design = rename_value(design, enum.id, enum.values[1].id, "okay")
    enum = design.enums[0]
    return put(design, replace(enum, values=(*enum.values[:1], EnumValue(uuid4(), "meh"), *enum.values[1:])))


def rename_function(design: Design) -> Design:
    function = next(function for function in design.functions if function.name == "is_mine")
    return change_object(design, function.id, name="is_ours")


def move_to_new_schema(design: Design) -> Design:
    design = put(design, Schema(id=uuid4(), name="firm"))
    return rename_table(design, table(design, "companies").id, schema="firm", name="firms")


def exchange_names(design: Design) -> Design:
    companies = table(design, "companies")
    names = {"name": "note", "note": "name"}
    columns = tuple(replace(row, name=names.get(row.name, row.name)) for row in companies.columns)
    return rewrite_view(put(design, replace(companies, columns=columns)), "c.name", "c.note AS name")


def drop_and_take_the_name(design: Design) -> Design:
    companies = table(design, "companies")
    columns = tuple(
        replace(row, name="code") if row.name == "note" else row for row in companies.columns if row.name != "code"
    )
    return put(design, replace(companies, columns=columns, unique_keys=()))


def rename_parts(design: Design) -> Design:
    companies, people = table(design, "companies"), table(design, "people")
    assert companies.primary_key is not None
    return put(
        design,
        replace(
            companies,
            primary_key=replace(companies.primary_key, name="companies_key"),
            unique_keys=(replace(companies.unique_keys[0], name="one_code"),),
        ),
        replace(
            people,
            indexes=(replace(people.indexes[0], name="by_email"),),
            checks=(replace(people.checks[0], name="human"),),
            triggers=(replace(people.triggers[0], name="note_email"),),
            policies=tuple(replace(policy, name=f"{policy.name} rows") for policy in people.policies),
        ),
        replace(design.relationships[0], name="employer"),
    )


def rename_view(design: Design) -> Design:
    return change_object(design, design.views[0].id, name="everybody")


def rename_identity_column(design: Design) -> Design:
    companies = table(design, "companies")
    assert column(companies, "id").identity is Identity.ALWAYS
    design = rename_column(design, companies.id, column(companies, "id").id, "number")
    policies = tuple(
        replace(policy, using=policy.using.replace("c.id", "c.number")) if policy.using else policy
        for policy in table(design, "people").policies
    )
    design = put(design, replace(table(design, "people"), policies=policies))
    return rewrite_view(design, "c.id", "c.number")


EDITS: dict[Edit, int] = {
    rename_table_and_add_a_column: 3,  # and a function whose body names it
    rename_column_and_set_not_null: 2,
    rename_used_column: 2,
    rename_column_and_output: 3,  # the view's own column changes, which only a new view can
    rename_enum: 1,
    rename_label_and_add_one: 2,
    rename_function: 1,
    move_to_new_schema: 3,
    exchange_names: 3,
    drop_and_take_the_name: 4,
    rename_parts: 8,
    rename_view: 1,
    rename_identity_column: 1,
}
"""Each edit and how many operations it may take at most."""


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_rename(edit: Edit, databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    base, target = databases
    assert build(base, (FOLDER / "people.sql").read_text() + ROWS) == []
    before = read(base)
    edited = edit(before)
    with target.connect() as connection:
        for statement in write_design(edited):
            connection.execute(statement.encode())
    after = read(target)
    operations = compare_designs(before, edited)
    assert len(operations) <= EDITS[edit], [operation.describe() for operation in operations]
    files = plan_files(operations, name="rename")
    with base.connect() as connection:
        rows = count_rows(base)
        for is_down, expected in ((False, after), (True, before), (False, after)):
            assert run(connection, files, is_down=is_down) == ""
            found = read(base)
            assert compare_designs_read(found, expected) == []
            assert count_rows(base) == rows


def count_rows(database: ScratchDatabase) -> int:
    """The rows of all tables of the project."""
    design = read(database)
    with database.connect() as connection:
        counts = [
            connection.execute(f'select count(*) from "{row.schema}"."{row.name}"'.encode()).fetchone()
            for row in design.tables
            if not row.is_managed
        ]
    return sum(row[0] for row in counts if row)


def test_an_expression_that_follows_a_rename_is_no_change(scratch: ScratchDatabase) -> None:
    assert build(scratch, (FOLDER / "people.sql").read_text()) == []
    before = read(scratch)
    renamed = rename_used_column(before)
    described = [operation.describe() for operation in compare_designs(before, renamed)]
    assert described[0] == "Rename column email on public.people to contact"
    assert not [text for text in described if "policy" in text or "view" in text or "trigger" in text]


def test_an_expression_left_as_it_was_follows_too(scratch: ScratchDatabase) -> None:
    assert build(scratch, (FOLDER / "people.sql").read_text()) == []
    before = read(scratch)
    view = before.views[0]
    assert isinstance(view, View)
    people = table(before, "people")
    renamed = rename_column(before, people.id, column(people, "email").id, "contact")
    assert renamed.views[0].query == view.query
    assert [type(operation).__name__ for operation in compare_designs(before, renamed)] == ["Rename"]


def test_an_expression_left_as_it_was_is_made_anew_under_the_new_names(
    databases: tuple[ScratchDatabase, ScratchDatabase],
) -> None:
    base, target = databases
    assert build(base, (FOLDER / "people.sql").read_text()) == []
    before = read(base)
    companies = table(before, "companies")

    def retype(design: Design) -> Design:
        changed = table(design, "firms")
        columns = tuple(
            replace(row, type=TypeRef("character varying(90)")) if row.name == "name" else row
            for row in changed.columns
        )
        return put(design, replace(changed, columns=columns))

    followed = retype(rename_table(before, companies.id, name="firms"))
    left = retype(put(before, replace(companies, name="firms")))
    assert left.views[0].query == before.views[0].query != followed.views[0].query
    with target.connect() as connection:
        for statement in write_design(followed):
            connection.execute(statement.encode())
    with base.connect() as connection:
        files = plan_files(compare_designs(before, left), name="rename")
        assert run(connection, files, is_down=False) == ""
        assert compare_designs_read(read(base), read(target)) == []
        assert run(connection, files, is_down=True) == ""
        assert compare_designs_read(read(base), before) == []


def test_rules_and_statistics_follow_renames(databases: tuple[ScratchDatabase, ScratchDatabase]) -> None:
    base, _ = databases
    sql = """
        create table orders (id int, city text, zip text);
        create table log (what text);
        create statistics places on city, zip, (lower(city)) from orders;
        create rule logged as on update to orders where old.city <> new.city do also insert into log values (new.city);
    """
    assert build(base, sql) == []
    before = read(base)
    orders = table(before, "orders")
    after = rename_column(before, orders.id, column(orders, "city").id, "town")
    after = rename_table(after, table(after, "log").id, name="journal")
    after = put(after, replace(after.statistics[0], name="towns"))
    logged = table(after, "orders").rules[0]
    after = put(after, replace(table(after, "orders"), rules=(replace(logged, name="noted"),)))
    operations = compare_designs(before, after)
    assert sorted(operation.describe() for operation in operations) == [
        "Rename column city on public.orders to town",
        "Rename rule logged on public.orders to noted",
        "Rename statistics places to towns",
        "Rename table log to journal",
    ]
    files = plan_files(operations, name="renames")
    with base.connect() as connection:
        assert run(connection, files, is_down=False) == ""
        (rule,) = read(base).table("public", "orders").rules
        assert (rule.name, rule.condition) == ("noted", "old.town <> new.town")
        assert "public.journal" in rule.action
        assert run(connection, files, is_down=True) == ""
    assert compare_designs_read(read(base), before) == []
