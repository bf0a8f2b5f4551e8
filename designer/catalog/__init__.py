"""A live database -> Design, by catalog queries that are kept as readable .sql files."""

from designer.catalog.designs import read_design

__all__ = ["read_design"]
