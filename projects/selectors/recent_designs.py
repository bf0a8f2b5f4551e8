"""The designs this process read or saved last, so that they are not read again.

Each is filed under the id of the project's newest change, which stands for one state of the design: ids are never given
twice, even when the transaction of a change fails. So nothing here can be out of date, only unused.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.db import connection

from designer.design import Design
from projects.models import Project

_designs: OrderedDict[tuple[str, int], tuple[int, Design]] = OrderedDict()
_lock = Lock()


def recall(project: Project, change_id: int) -> Design | None:
    """The project's design after a change, if it is at hand."""
    with _lock:
        state, design = _designs.get(_key(project), (None, None))
        if state != change_id:
            return None
        _designs.move_to_end(_key(project))
        return design


def remember(project: Project, change_id: int, design: Design) -> None:
    """Keeps the design as it is after a change; the ones used longest ago make room."""
    with _lock:
        _designs[_key(project)] = (change_id, design)
        _designs.move_to_end(_key(project))
        while len(_designs) > settings.REMEMBERED_DESIGNS:
            _designs.popitem(last=False)


def _key(project: Project) -> tuple[str, int]:
    return str(connection.settings_dict["NAME"]), project.pk
