"""Enums and domains."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms

from designer.design import Design, Domain, DomainCheck, Enum, EnumValue
from designer.design.edits.enums import add_value, change_enum, create_enum, move_value, remove_value, rename_value
from designer.design.edits.objects import change_object, create_object
from designer.design.type_texts import show_type
from projects.forms.designs import DesignForm
from projects.forms.fields import ExpressionField, NameField, TypeField, mono, schema_choices


class ValueRow(forms.Form):
    """One label; the id makes a changed label a rename. An emptied label is removed."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        required=False,
        strip=False,
        max_length=63,
        widget=forms.TextInput(attrs=mono(**{"aria-label": "Value", "class": "form-control form-control-sm mono"})),
    )


ValueRows = forms.formset_factory(ValueRow, extra=1, max_num=5000, absolute_max=5000)


class ObjectForm(DesignForm):
    """A form about something with a schema and a name."""

    word: ClassVar[str] = ""
    blame: ClassVar[dict[str, str]] = {"already": "name", "schema": "schema"}

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        if "schema" in self.fields:
            choices = schema_choices(self.design)
            current = getattr(self.target, "schema", "public")
            choices += [] if (current, current) in choices else [(current, current)]
            self.fields["schema"].choices = choices  # type: ignore[attr-defined]

    def label(self) -> str:
        name = ".".join(filter(None, [self.cleaned_data.get("schema"), self.cleaned_data["name"]]))
        if self.target is None:
            return f"Add {self.word} {name}"
        old = ".".join(filter(None, [getattr(self.target, "schema", ""), self.target.name]))
        return f"Change {self.word} {name}" if old == name else f"Rename {self.word} {old} to {name}"


class EnumForm(ObjectForm):
    """An enum with its values in order."""

    word: ClassVar[str] = "enum"
    rows_after: ClassVar[int] = 2
    rows_template: ClassVar[str] = "projects/inspectors/value_rows.html"
    schema = forms.ChoiceField()
    name = NameField()
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    target: Enum | None

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        values = self.target.values if self.target else ()
        initial = [{"id": value.id, "name": value.name} for value in values]
        self.rows = ValueRows(data, prefix="values", initial=None if data else initial)

    def read(self) -> dict[str, Any]:
        enum = self.target
        return {"schema": enum.schema, "name": enum.name, "comment": enum.comment or ""} if enum else {}

    def is_valid(self) -> bool:
        """Whether the enum and every value are valid."""
        return all([super().is_valid(), self.rows.is_valid()])

    def values(self) -> list[EnumValue]:
        """The values given, in order; new ones with new ids."""
        rows = [row.cleaned_data for row in self.rows.forms if row.cleaned_data.get("name")]
        return [EnumValue(row.get("id") or uuid4(), row["name"]) for row in rows]

    def edit(self, design: Design) -> Design:
        answers = {name: self.cleaned_data[name] for name in ("schema", "name")}
        answers["comment"] = self.cleaned_data["comment"] or None
        values = self.values()
        if self.target is None:
            self.made = Enum(id=uuid4(), values=tuple(values), **answers)
            return create_enum(design, self.made)
        return _with_values(change_enum(design, self.target.id, **answers), self.target.id, values)


def _with_values(design: Design, enum_id: UUID, values: list[EnumValue]) -> Design:
    """Removes, renames, adds and orders values until they are these."""
    wanted = {value.id for value in values}
    enum = design.by_id[enum_id]
    assert isinstance(enum, Enum)  # noqa: S101 - change_enum has just found it
    known = {value.id for value in enum.values}
    for value_id in known - wanted:
        design = remove_value(design, enum_id, value_id)
    for position, value in enumerate(values):
        if value.id in known:
            design = rename_value(design, enum_id, value.id, value.name)
            design = move_value(design, enum_id, value.id, position=position)
        else:
            design = add_value(design, enum_id, value.name, position=position, value_id=value.id)
    return design


class DomainForm(ObjectForm):
    """A domain: a type with a rule."""

    word: ClassVar[str] = "domain"
    schema = forms.ChoiceField()
    name = NameField()
    base = TypeField(label="Type")
    check = ExpressionField(required=False, label="CHECK", help_text="About VALUE, such as value ~ '^[A-Z]{2}$'.")
    is_required = forms.BooleanField(required=False, label="Not null")
    default = ExpressionField(required=False, rows=1)
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    target: Domain | None

    def read(self) -> dict[str, Any]:
        domain = self.target
        if domain is None:
            return {}
        return {
            "schema": domain.schema,
            "name": domain.name,
            "base": show_type(domain.base, self.design),
            "check": domain.checks[0].expression if domain.checks else None,
            "is_required": not domain.is_nullable,
            "default": domain.default,
            "comment": domain.comment or "",
        }

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        answers = {
            "schema": values["schema"],
            "name": values["name"],
            "base": values["base"],
            "is_nullable": not values["is_required"],
            "default": values["default"],
            "comment": values["comment"] or None,
            "checks": self._checks(),
        }
        if self.target is None:
            self.made = Domain(id=uuid4(), **answers)
            return create_object(design, self.made)
        return change_object(design, self.target.id, **answers)

    def _checks(self) -> tuple[DomainCheck, ...]:
        """The checks with the first one as answered; further ones (from imported SQL) stay as they are."""
        expression = self.cleaned_data["check"]
        old = self.target.checks if self.target else ()
        if not expression:
            return old[1:]
        first = old[0] if old else DomainCheck(id=uuid4(), name=f"{self.cleaned_data['name']}_check", expression="")
        return (DomainCheck(id=first.id, name=first.name, expression=expression, comment=first.comment), *old[1:])
