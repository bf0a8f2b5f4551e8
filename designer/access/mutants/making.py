"""All mutants of a design, in a stable order."""

from __future__ import annotations

from designer.access.mutants.code import mutate_code
from designer.access.mutants.policies import mutate_policies
from designer.access.mutants.privileges import mutate_privileges
from designer.access.mutants.values import Mutant
from designer.design import Design


def make_mutants(design: Design) -> list[Mutant]:
    """One mistake each; those that several operators would make alike are there once."""
    found: dict[tuple[str, str], Mutant] = {}
    for mutant in (*mutate_policies(design), *mutate_privileges(design), *mutate_code(design)):
        found.setdefault((mutant.object, mutant.words), mutant)
    return list(found.values())
