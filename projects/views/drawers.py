"""The bottom drawer: SQL of everything, of the selection, of access, of the next migration; problems; history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from designer.catalog.sql_edits import EDITABLE
from designer.design import Design, DesignerError, kind_of
from designer.design.documents import content_hash
from designer.design.integrity import check_design
from designer.migrations import write_access, write_design, write_object
from designer.sql.formatting import format_script
from designer.sql.secrets import hide_secrets
from projects.models import Project, Run
from projects.permissions import get_project
from projects.requests import SignedInRequest
from projects.selectors import list_changes, load_design
from projects.services import plan_drafts
from projects.views.addresses import address_of, address_of_draft, project_address
from projects.views.highlighting import highlight

TABS = (
    ("sql", "SQL"),
    ("selection", "SQL of selection"),
    ("rls", "Row-level security"),
    ("up", "Migration up"),
    ("down", "Migration down"),
    ("problems", "Problems"),
    ("history", "History"),
)
_SHOWN_CHANGES = 200


@require_safe
def show_drawer(request: SignedInRequest, slug: str, tab: str) -> HttpResponse:
    """One tab of the drawer."""
    project = get_project(request, slug)
    if tab not in dict(TABS):
        raise Http404(f"The drawer has no tab {tab}.")
    context = drawer_context(request, project, load_design(project), tab)
    return HttpResponse(render_to_string("projects/designer.html#drawer", context, request))


def drawer_context(
    request: SignedInRequest, project: Project, design: Design, tab: str, selected: UUID | None = None
) -> dict[str, Any]:
    """What a tab shows. A text that cannot be written is replaced by the reason."""
    selected = selected or _selected(request)
    context: dict[str, Any] = {
        "drawer": tab,
        "project": project,
        "base": project_address(project),
        "can_edit": project.membership.can_edit,
    }
    if tab == "history":
        return {**context, "changes": list_changes(project)[:_SHOWN_CHANGES]}
    if tab == "problems":
        return {
            **context,
            "problems": [(row, _address(project, design, row.object_id)) for row in check_design(design)],
            "last_import": _last_import(project),
        }
    if tab in {"up", "down"}:
        return {**context, **_migration(project, tab)}
    try:
        text = hide_secrets(_text(design, tab, selected))
    except DesignerError as error:
        return {**context, "refusal": str(error)}
    if tab == "selection" and context["can_edit"]:
        context["edit_address"] = _edit_address(project, design, selected)
    return {**context, "sql": text, "code": highlight(text), "lines": text.count("\n")}


def _text(design: Design, tab: str, selected: UUID | None) -> str:
    if tab == "selection":
        return write_object(design, selected) if selected and selected in design.by_id else ""
    key = f"preview-{tab}-{content_hash(design)}"
    text = cache.get(key)
    if text is None:
        text = format_script(write_design(design)) if tab == "sql" else write_access(design)
        cache.set(key, text)
    return str(text)


def _edit_address(project: Project, design: Design, selected: UUID | None) -> str:
    """Where the SQL of the selection is edited; nothing for what is changed by its form or not at all."""
    definition = design.by_id.get(selected) if selected else None
    if not isinstance(definition, EDITABLE) or getattr(definition, "is_managed", False):
        return ""
    return f"{address_of(project, kind_of(definition), definition.id)}sql/"


def _selected(request: SignedInRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("selected", ""))
    except ValueError:
        return None


def _last_import(project: Project) -> Run | None:
    runs = Run.objects.filter(project_id=project.pk, kind=Run.Kind.IMPORT, state=Run.State.SUCCEEDED)
    return runs.first()


def _migration(project: Project, tab: str) -> dict[str, Any]:
    try:
        plans = plan_drafts(project)
    except DesignerError as error:
        return {"refusal": str(error)}
    texts = [file.up_sql if tab == "up" else file.down_sql for plan in plans for file in plan.files]
    if tab == "down":
        texts.reverse()
    text = hide_secrets("\n\n".join(texts))
    return {
        "sql": text,
        "code": highlight(text),
        "operations": [row for plan in plans for row in plan.operations],
        "lines": text.count("\n"),
        "release": address_of_draft("release", project, plans[-1].draft if plans else None),
    }


def _address(project: Project, design: Design, object_id: UUID | None) -> str:
    definition = design.by_id.get(object_id) if object_id else None
    return address_of(project, kind_of(definition), definition.id) if definition else ""
