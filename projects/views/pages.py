"""Answering with a fragment to htmx and with the whole page to everybody else, from one template."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from designer.design import Design
from designer.design.type_texts import type_suggestions
from projects.forms.fields import known_roles
from projects.models import Project
from projects.requests import SignedInRequest
from projects.selectors import load_design, next_redo, next_undo
from projects.selectors.inventories import count_kinds, list_inventory
from projects.selectors.runs import measured_personas
from projects.services.starters import list_starters
from projects.views.addresses import project_address
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
    context = {**common(project), **context}
    if is_fragment(request):
        return HttpResponse(render_fragment(request, template, context), status=status)
    page = designer_context(request, project, design or load_design(project), context.get("selected"))
    context = {**page, **context, "inspector_template": template}
    return HttpResponse(render_to_string("projects/designer.html", context, request), status=status)


def render_fragment(request: SignedInRequest, template: str, context: dict[str, Any]) -> str:
    """The inspector alone, with the title the window gets."""
    title = " · ".join(filter(None, [context.get("heading"), context["project"].name, "Rowhouse"]))
    return format_html("<title>{}</title>", title) + render_to_string(template, context, request)


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
        "measured_personas": measured_personas(project),
        "design_names": design_names(design),
        "figures": count_kinds(design),
    }
    if tab in dict(TABS):
        page |= drawer_context(request, project, design, tab, selected)
    return page


def design_names(design: Design) -> dict[str, list[str]]:
    """Tables and their columns, for SQL editors to complete from."""
    return {f"{table.schema}.{table.name}": [column.name for column in table.columns] for table in design.tables}


def rail_context(design: Design) -> dict[str, Any]:
    """The list of everything."""
    is_empty = not design.tables
    return {"groups": list_inventory(design), "is_empty": is_empty, "starters": list_starters() if is_empty else ()}


def history_context(request: SignedInRequest, project: Project) -> dict[str, Any]:
    """What Undo and Redo would do."""
    return {"undo": next_undo(project, request.user), "redo": next_redo(project, request.user)}


def common(project: Project) -> dict[str, Any]:
    """What every template of a project may use."""
    return {"project": project, "can_edit": project.membership.can_edit, "base": project_address(project)}
