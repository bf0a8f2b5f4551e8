"""Settings from the environment, and the store that is started on demand."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from config.secrets import read_or_create_secret
from designer.postgres.embedded import is_running
from tests.projects.servers import home, manage

__all__ = ["home"]


def test_production_settings_pass_djangos_own_check_without_a_server(home: Path) -> None:
    done = manage(home, "check", "--deploy", "--fail-level", "WARNING", PUBLIC_URL="https://rowhouse.example.com")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert not (home / "store").exists()


def test_commands_start_the_store_share_it_and_leave_it_running(home: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: manage(home, "create_local_user", "--json"), range(2)))
    assert [row.returncode for row in done] == [0, 0], [row.stderr for row in done]
    assert done[0].stdout == done[1].stdout
    assert is_running(home / "store")

    refused = manage(home, "export_project", "none", "--output", str(home / "out"), "--json")
    assert refused.returncode == 1
    assert "There is no project none" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "key"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: read_or_create_secret(path), range(8)))
    assert len(found) == 1
    assert len(found.pop()) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [other.name for other in path.parent.iterdir()] == ["key"]
