"""Row-level-security policies."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from designer.design import Command, Design, Policy
from designer.design.edits.policies import add_policy, change_policy
from projects.forms.constraints import PartForm
from projects.forms.fields import ROLE_LIST, ExpressionField, NameField, NamesField, join_names, mono

_COMMANDS = [
    (Command.SELECT.value, "SELECT: see rows"),
    (Command.INSERT.value, "INSERT: add rows"),
    (Command.UPDATE.value, "UPDATE: change rows"),
    (Command.DELETE.value, "DELETE: remove rows"),
    (Command.ALL.value, "ALL commands"),
]
READING = {Command.ALL, Command.SELECT, Command.UPDATE, Command.DELETE}
WRITING = {Command.ALL, Command.INSERT, Command.UPDATE}


class PolicyForm(PartForm):
    """One policy. USING says which rows there are to work on, WITH CHECK which rows may result."""

    word: ClassVar[str] = "policy"
    name = NameField(help_text="Says who may do what: members_select_own_company.")
    command = forms.ChoiceField(choices=_COMMANDS)
    roles = NamesField(
        required=False,
        help_text="Separated by commas. Empty: everybody (PUBLIC).",
        widget=forms.TextInput(attrs=mono(list=ROLE_LIST)),
    )
    using = ExpressionField(
        required=False, label="USING", rows=4, help_text="Rows for which this is true are visible to the command."
    )
    check = ExpressionField(
        required=False,
        label="WITH CHECK",
        rows=4,
        help_text="Rows that result must make this true. Empty on UPDATE and ALL: USING is applied to them too.",
    )
    is_restrictive = forms.BooleanField(required=False, label="Restrictive: narrows what other policies allow")
    comment = forms.CharField(required=False, label="Why", widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {
        "named": "name",
        "with check only": "using",
        "using only": "check",
        "role": "roles",
        "with check": "check",
    }
    target: Policy | None
    depends: ClassVar[dict[str, tuple[str, str]]] = {
        "using": ("command", " ".join(sorted(READING))),
        "check": ("command", " ".join(sorted(WRITING))),
    }

    def read(self) -> dict[str, Any]:
        policy = self.target
        if policy is None:
            return {"command": Command.SELECT.value, "roles": "authenticated"}
        return {
            "name": policy.name,
            "command": policy.command.value,
            "roles": join_names(policy.roles),
            "using": policy.using,
            "check": policy.check,
            "is_restrictive": not policy.is_permissive,
            "comment": policy.comment or "",
        }

    def clean(self) -> dict[str, Any]:
        """Each command takes only the expressions that apply to it."""
        values = super().clean() or {}
        command = values.get("command")
        # The fields a command does not take are hidden, not emptied: what was typed there comes back with the command.
        if command and Command(command) not in READING:
            values["using"] = None
        if command and Command(command) not in WRITING:
            values["check"] = None
        if (
            command
            and not values.get("using")
            and not values.get("check")
            and not {"using", "check"} & set(self.errors)
        ):
            field = "check" if command == Command.INSERT else "using"
            self.add_error(field, "A policy without a condition would deny every row. Write true to allow all of them.")
        return values

    def field_of(self, message: str) -> str | None:
        """What PostgreSQL says of a policy is nearly always about its condition."""
        is_insert = self.cleaned_data.get("command") == Command.INSERT
        return super().field_of(message) or ("check" if is_insert else "using")

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        changes = {
            "name": values["name"],
            "command": Command(values["command"]),
            "roles": tuple(role for role in values["roles"] if role.lower() != "public"),
            "using": values["using"],
            "check": values["check"],
            "is_permissive": not values["is_restrictive"],
            "comment": values["comment"] or None,
        }
        if self.target is None:
            self.made = Policy(id=uuid4(), **changes)
            return add_policy(design, self.table.id, self.made)
        return change_policy(design, self.table.id, self.target.id, **changes)
