"""Orders: by dependency first, then by rank and name, whatever the order of the input."""

from __future__ import annotations

from itertools import permutations
from uuid import UUID

from designer.migrations.operations import Footprint, Operation, Part
from designer.migrations.ordering import order_operations


class Step(Operation, frozen=True, kw_only=True, eq=False):
    name: str

    @property
    def subject(self) -> str:
        return self.name


def part(number: int) -> frozenset[Part]:
    return frozenset({Part(UUID(int=number))})


def order(*steps: Step) -> str:
    names = {" ".join(step.subject for step in order_operations(row)) for row in permutations(steps)}
    assert len(names) == 1, names
    return names.pop()


def test_without_dependencies_names_decide() -> None:
    assert order(Step(name="b"), Step(name="a"), Step(name="c")) == "a b c"


def test_what_is_required_comes_before() -> None:
    first, second = Footprint(creates=part(1)), Footprint(requires=part(1))
    assert order(Step(name="b", footprint=first), Step(name="a", footprint=second)) == "b a"


def test_what_the_way_back_needs_is_dropped_after() -> None:
    table, view = Footprint(drops=part(1)), Footprint(restores=part(1))
    assert order(Step(name="a", footprint=table), Step(name="b", footprint=view)) == "b a"


def test_a_name_is_free_before_it_is_taken() -> None:
    slot = frozenset({("relation", "public", "x")})
    assert (
        order(Step(name="a", footprint=Footprint(takes=slot)), Step(name="b", footprint=Footprint(frees=slot))) == "b a"
    )


def test_a_circle_is_broken_at_the_same_place_every_time() -> None:
    one = Footprint(creates=part(1), requires=part(2))
    other = Footprint(creates=part(2), requires=part(1))
    assert order(Step(name="b", footprint=one), Step(name="a", footprint=other)) == "a b"
