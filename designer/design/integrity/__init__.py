"""Could PostgreSQL hold this design? One module per topic; every problem names object, blocker and fix.

Only what is certain without a server is checked here: a server is the better judge of what expressions and function
bodies mean, and every edit is tried on one besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from designer.design.designs import Design
from designer.design.integrity.columns import check_columns
from designer.design.integrity.expressions import check_expressions
from designer.design.integrity.hierarchies import check_hierarchies
from designer.design.integrity.identifiers import check_identifiers
from designer.design.integrity.keys import check_keys
from designer.design.integrity.namespaces import check_namespaces, check_parts, takes_names
from designer.design.integrity.problems import Problem
from designer.design.integrity.relationships import check_relationships, has_unique_key
from designer.design.integrity.scopes import check_owners, check_roles, check_schemas
from designer.design.integrity.settings import check_settings
from designer.design.integrity.surroundings import surroundings
from designer.design.integrity.types import check_types

__all__ = ["Problem", "check_design", "check_edit", "has_unique_key"]

_LOCAL_CHECKS: tuple[Callable[[Design], Iterator[Problem]], ...] = (
    check_identifiers,
    check_parts,
    check_schemas,
    check_roles,
    check_owners,
    check_types,
    check_columns,
    check_keys,
    check_settings,
    check_relationships,
    check_hierarchies,
    check_expressions,
)


def check_design(design: Design) -> tuple[Problem, ...]:
    """Every problem of the design, by topic; none means that PostgreSQL should take it."""
    return _check(design, design)


def check_edit(before: Design, after: Design) -> tuple[Problem, ...]:
    """The problems that an edit makes, or words anew.

    A design read from SQL may carry a problem of its own; it must not block unrelated edits.
    """
    part = surroundings(before, after)
    if part is not None and not _check(after if takes_names(before, part) else None, part):
        return ()
    problems = check_design(after)
    known = {problem.message for problem in check_design(before)} if problems else set()
    return tuple(problem for problem in problems if problem.message not in known)


def _check(named: Design | None, part: Design) -> tuple[Problem, ...]:
    """Names are compared over a whole design, where one can be taken twice; all else is looked at in a part of it."""
    local = (problem for check in _LOCAL_CHECKS for problem in check(part))
    return (*(() if named is None else check_namespaces(named)), *local)
