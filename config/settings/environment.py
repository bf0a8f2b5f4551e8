"""Where the project lives and what the environment says."""

from __future__ import annotations

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
env.read_env(str(BASE_DIR / ".env")) if (BASE_DIR / ".env").is_file() else None

ROWHOUSE_HOME = Path(env.str("ROWHOUSE_HOME", default=str(BASE_DIR / "var"))).resolve()
"""Where this machine keeps its embedded databases and its secret key. Never in the repository, never shared."""
