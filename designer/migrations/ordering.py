"""Putting operations into an order that runs, forwards and (reversed) backwards; equal input gives equal order."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from designer.migrations.operations import Operation

_Edges = dict[int, set[int]]


def order_operations(operations: Iterable[Operation]) -> list[Operation]:
    """A topological order; among independent operations by rank, then by the object's name.

    Where operations wait for one another in a circle, the one of the lowest rank goes first, and a server decides.
    """
    rows = list(operations)
    following, waiting = _edges(rows)
    ready = [_key(rows, place) for place in range(len(rows)) if not waiting[place]]
    heapq.heapify(ready)
    ordered: list[Operation] = []
    done: set[int] = set()
    while len(ordered) < len(rows):
        if ready:
            place = heapq.heappop(ready)[-1]
        else:
            place = min(_key(rows, place) for place in range(len(rows)) if place not in done)[-1]
        if place in done:
            continue
        done.add(place)
        ordered.append(rows[place])
        for next_place in following[place]:
            waiting[next_place].discard(place)
            if not waiting[next_place] and next_place not in done:
                heapq.heappush(ready, _key(rows, next_place))
    return ordered


def _key(rows: Sequence[Operation], place: int) -> tuple[int, str, int]:
    return rows[place].rank, rows[place].place, place


def _edges(rows: Sequence[Operation]) -> tuple[_Edges, _Edges]:
    """For each operation, those that come after it and those it waits for."""
    following: _Edges = {place: set() for place in range(len(rows))}
    waiting: _Edges = {place: set() for place in range(len(rows))}

    def add(first: int, second: int) -> None:
        if first != second:
            following[first].add(second)
            waiting[second].add(first)

    creators = _index(rows, lambda row: row.footprint.creates)
    droppers = _index(rows, lambda row: row.footprint.drops)
    freers = _index(rows, lambda row: row.footprint.frees)
    for place, row in enumerate(rows):
        for creator in _places(creators, row.footprint.requires):
            add(creator, place)
        for dropper in _places(droppers, row.footprint.restores):
            add(place, dropper)
        for freer in _places(freers, row.footprint.takes):
            add(freer, place)
    return following, waiting


def _index(rows: Sequence[Operation], values_of: object) -> Mapping[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for value in values_of(row):  # type: ignore[operator]
            places[value].append(place)
    return places


def _places(index: Mapping[Hashable, list[int]], values: Iterable[Hashable]) -> Iterable[int]:
    for value in values:
        yield from index.get(value, ())
