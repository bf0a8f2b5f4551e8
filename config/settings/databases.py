"""Rowhouse's own store. The sandbox is another server (see designer.sandbox)."""

from __future__ import annotations

from typing import Any

from config.settings.environment import ROWHOUSE_HOME, env

STORE_DIR = ROWHOUSE_HOME / "store"
"""Data directory of the embedded server, used where DATABASE_URL is not set."""

_url: str = env.str("DATABASE_URL", default="")
_database: dict[str, Any] = (
    {**env.db_url_config(_url), "ENGINE": "django.db.backends.postgresql"}
    if _url
    else {"ENGINE": "config.postgresql", "NAME": "rowhouse"}
)
_options: dict[str, Any] = dict(_database.get("OPTIONS", {}))
_options.setdefault("application_name", "rowhouse")
if env.bool("DATABASE_POOL", default=False):
    # `timeout`: how long a request waits for a connection before it fails, for instance while PostgreSQL restarts.
    _options["pool"] = {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=10), "timeout": 10}

DATABASES = {
    "default": {
        **_database,
        "OPTIONS": _options,
        # Each connection is tested before a request uses it: PostgreSQL may have restarted since.
        "CONN_HEALTH_CHECKS": True,
    }
}
EDITS_ARE_TRIED: bool = env.bool("EDITS_ARE_TRIED", default=True)
"""Whether the sandbox tries every edit before it is saved. Without, PostgreSQL has no say until the release."""
REMEMBERED_DESIGNS: int = env.int("REMEMBERED_DESIGNS", default=32)
"""How many projects' designs a process keeps in memory: one of 500 tables takes about 5 MB."""

# Drawings and painted SQL, by the hash of what they show, and the counts of failed sign-ins.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
