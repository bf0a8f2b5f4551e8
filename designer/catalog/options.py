"""Options and settings, which the catalogs store as `name=value` texts."""

from __future__ import annotations

from collections.abc import Iterable


def split_settings(texts: Iterable[str] | None) -> tuple[tuple[str, str], ...]:
    """Name and value of each text, in the order they were set: pg_dump keeps it."""
    return tuple((name, value) for name, _, value in (text.partition("=") for text in texts or ()))
