"""The request as views see it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from projects.models import User


class SignedInRequest(HttpRequest):
    """A request past LoginRequiredMiddleware: its user is a person."""

    user: User
    htmx: HtmxDetails
