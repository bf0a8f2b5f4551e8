"""Proof of a migration on a server: rows, up as the Supabase CLI runs it, down, up again, compared after each."""

from designer.proofs.proving import Plan, ProofError, plan_proof, prove_migration
from designer.proofs.results import Proof, ProofFile, describe_other_major, predict_locks, read_plan_hash, with_names

__all__ = [
    "Plan",
    "Proof",
    "ProofError",
    "ProofFile",
    "describe_other_major",
    "plan_proof",
    "predict_locks",
    "prove_migration",
    "read_plan_hash",
    "with_names",
]
