"""Compiling: an access model becomes policies, grants, helper functions, triggers and indexes of the design."""

from designer.access.compiling.designs import compile_access, compiled_policy_ids

__all__ = ["compile_access", "compiled_policy_ids"]
