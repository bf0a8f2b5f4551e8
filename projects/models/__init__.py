"""What Rowhouse stores. One model per module."""

from projects.models.change_files import ChangeFile
from projects.models.change_items import ChangeItem
from projects.models.changes import Change
from projects.models.definitions import Definition
from projects.models.drafts import Draft
from projects.models.memberships import Membership
from projects.models.migrations import Migration
from projects.models.placements import Area, NamedView, Note, Placement
from projects.models.project_files import ProjectFile
from projects.models.projects import Project
from projects.models.proofs import Proof
from projects.models.proposals import Proposal
from projects.models.run_pieces import RunPiece
from projects.models.runs import Run
from projects.models.snapshots import Snapshot
from projects.models.teams import Team
from projects.models.users import User

__all__ = [
    "Area",
    "Change",
    "ChangeFile",
    "ChangeItem",
    "Definition",
    "Draft",
    "Membership",
    "Migration",
    "NamedView",
    "Note",
    "Placement",
    "Project",
    "ProjectFile",
    "Proof",
    "Proposal",
    "Run",
    "RunPiece",
    "Snapshot",
    "Team",
    "User",
]
