"""The SQL of a migration file, edited by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from projects.services.hand_edits import LONGEST_SQL


class HandEditForm(forms.Form):
    """Both directions of a file. `base` is the generated SQL that the person saw."""

    base = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in (("up", "Up"), ("down", "Down")):
            attrs = {"class": "sql", "rows": 18, "spellcheck": "false", "autocomplete": "off"}
            self.fields[name] = forms.CharField(
                label=label, strip=False, max_length=LONGEST_SQL, widget=forms.Textarea(attrs=attrs)
            )
