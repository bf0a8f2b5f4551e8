"""Settings, read from the environment. docs/configuration.md lists every variable; `.env` in the project root is read
first.
"""

from config.settings.accounts import *  # noqa: F403
from config.settings.apps import *  # noqa: F403
from config.settings.databases import *  # noqa: F403
from config.settings.environment import BASE_DIR, ROWHOUSE_HOME  # noqa: F401
from config.settings.security import *  # noqa: F403
