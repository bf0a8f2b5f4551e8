"""Diagrams as text."""

from __future__ import annotations

from msgspec.structs import replace

from designer.design import Design, Enum, TypeRef
from designer.design.types import EnumValue
from designer.notations import write_notation
from tests.diagram.designs import SPACE, column, relationship, table

STATUS = Enum(id=SPACE, schema="public", name="status", values=(EnumValue(SPACE, 'on "hold"'),))
COMPANIES = replace(table("companies"), comment="Who pays, it's them")
MEMBERS = table(
    "members",
    column("members", "company_id", is_nullable=True),
    replace(column("members", "E-mail"), type=TypeRef("numeric(12,2)"), default="'a'"),
    schema="crm",
    key=("id", "company_id"),
)
DESIGN = Design(
    tables=(MEMBERS, COMPANIES), enums=(STATUS,), relationships=(relationship(MEMBERS, "company_id", COMPANIES),)
)

MERMAID = """erDiagram
    crm_members["crm.members"] {
        uuid id PK "not null"
        uuid company_id PK, FK
        numeric(12_2) E-mail "not null"
    }
    companies {
        uuid id PK "not null"
    }
    companies |o--o{ crm_members : "members_company_id_fkey"
"""
DBML = """Enum status {
  "on \\"hold\\""
}

Table crm.members {
  id uuid [not null]
  company_id uuid
  "E-mail" numeric(12,2) [not null, default: `'a'`]

  indexes {
    (id, company_id) [pk]
  }
}

Table companies {
  id uuid [pk, not null]

  Note: 'Who pays, it\\\\'s them'
}

Ref members_company_id_fkey: crm.members.company_id > companies.id [delete: cascade]
""".replace("\\\\", "\\")


def test_mermaid_draws_both_tables_and_what_is_optional() -> None:
    assert write_notation(DESIGN, "mermaid") == MERMAID


def test_dbml_keeps_composite_keys_defaults_and_what_deleting_does() -> None:
    assert write_notation(DESIGN, "dbml") == DBML


def test_boxes_are_as_wide_as_what_is_in_them() -> None:
    text = write_notation(DESIGN, "txt")
    assert "| PK  company_id  uuid" in text
    assert "-> companies.id" in text
    frames = [
        {line.rindex("|") if "|" in line else line.rindex("+") for line in box.splitlines()}
        for box in text.split("\n\n")
    ]
    assert [len(edges) for edges in frames] == [1, 1]


def test_a_table_of_the_platform_is_shown_when_something_refers_to_it() -> None:
    users = replace(table("users", schema="auth"), is_managed=True)
    others = replace(table("objects", schema="storage"), is_managed=True)
    profiles = table("profiles", column("profiles", "user_id"))
    design = Design(tables=(users, others, profiles), relationships=(relationship(profiles, "user_id", users),))
    text = write_notation(design, "mermaid")
    assert "auth.users" in text
    assert "objects" not in text
