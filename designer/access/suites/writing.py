"""Writing a suite: all its files, in the order in which they are run."""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from designer.access.suites.files import SuiteFile
from designer.access.suites.functions import write_functions_file
from designer.access.suites.policies import write_policies_file
from designer.access.suites.privileges import write_privileges_file
from designer.access.suites.schemas import write_schema_file
from designer.access.suites.tables import write_table_file
from designer.access.suites.worlds import World

_FIRST_TABLE = 10


def write_suite(connection: Connection[Any], world: World) -> list[SuiteFile]:
    """The files that have something to test; the connection leads to the database that the world was made in."""
    design = world.design
    files = [
        write_schema_file(connection, design),
        write_functions_file(design),
        write_policies_file(design),
        write_privileges_file(design),
        *(write_table_file(world, table, number) for number, table in enumerate(world.tables, start=_FIRST_TABLE)),
    ]
    return [file for file in files if file.tests]
