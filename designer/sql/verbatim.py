"""Objects kept as pg_dump writes them."""

from __future__ import annotations

from designer.design import Verbatim
from designer.postgres.parsing import split_statements


def write_create_verbatim(verbatim: Verbatim) -> list[str]:
    return split_statements(verbatim.create_sql)


def write_drop_verbatim(verbatim: Verbatim) -> list[str]:
    return split_statements(verbatim.drop_sql)
