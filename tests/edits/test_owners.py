"""Owners follow their roles: under other names, and back to `postgres` when the role goes."""

from __future__ import annotations

import pytest

from designer.design import Design, Enum, EnumValue, Role, id_from_path
from designer.design.edits.roles import change_role, prefix_roles, remove_role
from designer.design.errors import EditRefused
from designer.design.integrity import check_design

SELLER = Role(id=id_from_path("role", "seller"), name="seller")
MOOD = Enum(
    id=id_from_path("type", "mood"),
    schema="public",
    name="mood",
    values=(EnumValue(id_from_path("enum value", "good"), "good"),),
    owner="seller",
)
DESIGN = Design(roles=(SELLER,), enums=(MOOD,))


def test_owners_follow_a_role_under_another_name() -> None:
    assert change_role(DESIGN, SELLER.id, name="shop").enums[0].owner == "shop"
    assert prefix_roles(DESIGN, "bench_").enums[0].owner == "bench_seller"


def test_a_role_that_owns_something_goes_only_when_told_to() -> None:
    with pytest.raises(EditRefused, match="mood"):
        remove_role(DESIGN, SELLER.id)
    assert remove_role(DESIGN, SELLER.id, with_dependents=True).enums[0].owner is None


def test_an_owner_must_be_there() -> None:
    assert check_design(DESIGN) == ()
    problems = check_design(Design(enums=(MOOD,)))
    assert [problem.message for problem in problems] == [
        "The owner of public.mood: role seller is not in the design. Add the role or remove it here."
    ]
