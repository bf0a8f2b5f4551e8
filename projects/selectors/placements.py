"""What people have made of the canvas."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from projects.models import Area, NamedView, Note, Placement, Project


class Standing(Struct, frozen=True, omit_defaults=True):
    """A `Placement` as the page gets it."""

    x: float | None = None
    y: float | None = None
    colour: str = ""
    is_collapsed: bool = False
    area: UUID | None = None


class Marks(Struct, frozen=True, kw_only=True):
    """Everything on the canvas that is not schema, by id."""

    placements: dict[UUID, Standing]
    areas: dict[UUID, dict[str, str]]
    notes: dict[UUID, dict[str, str | float]]
    views: dict[UUID, dict[str, str | dict[str, tuple[float, float]]]]

    @property
    def places(self) -> dict[UUID, tuple[float, float]]:
        """Upper left corners of what stands where somebody put it, in CSS pixels; empty while all is laid out."""
        return {id_: (row.x, row.y) for id_, row in self.placements.items() if row.x is not None and row.y is not None}


def load_marks(project: Project) -> Marks:
    """The project's placements, areas, notes and named views."""
    placements = Placement.objects.filter(project_id=project.pk).order_by("object_id")
    areas = Area.objects.filter(project_id=project.pk).order_by("id")
    notes = Note.objects.filter(project_id=project.pk).order_by("id")
    views = NamedView.objects.filter(project_id=project.pk).order_by("name", "id")
    return Marks(
        placements={
            row[0]: Standing(*row[1:])
            for row in placements.values_list("object_id", "x", "y", "colour", "is_collapsed", "area_id")
        },
        areas={row.id: {"name": row.name, "colour": row.colour} for row in areas},
        notes={
            row.id: {"text": row.text, "x": row.x, "y": row.y, "width": row.width, "colour": row.colour}
            for row in notes
        },
        views={row.id: {"name": row.name, "places": row.places} for row in views},
    )
