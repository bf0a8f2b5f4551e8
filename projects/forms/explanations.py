"""What to explain: who, and which command on which row, or a statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from designer.access.explaining.requests import read_request
from designer.access.outcomes import Deed
from designer.design import DesignerError
from projects.forms.fields import SqlField, mono

PERSONA_LIST = "known-personas"
_MORE = [
    (0, "none"),
    (1_000, "1,000 in each table"),
    (10_000, "10,000 in each table"),
    (100_000, "100,000 in each table"),
]


class ExplanationForm(forms.Form):
    """One question. With a statement, the table, command and row do not matter."""

    persona = forms.CharField(
        label="Who",
        max_length=200,
        widget=forms.TextInput(attrs=mono(list=PERSONA_LIST)),
        help_text="A persona as the measured matrix names them: anon, stranger, member in tenant A …",
    )
    table = forms.ChoiceField(label="Table", required=False)
    deed = forms.ChoiceField(label="Command", choices=[(deed.value, deed.value.upper()) for deed in Deed])
    row = forms.IntegerField(
        label="Row",
        required=False,
        min_value=1,
        max_value=10_000,
        help_text="Its number among the rows made for the table. Empty: each of them.",
    )
    statement = SqlField(
        label="Or a statement of your own",
        required=False,
        rows=4,
        help_text="One SELECT, INSERT, UPDATE, DELETE, MERGE or TRUNCATE. It runs in the sandbox and is taken back.",
    )
    with_plan = forms.BooleanField(label="Show the plan: why is this slow?", required=False)
    more_rows = forms.TypedChoiceField(
        label="More rows for the plan",
        required=False,
        coerce=int,
        choices=_MORE,
        help_text="Copies that belong to nobody there is, for the plan alone.",
    )

    def __init__(self, *arguments: Any, tables: Sequence[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["table"].choices = [("", "—"), *((name, name) for name in tables)]  # type: ignore[attr-defined]

    def clean_statement(self) -> str:
        """Refuses what is no single statement on rows."""
        text: str = self.cleaned_data["statement"] or ""
        if text.strip():
            try:
                read_request(text)
            except DesignerError as error:
                raise ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        """Asks for something to explain."""
        found: dict[str, Any] = super().clean() or {}
        if not self.errors and not found.get("statement") and not found.get("table"):
            self.add_error("table", "Choose a table, or write a statement.")
        return found

    def question(self) -> dict[str, Any]:
        """The options of the run."""
        found = self.cleaned_data
        return {
            "persona": found["persona"],
            "table": found["table"],
            "deed": found["deed"],
            "row": found["row"] or 0,
            "statement": found["statement"],
            "with_plan": found["with_plan"] or bool(found["more_rows"]),
            "more_rows": found["more_rows"] or 0,
        }
