"""docs/configuration.md lists exactly what is read from the environment."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""env\.\w+\(\s*"(\w+)"|environ(?:\.get\(|\.setdefault\(|\[)\s*"(\w+)"|\$\{([A-Z_]+):-""")
INHERITED = {"PATH", "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}
"""Read so as to be handed on, or set by the program for itself."""


def listed(heading: str) -> list[str]:
    text = (ROOT / "docs/configuration.md").read_text()
    section = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)


def read_by(*folders: str) -> set[str]:
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.is_file()]
    texts = [path.read_text() for path in files if path.suffix == ".py" or path.parent.name == "script"]
    return {name for text in texts for found in READ.findall(text) for name in found if name} - INHERITED


def test_the_applications_settings_are_those_read_in_config() -> None:
    assert listed("Settings of the application") == sorted(read_by("config"))


def test_the_other_settings_are_those_read_elsewhere() -> None:
    others = {*listed("Settings of the sandbox"), *listed("Settings of the scripts")}
    assert others == read_by("designer", "projects", "script", "tests") - read_by("config")


def test_settings_are_found_at_all() -> None:
    assert {"DATABASE_URL", "SECRET_KEY"} <= read_by("config")
    assert {"PORT", "PYTHON"} <= read_by("script")
