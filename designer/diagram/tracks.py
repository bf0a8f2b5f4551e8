"""Tracks: which of the vertical runs in a channel goes left of which, so that few cross and none lie on each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import TypeVar

from msgspec import Struct

CLEARANCE = 6.0
"""Runs on the same track keep this distance, so that their ends do not seem to be one line."""
PASSES = 6
Key = TypeVar("Key", bound=Hashable)


class Segment(Struct):
    """A vertical run in a channel; `lefts` and `rights` are the y at which lines join it from either side."""

    channel: int
    lefts: list[float]
    rights: list[float]

    @property
    def top(self) -> float:
        return min(*self.lefts, *self.rights)

    @property
    def bottom(self) -> float:
        return max(*self.lefts, *self.rights)


def assign_tracks(segments: Mapping[Key, Segment]) -> dict[Key, int]:
    """The track of every segment, counted from the left of its channel."""
    channels: dict[int, list[Key]] = defaultdict(list)
    for key, segment in segments.items():
        channels[segment.channel].append(key)
    tracks: dict[Key, int] = {}
    for keys in channels.values():
        ordered = _order({key: segments[key] for key in keys})
        placed: list[tuple[float, float, int]] = []
        for key in ordered:
            top, bottom = segments[key].top - CLEARANCE, segments[key].bottom + CLEARANCE
            track = max((number + 1 for low, high, number in placed if low < bottom and top < high), default=0)
            placed.append((segments[key].top, segments[key].bottom, track))
            tracks[key] = track
    return tracks


def _order(segments: dict[Key, Segment]) -> list[Key]:
    """From left to right with few crossings: neighbours change places as long as that saves some."""
    order = sorted(segments, key=lambda key: (segments[key].top, segments[key].bottom))
    for _ in range(PASSES):
        changed = False
        for number in range(len(order) - 1):
            left, right = segments[order[number]], segments[order[number + 1]]
            if _crossings(right, left) < _crossings(left, right):
                order[number], order[number + 1] = order[number + 1], order[number]
                changed = True
        if not changed:
            break
    return order


def _crossings(left: Segment, right: Segment) -> int:
    """How often lines cross when `left` runs left of `right`."""
    through_right = sum(right.top < y < right.bottom for y in left.rights)
    return through_right + sum(left.top < y < left.bottom for y in right.lefts)
