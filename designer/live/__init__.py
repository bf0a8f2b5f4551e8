"""Somebody's own database, read only and once: who may be reached, and what it holds as a script."""
