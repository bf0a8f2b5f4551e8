"""Every kind of object is listed, and every object has a page: with a form, or with its attributes and its SQL."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from msgspec.structs import replace

from designer.design import (
    KINDS,
    PUBLIC,
    Command,
    Design,
    EventTrigger,
    Grant,
    Index,
    IndexKey,
    Policy,
    Publication,
    PublishedTable,
    Rule,
    View,
    kind_of,
)
from designer.sandbox.clusters import Cluster
from projects.forms import OBJECT_FORMS
from projects.models import Project, User
from projects.selectors.facts import describe_definition, show_grant
from projects.selectors.inventories import describe_kind, list_inventory
from projects.services import import_into_project
from projects.templatetags.rowhouse import in_words
from script.coverage.measuring import read_example_design
from tests.views.conftest import COMPANIES, MEMBERS, SHOP, TOUCH, as_user, make_id


@pytest.fixture(scope="module")
def everything(cluster: Cluster) -> Design:
    return read_example_design(cluster)


def test_the_list_has_every_kind(everything: Design) -> None:
    groups = {group.kind: group for group in list_inventory(everything)}
    for kind in KINDS:
        rows = getattr(everything, kind)
        assert (kind in groups) == bool(rows or kind in OBJECT_FORMS or kind == "tables")
        assert not rows or groups[kind].count == len(rows)
        assert describe_kind(kind)[0]
    assert len([kind for kind in KINDS if getattr(everything, kind)]) >= 16


def test_every_object_has_a_page(everything: Design, project: Project, owner: User) -> None:
    import_into_project(project=project, acting_user=owner, design=everything, label="Import everything")
    client: Client = as_user(owner, htmx=True)
    broken: dict[tuple[str, str], object] = {}
    plain = 0
    for definition in everything.definitions():
        kind = kind_of(definition)
        answer = client.get(f"/projects/{project.slug}/{kind}/{definition.id}/")
        text = answer.content.decode()
        if answer.status_code != 200:
            broken[kind, definition.name] = answer.status_code
        if kind not in OBJECT_FORMS and kind != "tables":
            plain += 1
            if 'id="object-sql"' not in text or "import it again" not in text:
                broken[kind, definition.name] = text
    assert broken == {}
    assert plain >= 20


def test_a_viewer_is_not_told_how_to_change_it(project: Project, owner: User, viewer: User) -> None:
    publication = Publication(id=make_id("feed"), name="feed", tables=(PublishedTable(table_id=COMPANIES.id),))
    design = Design(tables=(COMPANIES, MEMBERS), publications=(publication,))
    import_into_project(project=project, acting_user=owner, design=design, label="Import")
    address = f"/projects/{project.slug}/publications/{publication.id}/"
    assert "import it again" in as_user(owner).get(address).content.decode()
    seen = as_user(viewer).get(address).content.decode()
    assert f'href="/projects/{project.slug}/tables/{COMPANIES.id}/"' in seen
    assert "import it again" not in seen


def test_what_the_forms_lack_is_told_besides(project: Project, owner: User) -> None:
    rule = Rule(id=make_id("rule"), name="quiet", event="delete", action="NOTHING", is_instead=True)
    index = Index(id=make_id("kept_idx"), name="kept_idx", keys=(IndexKey(expression="a"),))
    view = View(id=make_id("kept"), schema="public", name="kept", query="select 1 as a", is_materialized=True)
    table = replace(MEMBERS, rules=(rule,), replica_identity="f")
    design = Design(tables=(table,), views=(replace(view, indexes=(index,)),))
    import_into_project(project=project, acting_user=owner, design=design, label="Import")
    client = as_user(owner, htmx=True)
    shown = client.get(f"/projects/{project.slug}/tables/{table.id}/").content.decode()
    assert "quiet" in shown
    assert "the whole row" in shown
    assert "kept_idx" in client.get(f"/projects/{project.slug}/views/{view.id}/").content.decode()


def test_attributes_in_words() -> None:
    watch = EventTrigger(
        id=make_id("watch"), name="watch", event="sql_drop", tags=("DROP TABLE",), function_id=TOUCH.id, enabled="A"
    )
    facts = {fact.label: [value.text for value in fact.values] for fact in describe_definition(watch, SHOP)}
    assert facts == {
        "event": ["sql_drop"],
        "tags": ["DROP TABLE"],
        "function": ["public.touch"],
        "enabled": ["enabled always"],
    }
    policy = Policy(id=make_id("p"), name="p", command=Command.SELECT, is_permissive=False)
    found = {fact.label: fact.values[0].text for fact in describe_definition(policy, SHOP)}  # type: ignore[arg-type]
    assert found == {"command": "select", "permissive": "no"}


def test_grants_in_words() -> None:
    column_id = make_id("companies", "name")
    grant = Grant(grantee=PUBLIC, privileges=("INSERT", "SELECT"), column_ids=(column_id,), with_grant_option=True)
    assert show_grant(grant, SHOP) == "everybody: insert, select (name), with grant option"


@pytest.mark.parametrize(
    ("kind", "count", "words"),
    [
        ("enums", 1, "enum"),
        ("primary_keys", 1, "primary key"),
        ("primary_keys", 2, "primary keys"),
        ("unique", 1, "unique constraint"),
        ("policies", 1, "policy"),
        ("indexes", 1, "index"),
        ("default_privileges", 1, "default privileges"),
        ("composites", 3, "composite types"),
    ],
)
def test_counted_kinds_in_words(kind: str, count: int, words: str) -> None:
    assert in_words(kind, count) == words


def test_nothing_selected_has_the_projects_name_once(project: Project, owner: User) -> None:
    page = as_user(owner).get(f"/projects/{project.slug}/").content.decode()
    assert re.findall(r"<title>(.*?)</title>", page) == [f"{project.name} · Rowhouse"]
