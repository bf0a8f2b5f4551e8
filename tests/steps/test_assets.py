"""What script/setup builds can be served as production does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from script.steps.assets import BUILD


@pytest.mark.skipif(not (BUILD / "app.css").exists(), reason="the assets are not built: script/setup")
def test_static_files_can_be_collected_under_hashed_names(tmp_path: Path) -> None:
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    for name in ("build/app.css", "build/app.js", "build/designer.js", "images/logo.svg", "scripts/early.js"):
        assert names[name] != name
        assert (tmp_path / names[name]).exists()
