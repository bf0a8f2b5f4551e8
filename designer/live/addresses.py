"""Which database servers may be reached, and the address a connection is held to.

A name is resolved once; the address that was judged is the one connected to, so a name that answers differently a
moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from designer.design import DesignerError

ANYWHERE = ("public", "private", "loopback")
"""Every address but those of no host at all (link-local, multicast, reserved): for somebody's own machine."""

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_KNOWN = frozenset({"host", "port", "user", "password", "dbname", "sslmode", "connect_timeout", "application_name"})
_MODES = frozenset({"prefer", "require", "verify-ca", "verify-full", "disable", "allow"})


class LiveError(DesignerError):
    """A database that cannot be read; the message never holds its address as it was given, nor a password."""


class Target(Struct, frozen=True):
    """A server that may be reached, held to one address. Never shown whole: `password` is in it."""

    host: str
    address: str
    port: int
    database: str
    user: str
    password: str
    sslmode: str

    def options(self) -> dict[str, str]:
        """libpq's parameters but for the password. Nothing is taken from files or the environment of this process."""
        return {
            "host": self.host,
            "hostaddr": self.address,
            "port": str(self.port),
            "dbname": self.database,
            "user": self.user,
            "sslmode": self.sslmode,
            "passfile": os.devnull,
            "application_name": "rowhouse",
            "connect_timeout": "10",
            **({"sslrootcert": "system"} if self.sslmode == "verify-full" else {}),
        }

    def hide(self, words: str) -> str:
        """A message without the password."""
        return words.replace(self.password, "…") if self.password else words


def find_target(url: str, allowed: Sequence[str]) -> Target:
    """The server an address names, if it may be reached. Raises LiveError.

    `allowed` has the words public, private and loopback, networks (10.0.0.0/8) and names of hosts (db.example.com, or
    .example.com for all below it).
    """
    values = _read_url(url)
    host = values.get("host", "")
    if not host or "," in host or host.startswith(("/", "@")):
        raise LiveError(
            "The address names no host, or several. Give one: postgresql://user:password@host:5432/database"
        )
    port = _port_of(values.get("port") or "5432")
    address = next((found for found in _resolve(host, port) if _may_reach(found, host, allowed)), None)
    if address is None:
        raise LiveError(
            f"The host {host} may not be reached from here. An administrator can allow it with LIVE_IMPORT_ALLOWS."
        )
    return Target(
        host,
        str(address),
        port,
        values.get("dbname") or values.get("user") or "postgres",
        values.get("user") or "postgres",
        values.get("password") or "",
        values.get("sslmode") or "prefer",
    )


def _read_url(url: str) -> dict[str, str]:
    if not url.startswith(("postgresql://", "postgres://")):
        raise LiveError("The address is none of a database: postgresql://user:password@host:5432/database")
    try:
        values = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except (ProgrammingError, ValueError):
        # Without libpq's words, which repeat the address.
        raise LiveError(
            "The address cannot be read. Characters such as @ : / # in a password are written as %40 %3A %2F %23."
        ) from None
    if unknown := sorted(set(values) - _KNOWN):
        raise LiveError(f"The address sets {', '.join(unknown)}, which is not supported. Leave it out.")
    if values.get("sslmode", "prefer") not in _MODES:
        raise LiveError("The address sets an unknown sslmode. Leave it out, or say sslmode=require.")
    return values


def _port_of(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise LiveError("The address names no usable port. PostgreSQL's is 5432.")
    return int(text)


def _resolve(host: str, port: int) -> list[Address]:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise LiveError(f"The host {host} is unknown. Look at its spelling.") from None
    found = dict.fromkeys(ipaddress.ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers)
    return [getattr(address, "ipv4_mapped", None) or address for address in found]


def _may_reach(address: Address, host: str, allowed: Sequence[str]) -> bool:
    if address.is_unspecified or address.is_multicast:
        return False
    return any(_is_meant(address, host.lower().rstrip("."), entry.strip().lower()) for entry in allowed)


def _is_meant(address: Address, host: str, entry: str) -> bool:
    match entry:
        case "":
            return False
        case "public":
            return address.is_global
        case "loopback":
            return address.is_loopback
        case "private":
            return address.is_private and not (address.is_loopback or address.is_link_local or address.is_reserved)
    try:
        network = ipaddress.ip_network(entry, strict=False)
    except ValueError:
        # A name may lead anywhere its owner likes; what is no host's address stays out of reach all the same.
        is_named = host == entry or (entry.startswith(".") and host.endswith(entry))
        return is_named and not address.is_link_local
    return address.version == network.version and address in network
