"""Recognising: the access model that a design without one seems to follow, offered and never taken for granted."""

from designer.access.recognising.models import model_of, recognise_model
from designer.access.recognising.tables import read_table_access

__all__ = ["model_of", "read_table_access", "recognise_model"]
