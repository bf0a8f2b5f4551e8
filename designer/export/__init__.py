"""The folder people take away: supabase/ with migrations and rollbacks, a README and the diagram, as files or a zip."""

from designer.export.archives import write_zip
from designer.export.errors import ExportError
from designer.export.folders import build_folder, build_supabase, write_folder
from designer.export.migrations import ReleasedFile

__all__ = ["ExportError", "ReleasedFile", "build_folder", "build_supabase", "write_folder", "write_zip"]
