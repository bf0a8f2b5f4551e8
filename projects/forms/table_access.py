"""The matrix of one table: who may run which command on which rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from msgspec import Struct

from designer.access.compiling.words import audience_in_words
from designer.design import Command, Design, DesignerError, Relationship, Table
from designer.design.access_models import (
    ANON,
    SERVICE,
    SIGNED_IN,
    AccessModel,
    Cell,
    Floor,
    FloorKind,
    Preset,
    Reach,
    TableAccess,
    Transition,
    audience_of,
)
from designer.postgres.parsing import check_expression
from projects.forms.fields import NamesField, column_names, columns_named, join_names, mono

COMMANDS = (Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE)
_WRITES = (Command.INSERT, Command.UPDATE, Command.DELETE)
REACHES = [
    ("", "nobody"),
    (Reach.OWN.value, "own rows"),
    (Reach.TENANT.value, "tenant's rows"),
    (Reach.PARENT.value, "with the parent"),
    (Reach.EVERYONE.value, "all rows"),
    (Reach.CONDITION.value, "on a condition"),
]
FLOORS = [
    ("", "no"),
    ("all", "for every command"),
    ("writes", "for INSERT, UPDATE and DELETE"),
]


class Choice(Struct, frozen=True):
    """One alternative of a cell, as the template shows it."""

    reach: Any
    condition: Any
    check: Any
    is_spare: bool


class Box(Struct, frozen=True):
    """One cell of the matrix: its alternatives, the last of which is empty, to add one."""

    audience: str
    command: Command
    label: str
    choices: list[Choice]


def audiences_of(design: Design, model: AccessModel) -> list[tuple[str, str]]:
    """Everybody who can be spoken of, with words: the API's roles, the application's, the project's own."""
    own = [role.name for role in design.roles if "authenticator" in role.members]
    names = [ANON, SIGNED_IN, *(audience_of(role.name) for role in model.roles), *own, SERVICE]
    return [(name, audience_in_words(name)) for name in names]


