"""Edits through the forms: saved, recorded, refused at the field, undone; with htmx and without."""

from __future__ import annotations

import json

from django.test import Client

from designer.design import Command, Design, Relationship, Table
from projects.models import Project, User
from projects.selectors import load_design
from projects.services import edit_design
from tests.views.conftest import COMPANIES, MEMBERS, PLAN, as_user, make_id

ROWS = {"columns-TOTAL_FORMS": "2", "columns-INITIAL_FORMS": "0"}
INVOICES = {
    "schema": "public",
    "name": "invoices",
    "has_rls": "on",
    **ROWS,
    "columns-0-name": "id",
    "columns-0-type": "uuid",
    "columns-0-is_key": "on",
    "columns-1-name": "total",
    "columns-1-type": "numeric(12,2)",
}
NAME_COLUMN = f"tables/{COMPANIES.id}/columns/{make_id('companies', 'name')}/"


def post(client: Client, project: Project, path: str, **answers: object) -> tuple[int, str, dict[str, str]]:
    response = client.post(f"/projects/{project.slug}/{path}", answers)
    return response.status_code, response.content.decode(), dict(response.headers)


def table_named(design: Design, name: str) -> Table:
    return design.table("public", name)


def test_a_table_is_added_with_its_columns_and_key(shop: Project, editor: User) -> None:
    status, _, headers = post(as_user(editor), shop, "tables/new/", **INVOICES)
    invoices = table_named(load_design(shop), "invoices")
    assert (status, headers["Location"]) == (302, f"/projects/coaching/tables/{invoices.id}/")
    assert [(column.name, column.type.name, column.is_nullable) for column in invoices.columns] == [
        ("id", "uuid", False),
        ("total", "numeric(12,2)", True),
    ]
    assert invoices.primary_key is not None
    assert invoices.primary_key.column_ids == (invoices.columns[0].id,)
    assert invoices.has_rls


def test_an_edit_answers_htmx_with_what_changed(shop: Project, editor: User) -> None:
    status, html, headers = post(as_user(editor, htmx=True), shop, "tables/new/", **INVOICES)
    assert status == 200
    assert 'hx-target="#rail"' in html
    assert "Undo: Add table public.invoices" in html
    assert json.loads(headers["HX-Trigger"]) == {
        "notice": {"message": "Saved: Add table public.invoices", "undo": True},
        "design-changed": {},
    }
    assert headers["HX-Push-Url"] == f"/projects/coaching/tables/{table_named(load_design(shop), 'invoices').id}/"


def test_a_rail_that_stays_the_same_is_not_sent(shop: Project, editor: User) -> None:
    answers = {"name": "name", "type": "text", "value": "default", "comment": "As registered"}
    _, html, _ = post(as_user(editor, htmx=True), shop, NAME_COLUMN, **answers)
    assert 'hx-target="#rail"' not in html
    assert "As registered" in html


def test_errors_stand_at_the_field_and_nothing_is_saved(shop: Project, editor: User) -> None:
    client = as_user(editor, htmx=True)
    status, html, _ = post(client, shop, "tables/new/", **{**INVOICES, "columns-1-type": "monney"})
    assert status == 422
    assert "There is no type monney" in html
    status, html, _ = post(client, shop, "tables/new/", **{**INVOICES, "name": "companies"})
    assert status == 422
    assert "named public.companies already" in html
    status, html, _ = post(client, shop, "tables/new/", **{**INVOICES, "name": "n" * 64})
    assert status == 422
    assert "64 bytes long" in html
    shop.refresh_from_db()
    assert shop.change_count == 1


def test_a_relationship_brings_its_column_and_index(shop: Project, editor: User) -> None:
    answers = {
        "table": MEMBERS.id,
        "target_table": COMPANIES.id,
        "is_required": "on",
        "with_index": "on",
        "on_delete": "cascade",
        "on_update": "no action",
        "columns": "",
        "target_columns": "",
        "name": "members_employer_fkey",
    }
    status, _, _ = post(as_user(editor), shop, "relationships/new/", **answers)
    assert status == 302
    design = load_design(shop)
    made = next(row for row in design.relationships if row.name == "members_employer_fkey")
    members = design.tables_by_id[MEMBERS.id]
    assert [column.type.name for column in members.columns if column.id in made.column_ids] == ["uuid"]
    assert [index.keys[0].column_id for index in members.indexes] == list(made.column_ids)


def test_an_unknown_column_is_named_with_those_there_are(shop: Project, editor: User) -> None:
    answers = {"columns": "compny_id", "table": MEMBERS.id, "target_table": COMPANIES.id, "on_delete": "cascade"}
    status, html, _ = post(as_user(editor), shop, "relationships/new/", **answers, on_update="no action")
    assert status == 422
    assert "public.members has no column compny_id. It has id, company_id." in html


