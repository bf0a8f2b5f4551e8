"""From two designs to ordered, reversible operations and the migration files that hold them."""

from designer.migrations.comparisons import Comparison, compare_designs, find_differences
from designer.migrations.contexts import Unsupported
from designer.migrations.durations import estimate_seconds
from designer.migrations.files import MigrationFile, plan_files
from designer.migrations.kept_rows import DropCopy, KeepColumn, KeepTable
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation, Phase
from designer.migrations.plans import MigrationPlan, plan_migration
from designer.migrations.previews import write_access, write_design, write_object
from designer.migrations.questions import Answer, AnswerError, Choice, Question, read_answers
from designer.migrations.versions import VersionError

__all__ = [
    "Answer",
    "AnswerError",
    "Choice",
    "Comparison",
    "DropCopy",
    "Hazard",
    "HazardKind",
    "KeepColumn",
    "KeepTable",
    "Lock",
    "MigrationFile",
    "MigrationPlan",
    "Operation",
    "Phase",
    "Question",
    "Unsupported",
    "VersionError",
    "compare_designs",
    "estimate_seconds",
    "find_differences",
    "plan_files",
    "plan_migration",
    "read_answers",
    "write_access",
    "write_design",
    "write_object",
]
