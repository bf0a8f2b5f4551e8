"""The settings of the tests: the project's, with databases of their own and a quick password hash."""

import os

from script.steps.homes import home_of_tests

os.environ.setdefault("ROWHOUSE_HOME", str(home_of_tests()))

from config.settings import *  # noqa: F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - without it every request warns
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
