"""A small design for the tests of the pages, and the people of the other tests of the web app."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from designer.design import (
    Check,
    Column,
    Design,
    Enum,
    EnumValue,
    Function,
    Index,
    IndexKey,
    Key,
    Policy,
    Relationship,
    Role,
    Schema,
    Table,
    Trigger,
    TypeRef,
    id_from_path,
)
from projects.models import Project, User
from projects.services import import_into_project
from tests.projects.conftest import editor, edits_are_not_tried, outsider, owner, project, team, viewer

__all__ = ["editor", "edits_are_not_tried", "outsider", "owner", "project", "team", "viewer"]


def make_id(*path: str) -> UUID:
    """A stable id for an object of the test design."""
    return id_from_path("test", *path)


def column(table: str, name: str, type_: str, **options: object) -> Column:
    return Column(id=make_id(table, name), name=name, type=TypeRef(type_), **options)  # type: ignore[arg-type]


COMPANIES = Table(
    id=make_id("companies"),
    schema="public",
    name="companies",
    columns=(column("companies", "id", "uuid", is_nullable=False), column("companies", "name", "text")),
    primary_key=Key(id=make_id("pkey"), name="companies_pkey", column_ids=(make_id("companies", "id"),)),
    unique_keys=(Key(id=make_id("name_key"), name="companies_name_key", column_ids=(make_id("companies", "name"),)),),
    checks=(Check(id=make_id("check"), name="companies_name_check", expression="name <> ''"),),
    indexes=(
        Index(id=make_id("index"), name="companies_name_idx", keys=(IndexKey(column_id=make_id("companies", "name")),)),
    ),
    policies=(Policy(id=make_id("policy"), name="members_see_companies", using="true", roles=("clerk",)),),
    triggers=(
        Trigger(
            id=make_id("trigger"),
            name="touch",
            timing="before",
            events=("update",),
            for_each_row=True,
            function_id=make_id("function"),
        ),
    ),
    has_rls=True,
)
MEMBERS = Table(
    id=make_id("members"),
    schema="public",
    name="members",
    columns=(
        column("members", "id", "uuid", is_nullable=False),
        column("members", "company_id", "uuid", is_nullable=False),
    ),
)
RELATIONSHIP = Relationship(
    id=make_id("fkey"),
    name="members_company_id_fkey",
    table_id=MEMBERS.id,
    column_ids=(make_id("members", "company_id"),),
    target_table_id=COMPANIES.id,
    target_column_ids=(make_id("companies", "id"),),
)
PLAN = Enum(
    id=make_id("plan"),
    schema="public",
    name="plan",
    values=(EnumValue(make_id("free"), "free"), EnumValue(make_id("paid"), "paid")),
)
CLERK = Role(id=make_id("clerk"), name="clerk")
TOUCH = Function(
    id=make_id("function"),
    schema="public",
    name="touch",
    returns="trigger",
    language="plpgsql",
    body="begin return new; end",
)
SHOP = Design(
    schemas=(Schema(id=id_from_path("schema", "public"), name="public", is_managed=True),),
    roles=(CLERK,),
    enums=(PLAN,),
    functions=(TOUCH,),
    tables=(COMPANIES, MEMBERS),
    relationships=(RELATIONSHIP,),
)


@pytest.fixture
def shop(project: Project, owner: User) -> Project:
    """Alice's project with two tables, a relationship, an enum, a role, a policy …"""
    import_into_project(project=project, acting_user=owner, design=SHOP, label="Import the shop")
    project.refresh_from_db()
    return project


def as_user(user: User, *, htmx: bool = False) -> Client:
    """A browser in which somebody is signed in; with `htmx`, one that asks for fragments."""
    client = Client(headers={"HX-Request": "true"}) if htmx else Client()
    client.force_login(user)
    return client
