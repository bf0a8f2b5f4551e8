"""The settings of the tests: the project's, with databases of their own and a quick password hash."""

import os
from pathlib import Path

# Kept between test runs, so that servers and templates are made once; never a user's own.
os.environ.setdefault("ROWHOUSE_HOME", str(Path(__file__).parents[1] / "var" / "test"))

from config.settings import *  # noqa: F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - without it every request warns
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
