"""Roles, schemas, extensions."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from designer.design import Design, Extension, Role, Schema
from designer.design.edits.objects import change_object, create_object
from designer.design.edits.roles import change_role, create_role
from designer.design.edits.schemas import change_schema, create_schema
from projects.forms.enums import ObjectForm
from projects.forms.fields import ROLE_LIST, NameField, NamesField, join_names, mono, offer


class RoleForm(ObjectForm):
    """A database role."""

    word: ClassVar[str] = "role"
    name = NameField()
    member_of = NamesField(
        required=False,
        label="Member of",
        help_text="Roles whose privileges it has, separated by commas.",
        widget=forms.TextInput(attrs=mono(list=ROLE_LIST)),
    )
    can_login = forms.BooleanField(required=False, label="May sign in (LOGIN)")
    inherits = forms.BooleanField(
        required=False, initial=True, label="Has the privileges of its roles at once (INHERIT)"
    )
    bypasses_rls = forms.BooleanField(required=False, label="Passes every policy (BYPASSRLS)")
    creates_roles = forms.BooleanField(required=False, label="May create roles")
    creates_databases = forms.BooleanField(required=False, label="May create databases")
    connection_limit = forms.IntegerField(
        initial=-1, min_value=-1, label="Connections at once", help_text="-1: as many as it wants."
    )
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {"member": "member_of", "": "name"}
    target: Role | None

    def read(self) -> dict[str, Any]:
        role = self.target
        if role is None:
            return {}
        flags = ("can_login", "inherits", "bypasses_rls", "creates_roles", "creates_databases", "connection_limit")
        return {
            **{name: getattr(role, name) for name in ("name", *flags)},
            "member_of": join_names(role.member_of),
            "comment": role.comment or "",
        }

    def edit(self, design: Design) -> Design:
        answers = {name: value for name, value in self.cleaned_data.items() if name != "based_on"}
        answers["comment"] = answers["comment"] or None
        if self.target is None:
            self.made = Role(id=uuid4(), **answers)
            return create_role(design, self.made)
        return change_role(design, self.target.id, **answers)


class SchemaForm(ObjectForm):
    """A schema."""

    word: ClassVar[str] = "schema"
    name = NameField()
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {"": "name"}
    target: Schema | None

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        if self.target is not None and self.target.is_managed:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = "A schema of the platform keeps its name."

    def read(self) -> dict[str, Any]:
        return {"name": self.target.name, "comment": self.target.comment or ""} if self.target else {}

    def edit(self, design: Design) -> Design:
        answers = {"name": self.cleaned_data["name"], "comment": self.cleaned_data["comment"] or None}
        if self.target is None:
            self.made = Schema(id=uuid4(), **answers)
            return create_schema(design, self.made)
        return change_schema(design, self.target.id, **answers)


class ExtensionForm(ObjectForm):
    """An extension of the server."""

    word: ClassVar[str] = "extension"
    name = NameField(help_text="As in CREATE EXTENSION: citext, pg_trgm, postgis …")
    schema = forms.ChoiceField(help_text="Supabase keeps extensions in a schema of their own.")

    target: Extension | None

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        offer(self.fields["schema"], ("extensions", "extensions"))
        if self.target is not None:
            self.fields["name"].disabled = True

    def read(self) -> dict[str, Any]:
        return {"name": self.target.name, "schema": self.target.schema} if self.target else {"schema": "extensions"}

    def edit(self, design: Design) -> Design:
        answers = {"name": self.cleaned_data["name"], "schema": self.cleaned_data["schema"]}
        if self.target is None:
            self.made = Extension(id=uuid4(), **answers)
            return create_object(design, self.made)
        return change_object(design, self.target.id, **answers)
