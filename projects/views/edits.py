"""The answer to a saved edit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from designer.design import Design, kind_of
from projects.models import Change, Project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.inventories import list_inventory
from projects.views.addresses import address_of, project_address
from projects.views.inspections import inspect
from projects.views.pages import common, history_context, is_fragment, render_fragment


def answer_edit(
    request: SignedInRequest, project: Project, change: Change | None, object_ids: Iterable[UUID], *, before: Design
) -> HttpResponse:
    """What is inspected now (the first of these objects that exists), the history buttons, the rail where it differs.

    `before` is the design the page showed. Without htmx: a redirect to the object.
    """
    project.refresh_from_db(fields=["change_count"])
    design = load_design(project)
    definition = next((design.by_id[id_] for id_ in object_ids if id_ in design.by_id), None)
    address = address_of(project, kind_of(definition), definition.id) if definition else project_address(project)
    if not is_fragment(request):
        messages.success(request, _note(change))
        return HttpResponseRedirect(address)
    template, inspected = inspect(project, design, definition)
    groups = list_inventory(design)
    context = {
        **common(project),
        **inspected,
        **_history(request, project, change),
        "groups": groups,
        "is_rail_new": groups != list_inventory(before),
        "is_empty": not design.tables,
    }
    html = render_fragment(request, template, context) + render_to_string("projects/updates.html", context, request)
    response = HttpResponse(html)
    response["HX-Trigger"] = json.dumps(_events(change))
    response["HX-Push-Url"] = address
    return response


def _events(change: Change | None) -> dict[str, Any]:
    can_undo = change is not None and change.kind == Change.Kind.EDIT
    events: dict[str, Any] = {"notice": {"message": _note(change), "undo": can_undo}}
    return events if change is None else {**events, "design-changed": {}}


def _history(request: SignedInRequest, project: Project, change: Change | None) -> dict[str, Any]:
    # After an edit of one's own the answer is known without asking the store.
    if change is not None and change.kind == Change.Kind.EDIT:
        return {"undo": change, "redo": None}
    return history_context(request, project)


def _note(change: Change | None) -> str:
    if change is None:
        return "Nothing was different."
    return f"Saved: {change.label}" if change.kind == Change.Kind.EDIT else change.label
