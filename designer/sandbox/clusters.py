"""The sandbox's server, ready to make scratch databases on."""

from __future__ import annotations

from functools import lru_cache
from os import environ

from designer.sandbox.orphans import sweep_orphans
from designer.sandbox.servers import Cluster, sandbox_home, start_cluster, stop_cluster
from designer.sandbox.templates import prepare_templates

__all__ = ["Cluster", "get_cluster", "stop_cluster"]


def get_cluster() -> Cluster:
    """The server of this process's settings, started and with its templates built; cheap after the first call."""
    return _prepare(str(sandbox_home()), environ.get("SANDBOX_DATABASE_URL"))


@lru_cache(maxsize=4)
def _prepare(home: str, url: str | None) -> Cluster:  # noqa: ARG001 - the arguments are the cache's key
    cluster = start_cluster()
    prepare_templates(cluster)
    sweep_orphans(cluster)
    return cluster
