"""Personas: as whom the commands are run, each with its database role and its claims."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from designer.access.tenancies import Membership, Tenancy
from designer.design.access_models import ANON, SERVICE, SIGNED_IN, OwnPersona
from designer.design.errors import DesignerError
from designer.postgres.quoting import quote_identifier, quote_literal

_NOBODY = "00000000-0000-4000-8000-00000000f00d"
"""The id of the stranger where nothing refers to users, so that there are none."""


class Persona(Struct, frozen=True, kw_only=True):
    """Somebody who sends commands: the `number` of the person, None for whoever owns nothing, and those of tenants."""

    name: str
    role: str
    claims: dict[str, Any] | None = None
    number: int | None = None
    tenants: frozenset[int] = frozenset()

    def become(self) -> str:
        """The statements that make the transaction this persona's, as PostgREST does it."""
        claims = json.dumps(self.claims) if self.claims is not None else ""
        return (
            f"set local role {quote_identifier(self.role)};\n"
            f'set local "request.jwt.claims" = {quote_literal(claims)};\n'
            # The older settings would win over the claims where both are set.
            "set local \"request.jwt.claim.sub\" = '';\n"
            "set local \"request.jwt.claim.role\" = '';"
        )


def make_personas(
    tenancy: Tenancy,
    people: Sequence[str],
    *,
    tenants: Sequence[str] = (),
    marks: Sequence[str] = (),
    roles: Sequence[str] = (),
    with_second_factor: bool = False,
) -> list[Persona]:
    """Everybody worth trying: `people` are the ids of the users in the order of their rows (see fixtures).

    `tenants` are the keys of tenants A and B, for tokens that name one.
    `with_second_factor` adds the first person once more with a token of level aal2. `marks` are the names of the tables
    that mark people, `roles` the project's database roles that a token may name.
    """
    found = [Persona(name="anon", role="anon", claims={"role": "anon"})]
    last = len(people) - 1 if people else None
    outsider = _claims(people[-1] if people else _NOBODY)
    found.append(Persona(name="stranger", role="authenticated", claims=outsider, number=last))
    membership = tenancy.membership
    for number, id_ in enumerate(people[:-1]):
        theirs: frozenset[int] = frozenset()
        claims = _claims(id_)
        if membership is None:
            name = f"user {'AB'[number]}"
        elif number < 2 * membership.roles:
            group, place = divmod(number, membership.roles)
            role = membership.labels[place] if membership.labels else "member"
            name = f"{role} in tenant {'AB'[group]}" if membership.tenants else f"{role} {'AB'[group]}"
            theirs = frozenset({group} if membership.tenants else ())
            claims["app_metadata"] = _metadata(membership, role, tenants[group] if tenants else "")
        elif number == tenancy.people[tenancy.IN_BOTH]:
            if not membership.table or not membership.tenants:
                continue  # a token names one tenant
            name, theirs = "in both tenants", frozenset({0, 1})
            claims["app_metadata"] = _metadata(membership, "", tenants[0])
        elif number == tenancy.people[tenancy.FORMER]:
            if not membership.tenants:
                continue
            name = "former member of tenant A"
        else:
            name = f"in {marks[number - 2 * membership.roles]}"
        found.append(Persona(name=name, role="authenticated", claims=claims, number=number, tenants=theirs))
    if with_second_factor and people[:-1]:
        first = found[2]
        claims = {**(first.claims or {}), "aal": "aal2"}
        found.append(msgspec.structs.replace(first, name=f"{first.name}, second factor", claims=claims))
    anonymous = {**outsider, "is_anonymous": True}
    found.append(Persona(name="anonymous sign-in", role="authenticated", claims=anonymous, number=last))
    unknown = {key: value for key, value in outsider.items() if key != "sub"}
    found.append(Persona(name="token without sub", role="authenticated", claims=unknown))
    found += [Persona(name=role, role=role, claims={**outsider, "role": role}) for role in roles]
    found.append(Persona(name="service_role", role="service_role", claims={"role": "service_role"}))
    return found


def add_own_personas(found: Sequence[Persona], own: Sequence[OwnPersona], roles: Sequence[str] = ()) -> list[Persona]:
    """These and the project's own, each like one of them with other claims. Raises DesignerError naming the persona.

    `roles` are the project's database roles that a token may name.
    """
    known = {row.name: row for row in found}
    added: list[Persona] = []
    for row in own:
        if row.name in known or row.name in [other.name for other in added]:
            raise DesignerError(f"There are two personas “{row.name}”. Give yours another name.")
        like = known.get(row.like)
        if like is None:
            raise DesignerError(
                f"The persona “{row.name}” is to be like “{row.like}”, and there is nobody of that name. "
                f"There are: {', '.join(known)}."
            )
        changes = read_claims(row.name, row.claims, roles)
        claims = _merged(like.claims or {}, changes)
        is_known = "sub" in claims
        added.append(
            msgspec.structs.replace(
                like,
                name=row.name,
                role=claims.get("role", like.role),
                claims=claims,
                number=like.number if is_known else None,
                tenants=like.tenants if is_known else frozenset(),
            )
        )
    return [*found, *added]


def read_claims(name: str, text: str, roles: Sequence[str] = ()) -> dict[str, Any]:
    """The claims of a project's own persona. Raises DesignerError for what no token could say."""
    try:
        claims = json.loads(text)
    except ValueError as error:
        raise DesignerError(f"The claims of the persona “{name}” are not JSON: {error}.") from None
    if not isinstance(claims, dict):
        raise DesignerError(f'The claims of the persona “{name}” must be an object, like {{"aal": "aal2"}}.')
    if claims.get("sub") is not None:
        raise DesignerError(
            f"The persona “{name}” has a “sub”. Say whom it is like instead; null makes a token without one."
        )
    known = (ANON, SIGNED_IN, SERVICE, *roles)
    if "role" in claims and claims["role"] not in known:
        raise DesignerError(
            f"The token of the persona “{name}” names the role {json.dumps(claims['role'], ensure_ascii=False)}, "
            f"which the API cannot take. Choose one of: {', '.join(known)}."
        )
    return claims


def _merged(claims: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    merged = dict(claims)
    for name, value in changes.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            before = merged.get(name)
            merged[name] = _merged(before if isinstance(before, dict) else {}, value)
        else:
            merged[name] = value
    return merged


def _metadata(membership: Membership, role: str, tenant: str) -> dict[str, str]:
    """What the token says of tenant and role, where it is asked."""
    said = {membership.claim: tenant, membership.role_claim: role}
    return {name: value for name, value in said.items() if name and value}


def _claims(sub: str) -> dict[str, Any]:
    return {
        "sub": sub,
        "role": "authenticated",
        "aud": "authenticated",
        "email": f"{sub[:8]}@example.com",
        "app_metadata": {},
        "user_metadata": {},
        "aal": "aal1",
        "is_anonymous": False,
    }
