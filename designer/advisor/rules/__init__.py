"""The rules, one function per kind of hole, by topic. Their numbers are explained in docs/advice.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from designer.advisor.findings import Finding
from designer.advisor.rules import (
    conditions,
    functions,
    grants,
    keys,
    platform,
    policies,
    recursions,
    row_security,
    speed,
    tenants,
    views,
)
from designer.advisor.worlds import World

Rule: TypeAlias = Callable[[World], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    *row_security.RULES,
    *conditions.RULES,
    *tenants.RULES,
    *recursions.RULES,
    *views.RULES,
    *functions.RULES,
    *policies.RULES,
    *keys.RULES,
    *grants.RULES,
    *platform.RULES,
    *speed.RULES,
)
