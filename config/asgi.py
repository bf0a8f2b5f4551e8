"""The web application, for uvicorn: `uvicorn config.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Under ASGI every request runs in a thread of its own, so connections outlive requests only in a pool.
os.environ.setdefault("DATABASE_POOL", "true")

application = get_asgi_application()
