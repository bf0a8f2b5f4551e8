"""Suites: pgTAP tests written from what is stated, and run."""

from designer.access.suites.files import FOLDER, SuiteFile
from designer.access.suites.running import FileResult, run_body, run_file
from designer.access.suites.worlds import World, make_world
from designer.access.suites.writing import write_suite

__all__ = ["FOLDER", "FileResult", "SuiteFile", "World", "make_world", "run_body", "run_file", "write_suite"]
