"""Imports into a project that has a design: kept until somebody has seen what they change and said yes or no."""

from __future__ import annotations

import msgspec
from django.db import transaction

from designer.catalog.namings import Namings
from projects.models import Change, Project, Proposal, Run, User
from projects.selectors.designs import design_at, load_design, sorted_design
from projects.services.announcements import announce
from projects.services.arrivals import Arrival, ImportMode
from projects.services.errors import EditRefused
from projects.services.imports import apply_arrival
from projects.services.snapshots import take_snapshot


def has_own_design(project: Project) -> bool:
    """Whether there is anything an import could change: objects of its own, or something released."""
    definitions = load_design(project).definitions()
    return any(not getattr(row, "is_managed", False) for row in definitions) or project.migrations.exists()


def propose(*, run: Run, arrival: Arrival) -> Proposal:
    """Keeps what a run has read. Runs in the transaction that finishes the run."""
    printed = arrival.printed
    return Proposal.objects.create(
        run=run,
        design=take_snapshot(run.project, sorted_design(arrival.design)),
        printed=None if printed is None else take_snapshot(run.project, sorted_design(printed)),
        change_number=arrival.printed_at,
        label=arrival.label[:300],
        mode=arrival.mode,
        remark=arrival.remark,
        content=msgspec.msgpack.encode((arrival.files, arrival.history)),
    )


def proposed_arrival(proposal: Proposal) -> Arrival:
    """What was read, as it was."""
    files, history = msgspec.msgpack.decode(bytes(proposal.content))
    return Arrival(
        design=design_at(proposal.design),
        label=proposal.label,
        mode=ImportMode(proposal.mode),
        files=files,
        history=history,
        remark=proposal.remark,
        printed=None if proposal.printed is None else design_at(proposal.printed),
        printed_at=proposal.change_number,
    )


@transaction.atomic
def accept_proposal(*, proposal: Proposal, acting_user: User, answers: Namings, expected_number: int) -> Change | None:
    """Makes the proposed change, once; raises as `apply_arrival`, and EditRefused when it has been decided already."""
    own = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal.pk).first()
    if own is None:
        raise EditRefused("This import has been applied or dropped already. Import again to see what would change now.")
    run = own.run
    change = apply_arrival(
        project=run.project,
        acting_user=acting_user,
        arrival=proposed_arrival(own),
        answers=answers,
        expected_number=expected_number,
    )
    _close(own, change.number if change else None)
    return change


@transaction.atomic
def drop_proposal(*, proposal: Proposal, acting_user: User) -> None:  # noqa: ARG001
    """Forgets a proposal: nothing of the input stays."""
    _close(proposal, None)


def _close(proposal: Proposal, change_number: int | None) -> None:
    run = proposal.run
    run.result = {**(run.result or {}), "is_proposed": False, "change": change_number}
    run.save(update_fields=["result"])
    proposal.delete()
    announce(run.project, "run", number=run.pk)
