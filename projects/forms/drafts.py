"""Naming what will be a migration."""

from __future__ import annotations

from django import forms


class DraftForm(forms.Form):
    """The name of a migration."""

    name = forms.CharField(
        max_length=80,
        widget=forms.TextInput(attrs={"class": "mono", "autocomplete": "off", "placeholder": "add_invitations"}),
        help_text="Lower-case letters, digits and underscores; it becomes part of the file name.",
    )
