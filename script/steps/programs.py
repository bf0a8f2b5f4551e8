"""Programs from the system's package manager: Graphviz, and for the tests a browser and a second PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from script.steps.commands import StepError, run_step, say

FONTS = ("Inter", "JetBrains Mono")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
SECOND_POSTGRES = Path("/usr/lib/postgresql/15/bin/postgres")
SECOND_PGTAP = Path("/usr/share/postgresql/15/extension/pgtap.control")
SECOND_POSTGRES_PACKAGES = ("postgresql-15", "postgresql-15-pgtap", "libtap-parser-sourcehandler-pgtap-perl")
"""The server, pgTAP 1.2.0 for it, and pg_prove."""


def ensure_graphviz() -> None:
    """Installs Graphviz, which draws the diagrams, and the fonts they are set in. Raises StepError."""
    if shutil.which("dot"):
        return
    title = "Installing Graphviz and the diagram's fonts"
    if can_use_apt():
        install_debian_packages(title, "graphviz", "fonts-inter", "fonts-jetbrains-mono")
    elif shutil.which("brew"):
        run_step(title, ["brew", "install", "graphviz"], advice="Install Graphviz, then run the script again.")
    else:
        raise StepError("Graphviz's dot draws the diagrams; it is missing and cannot be installed from here.", _how())
    if not shutil.which("dot"):
        raise StepError("Graphviz was installed, but its program dot is not on the PATH.", _how())


def note_missing_fonts() -> None:
    """Says which fonts of the diagram this machine lacks; the diagram is then set in others, so nothing fails."""
    if not shutil.which("fc-list"):
        return
    listing = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, errors="replace").stdout
    missing = [font for font in FONTS if font not in listing]
    if missing:
        debian = " ".join("fonts-" + font.lower().replace(" ", "-") for font in missing)
        say(f"Note: {' and '.join(missing)} not installed; downloaded PNG and PDF diagrams use another font.")
        say(f"      On Debian and Ubuntu: sudo apt-get install {debian}")


def ensure_browser() -> str | None:
    """The browser for the tests: one that is installed, else Debian's chromium, else Playwright's own (then None).

    Ubuntu's chromium package only points to a snap, which Playwright cannot drive; there Playwright downloads one.
    Raises StepError.
    """
    if found := find_browser():
        return found
    if can_use_apt() and _distribution() == "debian":
        install_debian_packages("Installing Chromium for the browser tests", "chromium")
        return find_browser()
    command = [sys.executable, "-m", "playwright", "install", "chromium", *(["--with-deps"] if can_use_apt() else [])]
    advice = "Install Chromium or Google Chrome, or name one: ROWHOUSE_CHROMIUM=/path/to/chrome script/test"
    run_step("Downloading a browser for the tests", command, advice=advice)
    return None


def ensure_driver() -> None:
    """Sees to it that Playwright, which drives the browser, runs: it needs a library that small systems lack."""
    command = [sys.executable, "-m", "playwright", "--version"]
    if subprocess.run(command, capture_output=True).returncode == 0:
        return
    if can_use_apt():
        install_debian_packages("Installing a library that Playwright needs", "libatomic1")
    run_step("Starting Playwright", command, advice="The lines above say what it misses; install that, then try again.")


def find_browser() -> str | None:
    """The path of an installed browser of Chromium's family, or what ROWHOUSE_CHROMIUM says."""
    if named := os.environ.get("ROWHOUSE_CHROMIUM"):
        return named
    for name in BROWSERS:
        path = shutil.which(name)
        if path and not Path(path).resolve().is_relative_to("/snap") and _runs(path):
            return path
    return str(MAC_BROWSER) if MAC_BROWSER.exists() else None


def ensure_second_postgres() -> None:
    """Installs Debian's PostgreSQL 15 for the tests against a second server; where there is none, they skip."""
    is_there = SECOND_POSTGRES.exists() and SECOND_PGTAP.exists() and shutil.which("pg_prove")
    if is_there or not can_use_apt() or not _offers(SECOND_POSTGRES_PACKAGES[0]):
        return
    # Debian would otherwise create and start a cluster of its own on port 5432; the tests make theirs.
    settings = "mkdir -p /etc/postgresql-common/createcluster.d && "
    settings += "echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/rowhouse.conf"
    run_step("Keeping Debian from starting a PostgreSQL of its own", [*_as_root(), "sh", "-c", settings], advice=_how())
    install_debian_packages("Installing PostgreSQL 15 for the tests against a second server", *SECOND_POSTGRES_PACKAGES)


def can_use_apt() -> bool:
    """True where apt-get exists and may be run without asking for a password."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        return True
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0


def install_debian_packages(title: str, *packages: str) -> None:
    """Runs apt-get update and install. Raises StepError."""
    advice = f"Install it by hand and run the script again: sudo apt-get install {' '.join(packages)}"
    # The list of packages may be stale or absent; one mirror failing there need not keep the install from working.
    subprocess.run([*_as_root(), "apt-get", "update"], capture_output=True, stdin=subprocess.DEVNULL)
    options = ["-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    command = [*_as_root(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", *options, *packages]
    run_step(title, command, advice=advice)


def _offers(package: str) -> bool:
    policy = ["apt-cache", "policy", package]
    listing = subprocess.run(policy, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
    return "Candidate:" in listing and "Candidate: (none)" not in listing


def _runs(path: str) -> bool:
    """True if the browser answers; Ubuntu's placeholder for its snap does not."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _distribution() -> str:
    lines = Path("/etc/os-release").read_text().splitlines() if Path("/etc/os-release").exists() else []
    return next((line.partition("=")[2].strip('"') for line in lines if line.startswith("ID=")), "")


def _as_root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def _how() -> str:
    return (
        "Install it and run the script again. Debian, Ubuntu: sudo apt-get install graphviz; Fedora: sudo dnf install "
        "graphviz; macOS: brew install graphviz."
    )
