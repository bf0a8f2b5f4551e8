"""The advisor: findings about a design, each with its reason, its proof and what puts it right."""

from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.fixes import apply_fix, write_fix
from designer.advisor.holes import find_holes

__all__ = ["Finding", "Fix", "Level", "apply_fix", "find_holes", "write_fix"]
