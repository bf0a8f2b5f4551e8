"""The SQL of an object, to be edited in the drawer."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from designer.catalog.sql_edits import EDITABLE, SqlRefused
from designer.design import DesignerError
from designer.design.edits.lookups import full_name
from designer.migrations import write_object
from designer.sql.secrets import hide_secrets
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.services import EditConflict
from projects.services.sql_edits import edit_sql
from projects.views.addresses import address_of
from projects.views.edits import answer_edit
from projects.views.inspections import find
from projects.views.pages import common, is_fragment

_LONGEST = 200_000
"""Characters; an object of more is changed by importing it."""


@require_http_methods(["GET", "HEAD", "POST"])
def edit_object_sql(request: SignedInRequest, slug: str, kind: str, object_id: UUID) -> HttpResponse:
    """An editor with the SQL that creates an object; POST makes the object what it says."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    definition = find(design, kind, object_id)
    if not isinstance(definition, EDITABLE) or getattr(definition, "is_managed", False):
        raise Http404("The SQL of objects of this kind is not edited here.")
    if not is_fragment(request) and request.method != "POST":
        return HttpResponseRedirect(f"{address_of(project, kind, object_id)}?drawer=selection")
    original = write_object(design, object_id).strip()
    context = {**common(project), "action": request.path, "name": full_name(definition), "text": original}
    context["is_secret"] = hide_secrets(original) != original
    if request.method != "POST":
        return render(request, "projects/sql_editor.html", context)
    context["text"] = text = request.POST.get("text", "").replace("\r\n", "\n")[:_LONGEST]
    expected = request.POST.get("based_on", "")
    try:
        change = edit_sql(
            project=project,
            acting_user=request.user,
            object_id=object_id,
            text=text,
            expected_number=int(expected) if expected.isdigit() else None,
        )
    except (DesignerError, EditConflict) as error:
        context["refusal"] = str(error)
        if isinstance(error, SqlRefused):
            context |= {"line": error.line, "column": error.column, "source": _line_of(text, error.line)}
        refused = render(request, "projects/sql_editor.html", context, status=422)
        refused["HX-Retarget"] = "#drawer-body"
        return refused
    return answer_edit(request, project, change, [object_id], before=design)


def _line_of(text: str, line: int) -> str:
    lines = text.split("\n")
    return lines[line - 1] if 0 < line <= len(lines) else ""
