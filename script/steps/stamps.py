"""Stamps: notes of the inputs a step was last done for, so that it is done again only when they change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from script.steps.commands import ROOT


def digest_of(paths: Iterable[Path], *words: str) -> str:
    """A digest of the files' names and contents, and of the words (versions, options)."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, digest: str) -> bool:
    """True if the step that left this stamp was last done for the same digest."""
    return stamp.is_file() and stamp.read_text() == digest


def write_stamp(stamp: Path, digest: str) -> None:
    """Notes that the step is done. The stamp lives inside what the step made, so both go together."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
