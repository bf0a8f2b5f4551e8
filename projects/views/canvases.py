"""The canvas: what the designer page draws, and where people have put it."""

from __future__ import annotations

import hashlib
from typing import get_args
from uuid import UUID

import msgspec
from django.db import IntegrityError
from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from designer.diagram import (
    Canvas,
    Detail,
    GraphvizFailedError,
    GraphvizMissingError,
    GraphvizTimeoutError,
    make_canvas,
    make_cards_of,
)
from designer.diagram.directions import Direction, find_places
from designer.diagram.lenses import look_at_changes, look_at_findings, look_at_reading, look_at_sights, look_at_volume
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design, released_design
from projects.selectors.designs import newest_change
from projects.selectors.histories import changed_since
from projects.selectors.placements import Marks, load_marks
from projects.selectors.runs import found_objects, measured_sights
from projects.services.errors import EditRefused
from projects.services.placements import CanvasPatch, change_canvas
from projects.views.packed import answer_packed

_MOST_CARDS = 20
"""Of more, drawing everything anew takes no longer."""


@require_safe
def show_canvas(request: SignedInRequest, slug: str) -> HttpResponse:
    """Cards and edges with their places, as JSON. A browser that has them is told so."""
    project = get_project(request, slug)
    detail = _detail(request)
    marks = load_marks(project)
    state = hashlib.sha256(msgspec.json.encode(marks)).hexdigest()
    key = f"canvas-{project.pk}-{newest_change(project)}-{detail}-{state}"
    try:
        return answer_packed(
            request,
            key,
            lambda: Answer(make_canvas(load_design(project), detail=detail, places=marks.places), marks),
        )
    except (GraphvizMissingError, GraphvizFailedError, GraphvizTimeoutError) as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")


@require_safe
def show_cards(request: SignedInRequest, slug: str) -> HttpResponse:
    """The cards of what changed after a change (`after`), as they are now: shown before everything is drawn anew."""
    project = get_project(request, slug)
    after = request.GET.get("after", "")
    ids = changed_since(project, int(after), most=_MOST_CARDS) if after.isdecimal() else None
    cards = make_cards_of(load_design(project), ids, detail=_detail(request)) if ids else ()
    return HttpResponse(msgspec.json.encode(cards), content_type="application/json")


@require_safe
def show_lens(request: SignedInRequest, slug: str) -> HttpResponse:
    """Of every table what has changed since the last release, `about` it what was found or how many rows it is said
    to have, how much `role` may read of it, or what `persona` was seen to read.
    """
    project = get_project(request, slug)
    design = load_design(project)
    if role := request.GET.get("role"):
        lens = look_at_reading(design, role)
    elif persona := request.GET.get("persona"):
        sights, age = measured_sights(project, persona)
        note = f"Measured {age} {'edit' if age == 1 else 'edits'} ago: see Access." if age else ""
        lens = look_at_sights(design, sights, note)
    elif request.GET.get("about") == "advice":
        lens = look_at_findings(design, found_objects(project))
    elif request.GET.get("about") == "volume":
        lens = look_at_volume(design, project.row_counts)
    else:
        lens = look_at_changes(released_design(project), design)
    return HttpResponse(msgspec.json.encode(lens), content_type="application/json")


@require_POST
def change(request: SignedInRequest, slug: str) -> HttpResponse:
    """Changes places, looks, areas and notes by a patch in JSON."""
    project = get_editable_project(request, slug)
    try:
        patch = msgspec.json.decode(request.body, type=CanvasPatch)
        page = int(request.GET.get("page", "0")) % 2**31
        change_canvas(project=project, patch=patch, page=page)
    except (msgspec.MsgspecError, ValueError, EditRefused, IntegrityError) as error:
        reason = "An id belongs to another project." if isinstance(error, IntegrityError) else str(error)
        return HttpResponse(f"The canvas is as it was. {reason}", status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
def lay_out(request: SignedInRequest, slug: str) -> HttpResponse:
    """Where some tables, views and enums (ids as JSON) would stand if they were laid out alone; changes nothing."""
    project = get_editable_project(request, slug)
    try:
        ids = msgspec.json.decode(request.body, type=set[UUID])
        asked = request.GET.get("direction")
        direction: Direction = next((known for known in get_args(Direction) if known == asked), "right")
        places = find_places(load_design(project), scope=ids, detail=_detail(request), direction=direction)
    except msgspec.MsgspecError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    except (GraphvizMissingError, GraphvizFailedError, GraphvizTimeoutError) as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(msgspec.json.encode(places), content_type="application/json")


def _detail(request: SignedInRequest) -> Detail:
    return next((known for known in get_args(Detail) if known == request.GET.get("detail")), "all")


class Answer(msgspec.Struct, frozen=True):
    """What the page gets: the canvas, and what people have made of it."""

    canvas: Canvas
    marks: Marks