class TableAccessForm(forms.Form):
    """Everything that is stated of one table."""

    owner = forms.ChoiceField(label="Owner", required=False, help_text="The column that says whose a row is.")
    tenant = forms.ChoiceField(label="Tenant", required=False, help_text="The column that says which tenant's it is.")
    parent = forms.ChoiceField(label="Parent", required=False, help_text="The reference through which it is reached.")
    select_columns = NamesField(label="SELECT", required=False)
    insert_columns = NamesField(label="INSERT", required=False)
    update_columns = NamesField(label="UPDATE", required=False)
    presets = forms.CharField(
        label="Filled in by the database",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, **mono(placeholder="created_by = auth.uid()")}),
        help_text="One a line, column = expression. No client can write these columns.",
    )
    floor_tenant = forms.ChoiceField(label="Never another tenant's rows", choices=FLOORS, required=False)
    floor_mfa = forms.ChoiceField(label="Only after a second factor", choices=FLOORS, required=False)
    floor_permanent = forms.ChoiceField(label="Not for anonymous sign-ins", choices=FLOORS, required=False)
    deleted = forms.ChoiceField(
        label="DELETE sets", required=False, help_text="The row stays and is seen no more. Empty: it goes for good."
    )
    is_append_only = forms.BooleanField(
        label="Append only: nobody changes or deletes, not even servers", required=False
    )
    status = forms.ChoiceField(label="Column of states", required=False)
    transitions = forms.CharField(
        label="Who may move a row from state to state",
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 3, **mono(placeholder="new > draft: authenticated\ndraft > final: admin")}
        ),
        help_text="One a line: state > state: who. A new row comes from “new”.",
    )

    def __init__(
        self, data: Any = None, *, design: Design, model: AccessModel, table: Table, access: TableAccess
    ) -> None:
        super().__init__(data, initial=_initial(access, table))
        self._design, self._model, self._table, self._access = design, model, table, access
        self.audiences = audiences_of(design, model)
        columns = [(str(row.id), row.name) for row in table.columns]
        for name in ("owner", "tenant", "deleted", "status"):
            self._offer(name, columns)
        self._offer("parent", list(_parents(design, table)))
        for place, (audience, _) in enumerate(self.audiences):
            for command in COMMANDS:
                self._add_cell(place, audience, command)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "—"), *choices]

    def _add_cell(self, place: int, audience: str, command: Command) -> None:
        cells = [cell for cell in self._access.cells if (cell.audience, cell.command) == (audience, command)]
        words = f"{audience_in_words(audience)}, {command.upper()}"
        for number in range(len(cells) + 1):
            cell = cells[number] if number < len(cells) else None
            key = _key(place, command, number)
            also = f" or, {number + 1}" if number else ""
            # Nobody and one empty alternative are the same.
            reach = forms.ChoiceField(label=f"{words}{also}: rows", choices=REACHES, required=False)
            condition = forms.CharField(label=f"{words}{also}: only where", required=False, widget=_sql("only where …"))
            self.fields[f"reach-{key}"], self.fields[f"condition-{key}"] = reach, condition
            self.initial[f"reach-{key}"] = cell.reach.value if cell else ""
            self.initial[f"condition-{key}"] = cell.condition if cell else ""
            if command is Command.UPDATE:
                self.fields[f"check-{key}"] = forms.CharField(
                    label=f"{words}{also}: left as", required=False, widget=_sql("left with …")
                )
                self.initial[f"check-{key}"] = cell.check if cell else ""

    def boxes(self) -> Iterator[tuple[Command, list[Box]]]:
        """The matrix, command by command, for the template."""
        for command in COMMANDS:
            yield (
                command,
                [self._box(place, audience, words, command) for place, (audience, words) in enumerate(self.audiences)],
            )

    def _box(self, place: int, audience: str, words: str, command: Command) -> Box:
        numbers = list(self._numbers(place, command))
        choices = [
            Choice(
                self[f"reach-{key}"],
                self[f"condition-{key}"],
                self[f"check-{key}"] if command is Command.UPDATE else None,
                number == numbers[-1] and number > 0,
            )
            for number in numbers
            for key in [_key(place, command, number)]
        ]
        return Box(audience, command, f"{words}: {command.upper()}", choices)

    def _numbers(self, place: int, command: Command) -> Iterator[int]:
        number = 0
        while f"reach-{_key(place, command, number)}" in self.fields:
            yield number
            number += 1

    def clean(self) -> dict[str, Any]:
        """Expressions are judged by PostgreSQL's grammar, names by the table."""
        data: dict[str, Any] = super().clean() or {}
        for name, value in data.items():
            if value and name.startswith(("condition-", "check-")):
                try:
                    check_expression(value)
                except DesignerError as error:
                    self.add_error(name, str(error))
        for command in ("select", "insert", "update"):
            self._collect(f"{command}_columns", data)
        for name, read in (("presets", self._read_presets), ("transitions", self._read_transitions)):
            try:
                data[name] = read(data.get(name) or "")
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def _collect(self, name: str, data: dict[str, Any]) -> None:
        try:
            data[name] = columns_named(self._table, data.get(name) or (), field=name)
        except ValidationError as error:
            self.add_error(None, error)

    def _read_presets(self, text: str) -> tuple[Preset, ...]:
        found = []
        for line in filter(str.strip, text.splitlines()):
            name, _, expression = (part.strip() for part in line.partition("="))
            column = next((row for row in self._table.columns if row.name == name), None)
            if column is None or not expression:
                raise ValidationError(f"“{line.strip()}” is no column of {self._table.name} = expression.")
            try:
                check_expression(expression)
            except DesignerError as error:
                raise ValidationError(f"{name}: {error}") from error
            found.append(Preset(column_id=column.id, expression=expression))
        return tuple(found)

    def _read_transitions(self, text: str) -> tuple[Transition, ...]:
        known = {name.removeprefix("role:"): name for name, _ in self.audiences}
        found = []
        for line in filter(str.strip, text.splitlines()):
            states, colon, who = line.partition(":")
            before, arrow, after = (part.strip() for part in states.partition(">"))
            names = [name.strip() for name in who.split(",") if name.strip()]
            if not (colon and arrow and before and after and names):
                raise ValidationError(f"“{line.strip()}” is not written as: state > state: who, who.")
            unknown = [name for name in names if name not in known]
            if unknown:
                raise ValidationError(f"{unknown[0]} is nobody here. There are {', '.join(known)}.")
            audiences = tuple(known[name] for name in names)
            found.append(Transition(before="" if before == "new" else before, after=after, audiences=audiences))
        return tuple(found)

    def access(self) -> TableAccess:
        """What was stated."""
        data = self.cleaned_data
        return TableAccess(
            table_id=self._table.id,
            cells=tuple(dict.fromkeys(self._cells())),
            owner_column_id=_id(data["owner"]),
            tenant_column_id=_id(data["tenant"]),
            parent_id=_id(data["parent"]),
            presets=data["presets"],
            floors=tuple(_floors(data)),
            deleted_column_id=_id(data["deleted"]),
            is_append_only=data["is_append_only"],
            status_column_id=_id(data["status"]),
            transitions=data["transitions"],
            is_read=self._access.is_read,
        )

    def _cells(self) -> Iterator[Cell]:
        data = self.cleaned_data
        for place, (audience, _) in enumerate(self.audiences):
            for command in COMMANDS:
                for number in self._numbers(place, command):
                    key = _key(place, command, number)
                    if data[f"reach-{key}"]:
                        yield Cell(
                            audience=audience,
                            command=command,
                            reach=Reach(data[f"reach-{key}"]),
                            condition=data[f"condition-{key}"].strip(),
                            check=data.get(f"check-{key}", "").strip(),
                            column_ids=self._columns(audience, command),
                        )

    def _columns(self, audience: str, command: Command) -> tuple[UUID, ...]:
        """As answered; where nothing was answered anew, those of before, which may differ between audiences."""
        stated: tuple[UUID, ...] = self.cleaned_data.get(f"{command}_columns", ())
        before = [cell for cell in self._access.cells if (cell.audience, cell.command) == (audience, command)]
        if before and stated == _common(self._access, command):
            return before[0].column_ids
        return () if audience == SERVICE or command is Command.DELETE else stated


