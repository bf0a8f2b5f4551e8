"""Compiling: an access model becomes policies, grants, helper functions, triggers and indexes of the design."""

from designer.access.compiling.designs import compile_access

__all__ = ["compile_access"]
