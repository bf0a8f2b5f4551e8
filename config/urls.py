"""Addresses."""

from __future__ import annotations

from django.urls import include, path

from projects.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("", include("projects.urls")),
]
