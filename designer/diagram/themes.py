"""The colours of a drawing, light and dark. Every text colour reaches WCAG AA (4.5:1) on the surface it stands on."""

from __future__ import annotations

from msgspec import Struct

MONO = "JetBrains Mono Variable,JetBrains Mono,DejaVu Sans Mono,Menlo,Consolas,monospace"
SANS = "Inter Variable,Inter,DejaVu Sans,Helvetica,Arial,sans-serif"


class Theme(Struct, frozen=True, kw_only=True):
    """Colours by the part they paint, as `#rrggbb`."""

    paper: str
    card: str
    header: str
    managed: str
    """Surface of what is not the project's own: the platform's tables."""
    line: str
    """Borders of cards and rules between rows."""
    ink: str
    muted: str
    """Types, notes and everything that may step back."""
    accent: str
    """Foreign keys and the names they lead to."""
    edge: str
    rls: str
    exposed: str
    enum: str


LIGHT = Theme(
    paper="#ffffff",
    card="#ffffff",
    header="#f1f4f8",
    managed="#eceff3",
    line="#c8ced8",
    ink="#18202c",
    muted="#5c6675",
    accent="#1f4fa3",
    edge="#6b7686",
    rls="#6d3fc4",
    exposed="#c02626",
    enum="#eef3ee",
)
DARK = Theme(
    paper="#11141a",
    card="#191e27",
    header="#222936",
    managed="#1d2129",
    line="#3a4352",
    ink="#e7ebf1",
    muted="#a0abbb",
    accent="#8db4f9",
    edge="#8a95a6",
    rls="#b79cf5",
    exposed="#ff7f76",
    enum="#1f2a26",
)
THEMES = {"light": LIGHT, "dark": DARK}
TINTS = {
    "light": {
        "blue": "#d5e4fb",
        "green": "#d3ecdc",
        "amber": "#f8e6bb",
        "red": "#f8d6d3",
        "violet": "#e3daf8",
        "grey": "#dde1e7",
    },
    "dark": {
        "blue": "#20385e",
        "green": "#1b4029",
        "amber": "#4a3812",
        "red": "#532622",
        "violet": "#3a2d61",
        "grey": "#343b46",
    },
}
"""Colours people give to tables, areas and notes, as the page has them (`--rh-tint-…`)."""
