"""What keeps a project from being exported."""

from __future__ import annotations

from designer.design import DesignerError


class ExportError(DesignerError):
    """A file of the export cannot be written as it is; the message names the file, the reason and the fix."""
