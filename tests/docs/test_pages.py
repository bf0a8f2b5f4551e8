"""What the pages name exists: files, links, scripts, commands and their options."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"manage\.py (?!help)([a-z_]+)((?: [^\s`|]+)*)")
SCRIPT = re.compile(r"(?<![\w/.])script/([a-z]+)((?: [^\s`|]+)*)")
OPTION = re.compile(r"--[a-z-]+")
NAMED_PATH = re.compile(r"`((?:config|designer|projects|templates|static|tests|script|docs|examples)/[\w./-]*)`")
SUBCOMMANDS = {"procrastinate": "worker"}


def code_of(page: Path) -> str:
    """What is set as code on a page: blocks and spans."""
    text = page.read_text()
    blocks = re.findall(r"^\s*```.*?^\s*```", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join([*blocks, *re.findall(r"`[^`\n]+`", text)])


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(file: Path) -> None:
    for link in LINK.findall(file.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), f"{link} of {file.name} leads nowhere"
        assert not anchor or anchor in anchors_of(target), f"{link} of {file.name} names no heading"


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_named_paths_exist(file: Path) -> None:
    for path in NAMED_PATH.findall(file.read_text()):
        assert (ROOT / path).exists(), f"{file.name} names {path}"


def test_named_commands_and_options_exist() -> None:
    known = get_commands()
    for page in PAGES:
        for name, arguments in COMMAND.findall(code_of(page)):
            assert name in known, f"{page.name} names manage.py {name}"
            app = known[name]
            command = load_command_class(app, name) if isinstance(app, str) else app
            parser = command.create_parser("manage.py", name)
            offered = OPTION.findall(parser.format_help())
            if name in SUBCOMMANDS:
                arguments = arguments.replace(f" {SUBCOMMANDS[name]}", "")
                offered += worker_options()
            unknown = set(OPTION.findall(arguments)) - set(offered)
            assert not unknown, f"{page.name}: manage.py {name} has no {unknown}"


def worker_options() -> list[str]:
    command = [sys.executable, "manage.py", "procrastinate", "worker", "--help"]
    return OPTION.findall(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def test_named_scripts_and_options_exist() -> None:
    helps: dict[str, str] = {}
    for page in PAGES:
        for name, arguments in SCRIPT.findall(code_of(page)):
            file = ROOT / "script" / name
            assert file.exists(), f"{page.name} names script/{name}"
            if name not in helps and file.is_file() and "exec python" in file.read_text():
                module = re.findall(r"exec python -m ([\w.]+)", file.read_text())[0]
                command = [sys.executable, "-m", module, "--help"]
                helps[name] = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
            unknown = {option for option in OPTION.findall(arguments) if option not in helps.get(name, "")}
            assert not unknown, f"{page.name}: script/{name} has no {unknown}"


def test_the_patterns_find_what_they_should() -> None:
    text = "manage.py draw_project example --format svg"
    assert COMMAND.findall(text) == [("draw_project", " example --format svg")]
    assert SCRIPT.findall("PORT=8001 script/server --host ::1") == [("server", " --host ::1")]
    assert NAMED_PATH.findall("see `designer/sql/` and `projects`") == ["designer/sql/"]
    assert len(PAGES) > 5
