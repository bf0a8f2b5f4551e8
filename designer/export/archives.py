"""Zip files that are equal for equal content, whoever writes them and when."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from stat import S_IFREG

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The oldest time a zip can hold; a real one would differ on every run."""
UNIX = 3


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files, sorted by path, without times and owners.

    Files are stored, not compressed: compressed bytes differ between versions of zlib.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, date_time=EARLIEST)
            entry.create_system = UNIX
            entry.external_attr = (S_IFREG | 0o644) << 16
            archive.writestr(entry, files[path])
    return buffer.getvalue()
