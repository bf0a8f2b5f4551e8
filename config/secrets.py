"""Secrets of a machine that was not given any: made once, kept in a file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_create_secret(path: Path, *, size: int = 64) -> str:
    """The secret kept in `path`, made on first use and readable by its owner only. Safe when many ask at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    if not path.is_file():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(size))
        try:
            os.link(draft, path)  # unlike a rename, this keeps the secret of whoever came first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
