"""Composite types and sequences."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from msgspec.structs import replace

from designer.design import Attribute, Composite, Design, Sequence, SequenceOptions
from designer.design.edits.objects import change_object, create_object
from designer.design.type_texts import show_type
from projects.forms.enums import ObjectForm
from projects.forms.fields import NameField, TypeField


class AttributeRow(forms.Form):
    """One attribute; the id makes a changed name a rename. An emptied one is removed."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = NameField(required=False)
    type = TypeField(required=False)

    def __init__(self, *args: Any, design: Design, **options: Any) -> None:
        super().__init__(*args, **options)
        type_field = self.fields["type"]
        assert isinstance(type_field, TypeField)  # noqa: S101 - declared above
        type_field.design = design
        for name, label in (("name", "Attribute name"), ("type", "Type")):
            self.fields[name].widget.attrs |= {"aria-label": label, "class": "form-control form-control-sm mono"}

    def clean(self) -> dict[str, Any]:
        """A named attribute needs a type."""
        values = super().clean() or {}
        if values.get("name") and not values.get("type") and "type" not in self.errors:
            self.add_error("type", f"Attribute {values['name']} needs a type.")
        return values


AttributeRows = forms.formset_factory(AttributeRow, extra=1, max_num=1600, absolute_max=1600)


class CompositeForm(ObjectForm):
    """A composite type with its attributes in order."""

    word: ClassVar[str] = "composite type"
    rows_after: ClassVar[int] = 2
    rows_template: ClassVar[str] = "projects/inspectors/attribute_rows.html"
    schema = forms.ChoiceField()
    name = NameField()
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    target: Composite | None

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        initial = [
            {"id": row.id, "name": row.name, "type": show_type(row.type, self.design)}
            for row in (self.target.attributes if self.target else ())
        ]
        self.rows = AttributeRows(
            data, prefix="attributes", initial=None if data else initial, form_kwargs={"design": self.design}
        )

    def read(self) -> dict[str, Any]:
        row = self.target
        return {"schema": row.schema, "name": row.name, "comment": row.comment or ""} if row else {}

    def is_valid(self) -> bool:
        """Whether the type and every attribute are valid."""
        return all([super().is_valid(), self.rows.is_valid()])

    def edit(self, design: Design) -> Design:
        answers: dict[str, Any] = {name: self.cleaned_data[name] for name in ("schema", "name")}
        answers |= {"comment": self.cleaned_data["comment"] or None, "attributes": self._attributes()}
        if self.target is None:
            self.made = Composite(id=uuid4(), **answers)
            return create_object(design, self.made)
        return change_object(design, self.target.id, **answers)

    def _attributes(self) -> tuple[Attribute, ...]:
        known = {row.id: row for row in (self.target.attributes if self.target else ())}
        rows = [row.cleaned_data for row in self.rows.forms if row.cleaned_data.get("name")]
        return tuple(
            replace(known[row["id"]], name=row["name"], type=row["type"])
            if row.get("id") in known
            else Attribute(id=uuid4(), name=row["name"], type=row["type"])
            for row in rows
        )


class SequenceForm(ObjectForm):
    """A sequence of its own; those of identity columns come with the column."""

    word: ClassVar[str] = "sequence"
    schema = forms.ChoiceField()
    name = NameField()
    type = forms.ChoiceField(choices=[(name, name) for name in ("bigint", "integer", "smallint")])
    start = forms.IntegerField(required=False, help_text="Empty: the smallest, or the largest when counting down.")
    increment = forms.IntegerField(initial=1, help_text="Below zero counts down.")
    minimum = forms.IntegerField(required=False)
    maximum = forms.IntegerField(required=False)
    cache = forms.IntegerField(initial=1, min_value=1, help_text="Numbers a session takes at once.")
    cycles = forms.BooleanField(required=False, label="Starts over at the end (CYCLE)")
    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    blame: ClassVar[dict[str, str]] = {
        "already": "name",
        "increment": "increment",
        "minvalue": "minimum",
        "maxvalue": "maximum",
        "start": "start",
    }
    target: Sequence | None

    def read(self) -> dict[str, Any]:
        row = self.target
        if row is None:
            return {}
        options = {name: getattr(row.options, name) for name in _OPTIONS}
        return {"schema": row.schema, "name": row.name, "type": row.type, **options, "comment": row.comment or ""}

    def edit(self, design: Design) -> Design:
        values = self.cleaned_data
        answers: dict[str, Any] = {name: values[name] for name in ("schema", "name", "type")}
        answers["options"] = SequenceOptions(**{name: values[name] for name in _OPTIONS})
        answers["comment"] = values["comment"] or None
        if self.target is None:
            self.made = Sequence(id=uuid4(), **answers)
            return create_object(design, self.made)
        return change_object(design, self.target.id, **answers)


_OPTIONS = ("start", "increment", "minimum", "maximum", "cache", "cycles")
