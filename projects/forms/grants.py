"""Who holds which privileges on an object."""

from __future__ import annotations

from typing import Any

from django import forms

from designer.design import PUBLIC, Design, Function, Grant, Schema, Sequence, Table, View
from designer.design.edits.grants import set_grants
from designer.design.edits.lookups import full_name
from designer.sql.grants import PRIVILEGES
from projects.forms.designs import DesignForm
from projects.forms.fields import known_roles


class GrantsForm(DesignForm):
    """A grid of grantee and privilege. Grants on single columns and with grant option are kept as they are."""

    def __init__(self, data: Any = None, **options: Any) -> None:
        self.privileges = privileges_of(options["target"])
        super().__init__(data, **options)
        rows = [row for row in self._held() if row.is_whole]
        held = {(row.grantee, name) for row in rows for name in row.privileges}
        self.grantees = list(dict.fromkeys([*known_roles(self.design), *(row.grantee for row in rows)]))
        for number, grantee in enumerate(self.grantees):
            for privilege in self.privileges:
                self.fields[f"grant-{number}-{privilege}"] = forms.BooleanField(
                    required=False,
                    initial=(grantee, privilege) in held,
                    widget=forms.CheckboxInput(
                        attrs={"class": "form-check-input", "aria-label": f"{privilege} to {grantee}"}
                    ),
                )

    def _held(self) -> tuple[Grant, ...]:
        """The grants as they are; where they are PostgreSQL's default, what that means."""
        default: tuple[Grant, ...] = (Grant(grantee=PUBLIC, privileges=self.privileges),)
        return default if self.target.grants is None else tuple(self.target.grants)

    def grid(self) -> list[tuple[str, list[forms.BoundField]]]:
        """One row per grantee with a box per privilege."""
        return [
            (grantee, [self[f"grant-{number}-{name}"] for name in self.privileges])
            for number, grantee in enumerate(self.grantees)
        ]

    def column_grants(self) -> list[str]:
        """Grants on single columns, in words."""
        names = {column.id: column.name for column in getattr(self.target, "columns", ())}
        return [
            f"{', '.join(row.privileges)} ({', '.join(columns)}) to {row.grantee}"
            for row in self.target.grants or ()
            if (columns := (*(names.get(id_, "?") for id_ in row.column_ids), *row.column_names))
        ]

    def label(self) -> str:
        return f"Change grants on {full_name(self.target)}"

    def edit(self, design: Design) -> Design:
        kept = [row for row in self.target.grants or () if not row.is_whole]
        options = {
            (row.grantee, name)
            for row in self.target.grants or ()
            if row.with_grant_option and row.is_whole
            for name in row.privileges
        }
        for number, grantee in enumerate(self.grantees):
            held = [name for name in self.privileges if self.cleaned_data[f"grant-{number}-{name}"]]
            for has_option in (False, True):
                names = tuple(sorted(name for name in held if ((grantee, name) in options) is has_option))
                if names:
                    kept.append(Grant(grantee=grantee, privileges=names, with_grant_option=has_option))
        is_default = self.target.grants is None and tuple(kept) == self._held()
        return set_grants(design, self.target.id, None if is_default else tuple(kept))


def privileges_of(target: Any) -> tuple[str, ...]:
    """The privileges an object of this kind knows."""
    kinds: list[tuple[type | tuple[type, ...], str]] = [
        ((Table, View), "table"),
        (Sequence, "sequence"),
        (Schema, "schema"),
        (Function, "function"),
    ]
    return next((PRIVILEGES[kind] for type_, kind in kinds if isinstance(target, type_)), PRIVILEGES["type"])
