"""Answering with a fragment to htmx and with the whole page to everybody else, from one template."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from designer.design import Definition, Design, kind_of
from designer.design.type_texts import type_suggestions
from projects.forms.fields import known_roles
from projects.models import Change, Project
from projects.requests import SignedInRequest
from projects.selectors import load_design, next_redo, next_undo
from projects.selectors.inventories import count_kinds, list_inventory
from projects.views.addresses import address_of, project_address
from projects.views.drawers import TABS, drawer_context


def is_fragment(request: SignedInRequest) -> bool:
    """Whether only the part that changes is wanted. Going back in history asks for a whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def answer(
    request: SignedInRequest,
    project: Project,
    template: str,
    context: dict[str, Any],
    *,
    design: Design | None = None,
    status: int = 200,
) -> HttpResponse:
    """The inspector showing a template: alone, or in the designer page."""
    context = {**_common(project), **context}
    if is_fragment(request):
        return HttpResponse(render_to_string(template, context, request), status=status)
    page = designer_context(request, project, design or load_design(project), context.get("selected"))
    context = {**page, **context, "inspector_template": template}
    return HttpResponse(render_to_string("projects/designer.html", context, request), status=status)


def answer_edit(
    request: SignedInRequest,
    project: Project,
    change: Change | None,
    inspected: tuple[str, dict[str, Any]],
    *,
    address: str,
    design: Design,
) -> HttpResponse:
    """After an edit: what is inspected now, the rail and the history buttons anew, and word that the design changed."""
    note = _note(change)
    if not is_fragment(request):
        messages.success(request, note)
        return HttpResponseRedirect(address)
    template, context = inspected
    context = {**_common(project), **context}
    html = render_to_string(template, context, request)
    updates = {**context, **rail_context(design), **history_context(request, project)}
    response = HttpResponse(html + render_to_string("projects/updates.html", updates, request))
    events: dict[str, Any] = {"notice": {"message": note, "undo": change is not None and change.kind == "edit"}}
    if change is not None:
        events["design-changed"] = {}
    response["HX-Trigger"] = json.dumps(events)
    response["HX-Push-Url"] = address
    return response


def designer_context(
    request: SignedInRequest, project: Project, design: Design, selected: UUID | None = None
) -> dict[str, Any]:
    """What the designer page needs beside its inspector."""
    tab = request.GET.get("drawer", "")
    page: dict[str, Any] = {
        **rail_context(design),
        **history_context(request, project),
        "tabs": TABS,
        "known_types": type_suggestions(design),
        "known_roles": known_roles(design),
        "design_names": {
            f"{table.schema}.{table.name}": [column.name for column in table.columns] for table in design.tables
        },
        "figures": count_kinds(design),
    }
    if tab in dict(TABS):
        page |= drawer_context(request, project, design, tab, selected)
    return page


def rail_context(design: Design) -> dict[str, Any]:
    """The list of everything."""
    return {"groups": list_inventory(design), "is_empty": not design.tables}


def history_context(request: SignedInRequest, project: Project) -> dict[str, Any]:
    """What Undo and Redo would do."""
    return {"undo": next_undo(project, request.user), "redo": next_redo(project, request.user)}


def address_after(project: Project, definition: Definition | None) -> str:
    """Where an object is inspected; the project itself where there is none."""
    return address_of(project, kind_of(definition), definition.id) if definition else project_address(project)


def _note(change: Change | None) -> str:
    if change is None:
        return "Nothing was different."
    return f"Saved: {change.label}" if change.kind == Change.Kind.EDIT else change.label


def _common(project: Project) -> dict[str, Any]:
    return {"project": project, "can_edit": project.membership.can_edit, "base": project_address(project)}
