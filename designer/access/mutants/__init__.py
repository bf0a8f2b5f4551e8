"""Mutants: designs with one mistake each, by which a suite is judged: it is blind to those that do not make it red."""

from designer.access.mutants.making import make_mutants
from designer.access.mutants.reports import Fate, MutantResult, MutationReport
from designer.access.mutants.running import run_mutation
from designer.access.mutants.values import Mutant

__all__ = ["Fate", "Mutant", "MutantResult", "MutationReport", "make_mutants", "run_mutation"]
