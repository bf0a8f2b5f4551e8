"""The Python packages of requirements.txt and requirements-dev.txt, in .venv."""

from __future__ import annotations

import sys
from pathlib import Path

from script.steps.commands import ROOT, run_step
from script.steps.stamps import digest_of, is_stamped, write_stamp

USER_REQUIREMENTS = ROOT / "requirements.txt"
DEVELOPER_REQUIREMENTS = ROOT / "requirements-dev.txt"
ADVICE = """The packages come from the Python package index: check that this machine can reach it (behind a proxy, set
HTTPS_PROXY; with a mirror, PIP_INDEX_URL), then run the script again."""


def install_requirements(*, for_developers: bool = False) -> None:
    """Installs what is pinned, unless exactly that was installed before. Raises StepError."""
    file = DEVELOPER_REQUIREMENTS if for_developers else USER_REQUIREMENTS
    if is_stamped(_stamp_of(file), _digest()):
        return
    install(f"Installing {file.name} into .venv", "-r", str(file))
    for done in {USER_REQUIREMENTS, file}:
        write_stamp(_stamp_of(done), _digest())


def install(title: str, *what: str) -> None:
    """Runs pip in .venv. Raises StepError."""
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")
    run_step(title, [*pip, *what], advice=ADVICE)


def _digest() -> str:
    return digest_of((USER_REQUIREMENTS, DEVELOPER_REQUIREMENTS), sys.version)


def _stamp_of(file: Path) -> Path:
    return Path(sys.prefix) / "stamps" / file.name
