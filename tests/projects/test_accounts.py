"""Signing in, with and without a second factor."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from projects.models import User

PASSWORD = "alice-has-a-password"


def sign_in(client: Client, email: str = "alice@example.com") -> str:
    """Where the sign-in form leads."""
    response = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert response.status_code == 302
    return str(response.headers["Location"])


def test_a_person_signs_in_by_email_whatever_its_case(client: Client, owner: User) -> None:
    assert sign_in(client, "Alice@Example.com") == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_says_no_more_than_it_must(client: Client, owner: User) -> None:
    unknown = client.post(reverse("account_login"), {"login": "nobody@example.com", "password": "x"})
    wrong = client.post(reverse("account_login"), {"login": "alice@example.com", "password": "x"})
    assert unknown.context["form"].errors == wrong.context["form"].errors != {}


def test_a_second_factor_is_asked_for_once_it_is_set_up(client: Client, owner: User) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(owner, secret)
    assert sign_in(client) == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    response = client.post(reverse("mfa_authenticate"), {"code": code})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_a_second_factor_can_be_set_up_after_the_password_was_given_again(client: Client, owner: User) -> None:
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    assert "data:image/svg+xml" in page.content.decode()


@pytest.mark.parametrize(("is_open", "shows_form"), [(True, True), (False, False)])
def test_sign_up_can_be_closed(client: Client, db: None, settings: Settings, is_open: bool, shows_form: bool) -> None:
    settings.SIGNUP_IS_OPEN = is_open
    assert ('name="password1"' in client.get(reverse("account_signup")).content.decode()) is shows_form


def test_pages_forbid_what_they_do_not_need(client: Client, db: None) -> None:
    policy = client.get(reverse("account_login")).headers["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["script-src"] == "'self'"
    assert "unsafe" not in policy
    assert rules["frame-ancestors"] == "'none'"