def _key(place: int, command: Command, number: int) -> str:
    return f"{place}-{command}-{number}"


def _sql(placeholder: str) -> forms.TextInput:
    return forms.TextInput(attrs=mono(placeholder=placeholder))


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _parents(design: Design, table: Table) -> Iterator[tuple[str, str]]:
    names = {column.id: column.name for column in table.columns}
    rows: list[Relationship] = [row for row in design.relationships if row.table_id == table.id]
    for row in rows:
        target = design.tables_by_id.get(row.target_table_id)
        if target is not None and target.id != table.id:
            yield str(row.id), f"{join_names(names[id_] for id_ in row.column_ids)} → {target.name}"


def _floors(data: dict[str, Any]) -> Iterator[Floor]:
    for kind in FloorKind:
        wanted = data[f"floor_{kind}"]
        if wanted:
            yield Floor(kind=kind, commands=_WRITES if wanted == "writes" else ())


def _initial(access: TableAccess, table: Table) -> dict[str, Any]:
    names = {column.id: column.name for column in table.columns}
    columns = {command: _common(access, command) for command in COMMANDS}
    floors = {f"floor_{row.kind}": "writes" if row.commands else "all" for row in access.floors}
    moves = (
        f"{row.before or 'new'} > {row.after}: {', '.join(name.removeprefix('role:') for name in row.audiences)}"
        for row in access.transitions
    )
    return {
        "owner": str(access.owner_column_id or ""),
        "tenant": str(access.tenant_column_id or ""),
        "parent": str(access.parent_id or ""),
        "select_columns": column_names(table, columns[Command.SELECT]),
        "insert_columns": column_names(table, columns[Command.INSERT]),
        "update_columns": column_names(table, columns[Command.UPDATE]),
        "presets": "\n".join(
            f"{names[row.column_id]} = {row.expression}" for row in access.presets if row.column_id in names
        ),
        "deleted": str(access.deleted_column_id or ""),
        "is_append_only": access.is_append_only,
        "status": str(access.status_column_id or ""),
        "transitions": "\n".join(moves),
        **floors,
    }


def _common(access: TableAccess, command: Command) -> tuple[UUID, ...]:
    """The columns of a command: PostgreSQL grants them to database roles, so its cells have the same."""
    rows = (cell.column_ids for cell in access.cells if cell.command is command and cell.audience != SERVICE)
    return max(rows, key=len, default=())
