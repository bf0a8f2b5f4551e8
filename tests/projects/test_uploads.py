"""Files that are too large are refused before anything reads them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from pytest_django import Settings

from projects.forms.imports import ImportForm


@pytest.mark.parametrize(("size", "is_fine"), [(1 << 20, True), ((1 << 20) + 1, False)])
def test_an_upload_has_a_limit(settings: Settings, size: int, is_fine: bool) -> None:
    settings.MAX_UPLOAD_BYTES = 1 << 20
    file = SimpleUploadedFile("dump.sql", b"x" * size)
    form = ImportForm({"mode": "replace"}, MultiValueDict({"file": [file]}))
    assert form.is_valid() is is_fine
    assert is_fine or "at most 1 MB can be uploaded" in form.errors["file"][0]
