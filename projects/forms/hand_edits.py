"""The SQL of a migration file, edited by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.forms.fields import SqlField
from projects.services.hand_edits import LONGEST_SQL


class HandEditForm(forms.Form):
    """Both directions of a file. `base` is the generated SQL that the person saw."""

    base = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in (("up", "Up"), ("down", "Down")):
            self.fields[name] = SqlField(label=label, rows=18, strip=False, max_length=LONGEST_SQL)
