"""Reading: what pages and commands ask the store. Nothing here writes."""

from projects.selectors.designs import design_at, load_definition, load_design, released_design
from projects.selectors.histories import last_change_of, list_changes, next_redo, next_undo
from projects.selectors.projects import projects_of, teams_of
from projects.selectors.runs import active_runs

__all__ = [
    "active_runs",
    "design_at",
    "last_change_of",
    "list_changes",
    "load_definition",
    "load_design",
    "next_redo",
    "next_undo",
    "projects_of",
    "released_design",
    "teams_of",
]
