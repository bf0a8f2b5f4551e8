"""Running Graphviz: the one place where `dot` is started."""

from __future__ import annotations

import shutil
import subprocess

from designer.design import DesignerError


class GraphvizMissingError(DesignerError):
    """Graphviz is not installed."""


class GraphvizTimeoutError(DesignerError):
    """Graphviz needed longer than it was given."""


class GraphvizFailedError(DesignerError):
    """Graphviz stopped with an error; the message carries its own words."""


def run_graphviz(source: str, *arguments: str, timeout: float) -> bytes:
    """What `dot` makes of a graph in the DOT language, within `timeout` seconds.

    The source must hold ids and numbers of ours only, or text escaped by `designer.diagram.xdot`: names of the user's
    objects never become part of the language. Raises GraphvizMissingError, GraphvizTimeoutError, GraphvizFailedError.
    """
    program = shutil.which("dot")
    if program is None:
        raise GraphvizMissingError(
            "Diagrams need Graphviz, and its program `dot` is not on the PATH. Install it with the system's package "
            "manager (apt-get install graphviz, dnf install graphviz, brew install graphviz) and try again."
        )
    try:
        done = subprocess.run(
            [program, *arguments], input=source.encode(), capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise GraphvizTimeoutError(
            f"Graphviz did not finish within {timeout:g} s. Draw fewer objects or less detail."
        ) from error
    if done.returncode != 0 or not done.stdout:
        raise GraphvizFailedError(f"Graphviz failed: {done.stderr.decode(errors='replace').strip()[:2000]}")
    return done.stdout
