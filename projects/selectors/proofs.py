"""Proofs, found by what was proven."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from designer.design import Design
from designer.design.documents import content_hash
from designer.migrations import MigrationFile
from designer.proofs import ProofFile, describe_other_major, read_plan_hash, with_names
from projects.models import Draft, Migration, Project, Proof


def hash_of_plan(before: Design, after: Design, files: Sequence[MigrationFile]) -> str:
    """What a proof of planned files is found by; their names do not count."""
    return read_plan_hash(content_hash(before), content_hash(after), with_names(files, [""] * len(files)))


def hash_of_migration(migration: Migration) -> str:
    """The same of a released migration, without loading its designs."""
    base = migration.base.content_hash if migration.base is not None else content_hash(Design())
    return read_plan_hash(base, migration.target.content_hash, released_proof_files(migration))


def released_proof_files(migration: Migration) -> list[ProofFile]:
    """The files of a migration that Rowhouse wrote."""
    return [
        ProofFile(
            name=file["name"],
            up_sql=file["up"],
            down_sql=file["down"],
            is_transactional=bool(file.get("is_transactional", True)),
            script_sql=file.get("script", ""),
        )
        for file in migration.files
    ]


def find_proof(project: Project, plan_hash: str) -> Proof | None:
    """The last proof of exactly this plan, held against the major that the project runs now."""
    proof = Proof.objects.filter(project_id=project.pk, plan_hash=plan_hash).select_related("proven_by").first()
    if proof is not None:
        major = project.postgres_version
        proof.result |= {"written_for": major, "other_major": describe_other_major(proof.server, major)}
    return proof


def proven_sentences(project: Project) -> list[str]:
    """What the README of an export says of every released migration whose last proof holds."""
    migrations = Migration.objects.filter(project_id=project.pk, is_imported=False).select_related("base", "target")
    rows = migrations.defer("base__body", "target__body").order_by("number")
    found = ((migration, find_proof(project, hash_of_migration(migration))) for migration in rows)
    return [
        f"{migration} and its rollback: up, down and up again with rows, on {_server(proof)}, "
        f"{proof.proven_at:%Y-%m-%d}."
        for migration, proof in found
        if proof is not None and proof.is_proven
    ]


def _server(proof: Proof) -> str:
    """The server of a proof, and the major it was meant for where that is another."""
    meant_for = f" (meant for PostgreSQL {proof.result['written_for']})" if proof.result["other_major"] else ""
    return f"{proof.server}{meant_for}"


def find_stale_proof(project: Project, since: Migration | None, draft: Draft) -> Proof | None:
    """The last proof of a draft made after a release; call it when the present plan has none."""
    of_draft = Q(draft_id=draft.pk) | Q(draft_id=None) if draft.is_open else Q(draft_id=draft.pk)
    proofs = Proof.objects.filter(of_draft, project_id=project.pk).select_related("proven_by")
    if since is not None:
        proofs = proofs.filter(proven_at__gt=since.released_at)
    if since is not None and not since.is_imported:  # nobody proves files that were imported
        proofs = proofs.exclude(plan_hash=hash_of_migration(since))
    return proofs.first()
