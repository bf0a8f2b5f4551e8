"""The web application, for uvicorn: `uvicorn config.asgi:application`."""

import gc
import os
import warnings

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Under ASGI every request runs in a thread of its own, so connections outlive requests only in a pool.
os.environ.setdefault("DATABASE_POOL", "true")

# WhiteNoise streams static files synchronously; they are small, and Django says so once for each process.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

application = get_asgi_application()

# A design is some ten thousand small objects, made at once and dropped at once, never in cycles: collecting while it is
# read doubles the time that takes. What is loaded by now stays for good and need not be looked at again.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
