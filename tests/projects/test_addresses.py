"""Every address there is: nothing is open that should not be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from projects.models import Project, User

OPEN = {
    "healthz",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "mfa_authenticate",
}
"""What needs no sign-in: the health check, and what leads to one."""


def named_patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_patterns(pattern, inner)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield f"{namespace}{pattern.name}", pattern


NAMES = sorted({name for name, _ in named_patterns(get_resolver())})


def address(name: str, project: Project) -> str:
    """The address of that name for a project that exists."""
    team, object_id = project.team, uuid4()
    values: dict[str, Any] = {
        "slug": project.slug,
        "team_id": team.pk,
        "user_id": team.members.get().pk,
        "kind": "tables",
        "object_id": object_id,
        "table_id": object_id,
        "part_kind": "columns",
        "part_id": object_id,
        "format": "svg",
        "notation": "txt",
        "tab": "sql",
        "run_id": 1,
        "draft_id": 1,
        "number": 1,
        "name": "20240101000000_init.sql",
        "key": "abc",
        "uidb36": "abc",
    }
    return reverse(name, kwargs={argument: values[argument] for argument in next(arguments_of(name))})


def arguments_of(name: str) -> Iterator[list[str]]:
    """The arguments each pattern of that name takes, those of the resolvers above it among them."""
    *namespaces, last = name.split(":")
    resolver: Any = get_resolver()
    for namespace in namespaces:
        resolver = resolver.namespace_dict[namespace][1]
    for possibility in resolver.reverse_dict.getlist(last):
        yield possibility[0][0][1]


OF_A_PROJECT = [
    name for name in NAMES if name.startswith("projects:") and {"slug", "team_id"} & set(next(arguments_of(name)))
]


@pytest.fixture
def quiet_client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in OPEN])
def test_nothing_opens_without_signing_in(quiet_client: Client, project: Project, name: str, method: str) -> None:
    url = address(name, project)
    response = getattr(quiet_client, method)(url)
    assert response.status_code == 302, f"{method} {url} answered {response.status_code}"
    assert response.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(OPEN))
def test_what_leads_to_a_sign_in_is_open(quiet_client: Client, project: Project, name: str) -> None:
    response = quiet_client.get(address(name, project))
    assert response.status_code in {200, 302}
    assert "next=" not in response.headers.get("Location", "")


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OF_A_PROJECT)
def test_an_outsider_finds_nothing_of_a_project(
    quiet_client: Client, project: Project, outsider: User, name: str, method: str
) -> None:
    url = address(name, project)
    quiet_client.force_login(outsider)
    response = getattr(quiet_client, method)(url)
    assert response.status_code in {404, 405}, f"{method} {url} answered {response.status_code}"
