"""Edits: functions from a design to a design. Values in, values out; one module per kind of thing that is edited.

An edit refuses (EditError) what makes no sense at all, such as a column that is not there. Whether PostgreSQL could
hold the result is for `designer.design.integrity` to say, and for a server.
"""

from designer.design.edits.definitions import put, remove

__all__ = ["put", "remove"]
