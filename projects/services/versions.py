"""Versions of migration files: UTC timestamps where possible, and always after what is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_FORMAT = "%Y%m%d%H%M%S"
_DIGITS = 14


def next_versions(last: str, count: int) -> list[str]:
    """Versions for new files: now and the seconds after it, or what follows `last` where that is later.

    Imported files may have any digits for a version. The Supabase CLI orders them as text, others as numbers; ours
    come after them either way, and so have at least as many digits.
    """
    size = max(len(last), _DIGITS)
    versions = [_stamp(datetime.now(UTC), offset, size) for offset in range(count)]
    if not last or versions[0] > last:
        return versions
    try:
        latest = datetime.strptime(last.ljust(_DIGITS, "?")[:_DIGITS], _FORMAT)  # "?" is no digit: too short is no time
        return [_stamp(latest, offset + 1, size) for offset in range(count)]
    except (ValueError, OverflowError):  # digits that are no time
        return [str(int(last.ljust(size, "0")) + offset + 1).rjust(size, "0") for offset in range(count)]


def _stamp(moment: datetime, seconds: int, size: int) -> str:
    return (moment + timedelta(seconds=seconds)).strftime(_FORMAT).ljust(size, "0")