def test_a_policy_takes_only_what_its_command_takes(shop: Project, editor: User) -> None:
    path = f"tables/{COMPANIES.id}/policies/new/"
    answers = {"name": "clerks_insert", "command": "insert", "roles": "clerk", "using": "true", "check": "name <> ''"}
    status, _, _ = post(as_user(editor), shop, path, **answers)
    assert status == 302
    made = load_design(shop).tables_by_id[COMPANIES.id].policies[-1]
    assert (made.name, made.command, made.using, made.check) == ("clerks_insert", Command.INSERT, None, "name <> ''")


def test_a_broken_expression_says_where_it_stopped(shop: Project, editor: User) -> None:
    path = f"tables/{COMPANIES.id}/policies/new/"
    status, html, _ = post(as_user(editor), shop, path, name="p", command="select", roles="", using="id = = 1")
    assert status == 422
    assert "Stopped at line 1: id = ▸= 1" in html


def test_enum_values_are_renamed_added_and_removed_by_id(shop: Project, editor: User) -> None:
    answers = {
        "schema": "public",
        "name": "plan",
        "values-TOTAL_FORMS": "3",
        "values-INITIAL_FORMS": "2",
        "values-0-id": make_id("free"),
        "values-0-name": "trial",
        "values-1-id": make_id("paid"),
        "values-1-name": "",
        "values-2-name": "team",
    }
    status, _, _ = post(as_user(editor), shop, f"enums/{PLAN.id}/", **answers)
    assert status == 302
    values = load_design(shop).enums[0].values
    assert [value.name for value in values] == ["trial", "team"]
    assert values[0].id == make_id("free")


def test_renaming_a_role_is_followed_by_its_policies(shop: Project, editor: User) -> None:
    answers = {"name": "accountant", "inherits": "on", "connection_limit": "-1"}
    status, _, _ = post(as_user(editor), shop, f"roles/{make_id('clerk')}/", **answers)
    assert status == 302
    assert load_design(shop).tables_by_id[COMPANIES.id].policies[0].roles == ("accountant",)


def test_grants_are_a_complete_list(shop: Project, editor: User) -> None:
    path = f"tables/{COMPANIES.id}/grants/"
    page = as_user(editor).get(f"/projects/coaching/{path}").content.decode()
    assert 'aria-label="SELECT to authenticated"' in page
    number = 2  # public, anon, authenticated …
    status, _, _ = post(as_user(editor), shop, path, **{f"grant-{number}-SELECT": "on"})
    assert status == 302
    grants = load_design(shop).tables_by_id[COMPANIES.id].grants
    assert [(grant.grantee, grant.privileges) for grant in grants] == [("authenticated", ("SELECT",))]


def test_removing_says_first_what_goes_with_it(shop: Project, editor: User) -> None:
    page = as_user(editor).get(f"/projects/coaching/tables/{COMPANIES.id}/remove/").content.decode()
    assert "policy members_see_companies" in page
    assert "relationship members_company_id_fkey" in page
    status, _, _ = post(as_user(editor), shop, f"tables/{COMPANIES.id}/remove/")
    assert status == 302
    design = load_design(shop)
    assert [table.name for table in design.tables] == ["members"]
    assert design.relationships == ()


def test_what_is_used_is_not_removed(shop: Project, editor: User) -> None:
    path = f"functions/{make_id('function')}/remove/"
    page = as_user(editor).get(f"/projects/coaching/{path}").content.decode()
    assert "is in use" in page
    assert "table public.companies" in page
    status, html, _ = post(as_user(editor), shop, path)
    assert status == 422
    assert "is used by table public.companies" in html


def test_undo_and_redo(shop: Project, editor: User) -> None:
    client = as_user(editor, htmx=True)
    post(client, shop, "tables/new/", **INVOICES)
    status, html, headers = post(client, shop, "undo/")
    assert status == 200
    assert "invoices" not in {table.name for table in load_design(shop).tables}
    assert "Redo: Add table public.invoices" in html
    assert json.loads(headers["HX-Trigger"])["notice"]["message"] == "Undo: Add table public.invoices"
    post(client, shop, "redo/")
    assert table_named(load_design(shop), "invoices").columns[1].name == "total"


def test_nothing_to_undo_is_said(shop: Project, editor: User) -> None:
    status, _, headers = post(as_user(editor, htmx=True), shop, "undo/")
    assert status == 204
    assert json.loads(headers["HX-Trigger"])["notice"]["isError"]


