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
from designer.design.integrity.namespaces import check_namespaces
from designer.design.integrity.problems import Problem
from designer.design.integrity.relationships import check_relationships, has_unique_key
from designer.design.integrity.scopes import check_owners, check_roles, check_schemas
from designer.design.integrity.settings import check_settings
from designer.design.integrity.types import check_types

__all__ = ["Problem", "check_design", "has_unique_key"]

_CHECKS: tuple[Callable[[Design], Iterator[Problem]], ...] = (
    check_identifiers,
    check_namespaces,
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
    return tuple(problem for check in _CHECKS for problem in check(design))
