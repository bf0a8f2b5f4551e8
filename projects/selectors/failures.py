"""The failures of an import as people read them: each with what failed because of it."""

from __future__ import annotations

from typing import Any

Failure = dict[str, Any]
"""A failed statement as reports store it: `caused_by` is the place of its cause in the list, None for its own fault."""


def group_failures(failed: list[Failure]) -> list[tuple[Failure, list[Failure]]]:
    """The failures that are nobody's consequence, in order, each with everything that followed from it."""
    groups: dict[int, tuple[Failure, list[Failure]]] = {}
    roots: dict[int, int] = {}
    for number, failure in enumerate(failed):
        cause = failure.get("caused_by")
        root = roots.get(cause) if isinstance(cause, int) else None
        if root is None:
            groups[number] = (failure, [])
        else:
            groups[root][1].append(failure)
        roots[number] = number if root is None else root
    return list(groups.values())
