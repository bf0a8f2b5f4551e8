"""The designer page and the objects in it: shown, added, changed, removed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from projects.forms import OBJECT_FORMS, DesignForm, NewTableForm, TableForm
from projects.models import Project
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.inventories import describe_kind
from projects.views.addresses import project_address
from projects.views.edits import answer_edit
from projects.views.inspections import find, find_table, inspect, inspect_form
from projects.views.pages import answer


@require_safe
def show_designer(request: SignedInRequest, slug: str) -> HttpResponse:
    """The diagram with nothing selected."""
    project = get_project(request, slug)
    design = load_design(project)
    return answer(request, project, *inspect(project, design, None), design=design)


@require_http_methods(["GET", "HEAD", "POST"])
def show_object(request: SignedInRequest, slug: str, kind: str, object_id: UUID) -> HttpResponse:
    """An object in the inspector; POST changes it."""
    project = get_editable_project(request, slug) if request.method == "POST" else get_project(request, slug)
    design = load_design(project)
    definition = find(design, kind, object_id)
    if request.method != "POST":
        return answer(request, project, *inspect(project, design, definition), design=design)
    if kind not in OBJECT_FORMS:
        raise Http404("Objects of this kind are not edited here.")
    form = OBJECT_FORMS[kind](request.POST, project=project, design=design, target=definition)
    return _save(request, project, form) or answer(
        request, project, *inspect_form(project, design, definition, form), design=design, status=422
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_table(request: SignedInRequest, slug: str, table_id: UUID) -> HttpResponse:
    """The properties of a table: name, schema, comment, row-level security."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    table = find_table(design, table_id)
    form = TableForm(request.POST or None, project=project, design=design, target=table)
    is_posted = request.method == "POST"
    return (_save(request, project, form) if is_posted else None) or answer(
        request, project, *inspect_form(project, design, table, form), design=design, status=422 if is_posted else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_object(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    """The form for a new object of a kind; POST adds it."""
    project = get_editable_project(request, slug)
    form_class: type[DesignForm] | None = NewTableForm if kind == "tables" else OBJECT_FORMS.get(kind)
    if form_class is None:
        raise Http404("Objects of this kind are not added here.")
    design = load_design(project)
    is_posted = request.method == "POST"
    initial = {name: value for name, value in request.GET.items() if name in form_class.base_fields}
    form = form_class(request.POST if is_posted else None, project=project, design=design, initial=initial)
    word, icon = describe_kind(kind)
    context = {
        "form": form,
        "heading": f"New {word}",
        "word": word,
        "icon_name": icon,
        "is_new": True,
        "kind": kind,
        "action": request.path,
        "back": (project_address(project), "Back to the diagram"),
    }
    return (_save(request, project, form) if is_posted else None) or answer(
        request, project, "projects/inspectors/form.html", context, design=design, status=422 if is_posted else 200
    )


def _save(request: SignedInRequest, project: Project, form: DesignForm) -> HttpResponse | None:
    """The answer after a saved edit; None when it was refused, with the reasons on the form."""
    if not form.is_valid() or not form.save(request.user):
        return None
    return answer_edit(request, project, form.change, [(form.made or form.target).id], before=form.design)
