"""Writing: every change to the store is one of these calls. Keyword-only, in one transaction, checked and recorded."""

from projects.services.edits import edit_design
from projects.services.errors import EditConflict, EditRefused
from projects.services.files import change_texts
from projects.services.imports import ImportMode, import_into_project
from projects.services.placements import save_placements
from projects.services.projects import create_project, delete_project, update_project
from projects.services.release_plans import answer_questions, plan_drafts, plan_release
from projects.services.releases import release_migration
from projects.services.returns import return_to
from projects.services.takebacks import take_back
from projects.services.teams import add_member, change_role, create_team, remove_member
from projects.services.undo import redo_change, undo_change

__all__ = [
    "EditConflict",
    "EditRefused",
    "ImportMode",
    "add_member",
    "answer_questions",
    "change_role",
    "change_texts",
    "create_project",
    "create_team",
    "delete_project",
    "edit_design",
    "import_into_project",
    "plan_drafts",
    "plan_release",
    "redo_change",
    "release_migration",
    "remove_member",
    "return_to",
    "save_placements",
    "take_back",
    "undo_change",
    "update_project",
]
