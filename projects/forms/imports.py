"""What to import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from designer.live.addresses import LiveError, Target, find_target
from projects.services import ImportMode

_SOURCES = {"sql": "SQL", "file": "a file", "database": "a database"}


def _is_given(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


class ImportForm(forms.Form):
    """What to import: pasted SQL, one file, or a database by its address where the site allows that."""

    sql = forms.CharField(
        label="Paste SQL",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "class": "sql", "spellcheck": "false", "placeholder": "create table …"}
        ),
    )
    file = forms.FileField(
        label="Or choose a file",
        required=False,
        allow_empty_file=True,
        help_text="A .sql file, a pg_dump, or a zip of a migrations folder or of a whole Supabase project.",
        widget=forms.ClearableFileInput(attrs={"accept": ".sql,.zip,.txt,.dump"}),
    )
    database = forms.CharField(
        label="Or the address of a database",
        required=False,
        max_length=2000,
        help_text="It is read once, in one snapshot, and changed nowhere. The address is not kept.",
        widget=forms.PasswordInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "mono",
                "placeholder": "postgresql://user:password@host:5432/database",
            }
        ),
    )
    mode = forms.ChoiceField(
        label="What the project already has",
        choices=[
            (ImportMode.REPLACE.value, "is replaced by the import"),
            (ImportMode.MERGE.value, "stays, unless the import has an object of the same name"),
        ],
        initial=ImportMode.REPLACE.value,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not settings.LIVE_IMPORT_ALLOWS:
            del self.fields["database"]

    def clean_file(self) -> UploadedFile[Any] | None:
        """A file of at most MAX_UPLOAD_BYTES: Django's own limit counts everything in a request but files."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        most = settings.MAX_UPLOAD_BYTES >> 20
        if file and (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            raise ValidationError(
                f"{file.name} has {(file.size or 0) >> 20} MB; at most {most} MB can be uploaded. Leave out the data "
                "(pg_dump --schema-only), or import it with manage.py import_sql."
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Exactly one of the sources."""
        values = super().clean() or {}
        given = [name for name in _SOURCES if _is_given(values.get(name))]
        if len(given) > 1:
            names = " and ".join(_SOURCES[name] for name in given)
            raise ValidationError(f"{'Both ' if len(given) == 2 else ''}{names} were given. Keep one of them.")
        if not given and not self.errors:
            raise ValidationError("There is nothing to import. Paste SQL or choose a file.")
        return values

    @property
    def target(self) -> Target | None:
        """The database to read, if one was named."""
        found: Target | None = self.cleaned_data.get("database")
        return found

    def clean_database(self) -> Target | None:
        """The server behind the address, if this site may reach it."""
        url = self.cleaned_data["database"].strip()
        try:
            return find_target(url, settings.LIVE_IMPORT_ALLOWS) if url else None
        except LiveError as error:
            raise ValidationError(str(error)) from None

    def payload(self) -> tuple[str, bytes | Iterable[bytes]]:
        """File name and content; that of a file piece by piece."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.chunks() if file.size else b""
        return "pasted.sql", self.cleaned_data["sql"].encode()
