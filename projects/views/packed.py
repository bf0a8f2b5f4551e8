"""Large JSON answers: kept and sent compressed, and not sent at all to a browser that has them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import msgspec
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified

from projects.requests import SignedInRequest

_KEPT_SECONDS = 24 * 3600


def answer_packed(request: SignedInRequest, key: str, make: Callable[[], Any]) -> HttpResponse:
    """What `make` returns, as JSON; made once for a key, which stands for one state of what it is made from."""
    tag = f'"{key}"'
    body: bytes | None = cache.get(key)
    if body is None:
        # Level 1: such answers are mostly repeated words, and higher levels cost more time than they save.
        body = gzip.compress(msgspec.json.encode(make()), compresslevel=1, mtime=0)
        cache.set(key, body, _KEPT_SECONDS)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(body if takes_gzip else gzip.decompress(body), content_type="application/json")
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response
