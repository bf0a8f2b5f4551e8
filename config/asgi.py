"""The web application, for uvicorn: `uvicorn config.asgi:application`."""

import gc
import os
import warnings

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Under ASGI every request runs in a thread of its own, so connections outlive requests only in a pool.
os.environ.setdefault("DATABASE_POOL", "true")

# WhiteNoise streams static files synchronously; they are small, and Django says so once for each process.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


class OneThreadHandler(ASGIHandler):
    """Answers each request in one thread, from the first middleware to the view.

    Left to itself Django runs the two halves of every middleware as tasks of their own in that thread and goes back to
    the event loop between them, since one of ours (WhiteNoise) cannot do otherwise: some thirty changes of thread.
    No view here is a coroutine; what is streamed is iterated in the event loop all the same.
    """

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002 - as Django calls it
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)


django.setup(set_prefix=False)
application = OneThreadHandler()

# A design is some ten thousand small objects, made at once and dropped at once, never in cycles: collecting while it is
# read doubles the time that takes. What is loaded by now stays for good and need not be looked at again.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
