"""Packing rectangles on a sheet: the parts of a drawing that no line connects."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

ASPECT = 1.5
"""Width to height the sheet should have, about that of a screen."""


def pack(sizes: Sequence[tuple[float, float]], gap: float, *, least_width: float = 0) -> list[tuple[float, float]]:
    """Upper left corners for rectangles of these sizes (width, height), in the order given, `gap` pixels apart.

    The sheet is at least `least_width` wide. Bottom-left heuristic on a skyline: each rectangle goes to the highest
    place that fits, leftmost among equals. Give large ones first.
    """
    area = sum((width + gap) * (height + gap) for width, height in sizes)
    sheet = max([least_width + gap, sqrt(area * ASPECT), *(width + gap for width, _ in sizes)])
    skyline = [(0.0, sheet, 0.0)]
    corners: list[tuple[float, float]] = []
    for width, height in sizes:
        x, y = _lowest(skyline, width + gap, sheet)
        corners.append((x, y))
        skyline = _raise(skyline, x, x + width + gap, y + height + gap)
    return corners


def _lowest(skyline: list[tuple[float, float, float]], width: float, sheet: float) -> tuple[float, float]:
    best = (0.0, max(top for _, _, top in skyline))
    for number, (x, _, _) in enumerate(skyline):
        if x + width > sheet + 0.01:
            break
        top = 0.0
        for left, _, level in skyline[number:]:
            if left >= x + width - 0.01 or top >= best[1]:
                break
            top = max(top, level)
        if top < best[1]:
            best = (x, top)
    return best


def _raise(
    skyline: list[tuple[float, float, float]], start: float, end: float, top: float
) -> list[tuple[float, float, float]]:
    """The skyline (runs of left, right, level) with a new level between start and end."""
    runs: list[tuple[float, float, float]] = []
    placed = False
    for left, right, level in skyline:
        if left < start:
            runs.append((left, min(right, start), level))
        if not placed and right > start:
            runs.append((start, end, top))
            placed = True
        if right > end:
            runs.append((max(left, end), right, level))
    return [run for run in runs if run[1] - run[0] > 0.01]
