"""Who may be reached by an address, and that nobody else is."""

from __future__ import annotations

import socket

import pytest

from designer.live.addresses import ANYWHERE, LiveError, find_target


def answer(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Makes every name lead to these addresses, as the owner of a name could."""

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    ("addresses", "allowed", "reached"),
    [
        (["93.184.216.34"], ["public"], "93.184.216.34"),
        (["10.0.0.5"], ["public"], None),
        (["127.0.0.1"], ["public", "private"], None),
        (["169.254.169.254"], ["public", "private", "loopback"], None),
        (["::ffff:10.0.0.5"], ["public"], None),
        (["::1"], ["public"], None),
        (["fd00::5"], ["public"], None),
        (["0.0.0.0"], ANYWHERE, None),
        (["10.0.0.5", "93.184.216.34"], ["public"], "93.184.216.34"),
        (["10.0.0.5"], ["10.0.0.0/8"], "10.0.0.5"),
        (["10.0.0.5"], ["db.example.com"], "10.0.0.5"),
        (["10.0.0.5"], [".example.com"], "10.0.0.5"),
        (["169.254.169.254"], ["db.example.com"], None),
        (["10.0.0.5"], [".ample.com"], None),
        (["127.0.0.1"], ["loopback"], "127.0.0.1"),
        (["93.184.216.34"], [], None),
    ],
)
def test_only_allowed_addresses_are_reached(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], allowed: list[str], reached: str | None
) -> None:
    answer(monkeypatch, *addresses)
    url = "postgresql://me:pw@db.example.com/app"
    if reached is None:
        with pytest.raises(LiveError, match=r"db.example.com may not be reached.*LIVE_IMPORT_ALLOWS"):
            find_target(url, allowed)
        return
    target = find_target(url, allowed)
    # Held to the address that was judged, whatever the name says a moment later.
    assert (target.options()["host"], target.options()["hostaddr"]) == ("db.example.com", reached)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("host=127.0.0.1", "none of a database"),
        ("mysql://me@db.example.com/app", "none of a database"),
        ("postgresql:///app", "names no host"),
        ("postgresql://me@%2Frun%2Fpostgresql/app", "names no host"),
        ("postgresql://me@a.example.com:1,b.example.com:1/app", "or several"),
        ("postgresql://me@db.example.com/app?hostaddr=10.0.0.1", "sets hostaddr"),
        ("postgresql://me@db.example.com/app?service=x", "sets service"),
        ("postgresql://me@db.example.com/app?sslkey=/etc/key&passfile=/etc/shadow", "sets passfile, sslkey"),
        ("postgresql://me@db.example.com/app?options=-c%20x", "sets options"),
        ("postgresql://me@db.example.com:0/app", "no usable port"),
        ("postgresql://me@db.example.com/app?sslmode=odd", "unknown sslmode"),
    ],
)
def test_addresses_that_lead_elsewhere_are_refused(monkeypatch: pytest.MonkeyPatch, url: str, words: str) -> None:
    answer(monkeypatch, "93.184.216.34")
    with pytest.raises(LiveError, match=words):
        find_target(url, ANYWHERE)


def test_a_refusal_never_repeats_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "10.0.0.1")
    for url in (
        "postgresql://me:hunter2@db/app",
        "postgresql://me:hunter2@[::bad/app",
        "postgresql://me:hunter2@db:x/app",
    ):
        with pytest.raises(LiveError) as caught:
            find_target(url, ["public"])
        assert "hunter2" not in str(caught.value)