def test_a_conflict_keeps_what_was_typed(shop: Project, editor: User, owner: User) -> None:
    def rename(design: Design) -> Design:
        from designer.design.edits.columns import change_column

        return change_column(design, COMPANIES.id, make_id("companies", "name"), comment="From Alice")

    based_on = shop.change_count
    edit_design(project=shop, acting_user=owner, label="Describe the name", edit=rename)
    answers = {"name": "name", "type": "text", "value": "default", "comment": "From Eve", "based_on": based_on}
    status, html, _ = post(as_user(editor, htmx=True), shop, NAME_COLUMN, **answers)
    assert status == 422
    assert "was changed by Alice" in html
    assert "From Eve" in html
    design = load_design(shop)
    assert design.columns_by_id[make_id("companies", "name")].comment == "From Alice"


def test_two_may_edit_different_parts_of_a_table(shop: Project, editor: User, owner: User) -> None:
    based_on = shop.change_count
    post(as_user(owner), shop, f"tables/{COMPANIES.id}/checks/new/", expression="id is not null", name="c")
    answers = {"name": "name", "type": "text", "value": "default", "comment": "From Eve", "based_on": based_on}
    status, _, _ = post(as_user(editor), shop, NAME_COLUMN, **answers)
    assert status == 302


def test_the_rest_of_the_forms_save(shop: Project, editor: User) -> None:
    client = as_user(editor)
    forms: list[tuple[str, dict[str, object]]] = [
        ("schemas/new/", {"name": "billing"}),
        ("extensions/new/", {"name": "citext", "schema": "extensions"}),
        (
            "composites/new/",
            {
                "schema": "public",
                "name": "address",
                "attributes-TOTAL_FORMS": "1",
                "attributes-INITIAL_FORMS": "0",
                "attributes-0-name": "street",
                "attributes-0-type": "text",
            },
        ),
        ("sequences/new/", {"schema": "public", "name": "n", "type": "bigint", "increment": "-2", "cache": "1"}),
        ("domains/new/", {"schema": "public", "name": "slug", "base": "text", "check": "value <> ''"}),
        ("views/new/", {"schema": "public", "name": "names", "query": "select name from public.companies;"}),
        (
            "functions/new/",
            {
                "schema": "public",
                "name": "add",
                "arguments": "a int\nb int default 1",
                "returns": "integer",
                "language": "sql",
                "body": "select a + b",
                "volatility": "immutable",
                "parallel": "safe",
                "search_path": '""',
            },
        ),
        (f"tables/{MEMBERS.id}/primary-key/new/", {"columns": "id"}),
        (f"tables/{MEMBERS.id}/unique-keys/new/", {"columns": "company_id, id"}),
        (f"tables/{MEMBERS.id}/indexes/new/", {"keys": "company_id desc\nlower(id::text)", "method": "btree"}),
        (
            f"tables/{MEMBERS.id}/triggers/new/",
            {"name": "touch", "timing": "before", "events": ["update"], "function": make_id("function")},
        ),
        (f"tables/{MEMBERS.id}/edit/", {"schema": "public", "name": "people", "has_rls": "on"}),
    ]
    for path, answers in forms:
        status, html, _ = post(client, shop, path, **answers)
        assert status == 302, (path, html[html.find("invalid-feedback") :][:300])
    design = load_design(shop)
    people = design.tables_by_id[MEMBERS.id]
    assert (people.name, people.has_rls) == ("people", True)
    assert [row.name for row in design.composites[0].attributes] == ["street"]
    assert design.sequences[0].options.increment == -2
    assert [argument.default for argument in design.functions[0].arguments] == [None, "1"]
    assert [index.name for index in people.indexes] == ["members_company_id_expr_idx"]
    assert isinstance(design.by_id[make_id("fkey")], Relationship)


def test_projects_are_made_changed_and_deleted(owner: User) -> None:
    client = as_user(owner)
    team = owner.memberships.first()
    assert team is None
    made = client.post("/teams/new/", {"name": "Makers"})
    team_id = made.headers["Location"].rstrip("/").rpartition("/")[2]
    answers = {"name": "Shop floor", "team": team_id, "postgres_version": "17"}
    assert client.post("/projects/new/", answers).headers["Location"] == "/projects/shop-floor/"
    settings = {"name": "Shop", "postgres_version": "18"}
    assert client.post("/projects/shop-floor/settings/", settings).status_code == 302
    assert Project.objects.get(slug="shop-floor").postgres_version == 18
    client.post("/projects/shop-floor/delete/", {"name": "something else"})
    assert Project.objects.filter(slug="shop-floor").exists()
    client.post("/projects/shop-floor/delete/", {"name": "Shop"})
    assert not Project.objects.filter(slug="shop-floor").exists()
