"""What people make of the canvas: places, looks, areas, notes and named views, as patches that one can take back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from django.db import models, transaction
from msgspec import Meta, Struct

from projects.models import Area, NamedView, Note, Placement, Project
from projects.services.announcements import announce
from projects.services.errors import EditRefused

MOST_ROWS = 20_000
Pixels = Annotated[float, Meta(ge=-1_000_000, le=1_000_000)]
Colour = Literal["", "blue", "green", "amber", "red", "violet", "grey"]
Row = TypeVar("Row", Area, Note, NamedView)


class PlacementBody(Struct, frozen=True, kw_only=True):
    """All there is to say of a definition on the canvas; see `Placement`."""

    x: Pixels | None = None
    y: Pixels | None = None
    colour: Colour = ""
    is_collapsed: bool = False
    area: UUID | None = None


class AreaBody(Struct, frozen=True, kw_only=True):
    """All there is to say of an area; see `Area`."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    colour: Colour = ""


class NoteBody(Struct, frozen=True, kw_only=True):
    """All there is to say of a note; see `Note`."""

    text: Annotated[str, Meta(max_length=10_000)]
    x: Pixels
    y: Pixels
    width: Annotated[float, Meta(ge=80, le=2000)] = 240
    colour: Colour = ""


class NamedViewBody(Struct, frozen=True, kw_only=True):
    """All there is to say of a named view; see `NamedView`."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    places: dict[UUID, tuple[Pixels, Pixels]]


class CanvasPatch(Struct, frozen=True, kw_only=True):
    """What becomes of the named rows: each is replaced as a whole, or removed where it is null. Others stay.

    So the patch that takes another one back holds the same names with what was there before.
    """

    placements: dict[UUID, PlacementBody | None] = {}
    areas: dict[UUID, AreaBody | None] = {}
    notes: dict[UUID, NoteBody | None] = {}
    views: dict[UUID, NamedViewBody | None] = {}


@transaction.atomic
def change_canvas(*, project: Project, patch: CanvasPatch, page: int = 0) -> None:
    """Applies a patch. `page` is a number that the sending page goes by, so that it need not listen to itself.

    The last patch of a row wins: a place is nothing one could merge. Raises EditRefused for patches of absurd size.
    """
    shown = sum(len(body.places) for body in patch.views.values() if body is not None)
    if len(patch.placements) + len(patch.areas) + len(patch.notes) + len(patch.views) + shown > MOST_ROWS:
        raise EditRefused(f"This would change more than {MOST_ROWS:,} things on the canvas at once. Take fewer.")
    _replace_placements(project, patch.placements)
    _replace(
        Area,
        project,
        patch.areas.keys(),
        [
            Area(id=id_, project=project, name=body.name, colour=body.colour)
            for id_, body in patch.areas.items()
            if body is not None
        ],
    )
    _replace(
        Note,
        project,
        patch.notes.keys(),
        [
            Note(id=id_, project=project, text=body.text, x=body.x, y=body.y, width=body.width, colour=body.colour)
            for id_, body in patch.notes.items()
            if body is not None
        ],
    )
    _replace(
        NamedView,
        project,
        patch.views.keys(),
        [
            NamedView(
                id=id_,
                project=project,
                name=body.name,
                places={str(shown_id): place for shown_id, place in body.places.items()},
            )
            for id_, body in patch.views.items()
            if body is not None
        ],
    )
    announce(project, "canvas", number=page)


def save_placements(*, project: Project, positions: Mapping[UUID, tuple[float, float]]) -> None:
    """Puts things where somebody wants them (CSS pixels of the upper left corner); others keep their places."""
    bodies = {object_id: PlacementBody(x=x, y=y) for object_id, (x, y) in positions.items()}
    change_canvas(project=project, patch=CanvasPatch(placements=dict(bodies)))


def _replace_placements(project: Project, bodies: Mapping[UUID, PlacementBody | None]) -> None:
    Placement.objects.filter(project_id=project.pk, object_id__in=bodies.keys()).delete()
    Placement.objects.bulk_create(
        Placement(
            project=project,
            object_id=object_id,
            x=body.x,
            y=body.y,
            colour=body.colour,
            is_collapsed=body.is_collapsed,
            area_id=body.area,
        )
        for object_id, body in bodies.items()
        if body is not None
    )


def _replace(model: type[models.Model], project: Project, ids: Iterable[UUID], rows: Iterable[Row]) -> None:
    """The rows in the place of those with these ids; ids of other projects' rows are refused by their primary key."""
    model._default_manager.filter(project=project, pk__in=ids).delete()
    model._default_manager.bulk_create(rows)
