"""Recognising: the access model that a design without one seems to follow, offered and never taken for granted."""

from designer.access.recognising.models import recognise_model
from designer.access.recognising.tables import read_table_access

__all__ = ["read_table_access", "recognise_model"]
