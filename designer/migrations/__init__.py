"""From two designs to ordered, reversible operations and the migration files that hold them."""

from designer.migrations.comparisons import Comparison, compare_designs, find_differences
from designer.migrations.contexts import Unsupported
from designer.migrations.files import MigrationFile, plan_files
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation, Phase
from designer.migrations.previews import write_access, write_design, write_object

__all__ = [
    "Comparison",
    "Hazard",
    "HazardKind",
    "Lock",
    "MigrationFile",
    "Operation",
    "Phase",
    "Unsupported",
    "compare_designs",
    "find_differences",
    "plan_files",
    "write_access",
    "write_design",
    "write_object",
]
