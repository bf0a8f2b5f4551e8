"""The SQL of a file of a draft, edited by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from designer.design import DesignerError
from projects.forms.hand_edits import HandEditForm
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.services import EditRefused, plan_release
from projects.services.hand_edits import (
    EditedFiles,
    HandEdit,
    StaleEdit,
    base_of,
    draft_name,
    drop_hand_edit,
    save_hand_edit,
)
from projects.views.addresses import address_of_draft
from projects.views.highlighting import highlight
from projects.views.pages import design_names
from projects.views.releases import get_draft


@require_http_methods(["GET", "HEAD", "POST"])
def edit_file(request: SignedInRequest, slug: str, name: str, draft_id: int | None = None) -> HttpResponse:
    """The text of one file, up and down. POST keeps it, or with `generated` goes back to what Rowhouse writes."""
    project = get_editable_project(request, slug)
    draft = get_draft(project, draft_id)
    address = address_of_draft("release", project, draft)
    back = HttpResponseRedirect(address)
    try:
        plan = plan_release(project, draft)
    except DesignerError:  # the page of the release says why
        return back
    hand = plan.hand
    generated = next((file for file in hand.generated if draft_name(file.name_suffix) == name), None)
    stale = next((row for row in hand.stale if row.name == name), None)
    if "generated" in request.POST and (generated or stale):
        drop_hand_edit(project=project, draft=draft, suffix=_suffix(name, hand))
        messages.success(request, f"{name}.sql is what Rowhouse writes again.")
        return back
    if generated is None:
        raise Http404(f"The migration has no file {name}.")
    form = HandEditForm(request.POST if request.method == "POST" else None, initial=_initial(name, hand, stale))
    if request.method == "POST" and form.is_valid():
        try:
            save_hand_edit(project=project, draft=draft, generated=generated, edit=HandEdit(**form.cleaned_data))
        except EditRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Saved {name}.sql. Prove the migration: what was edited is run like the rest.")
            return back
    context = {
        "project": project,
        "name": name,
        "back": address,
        "form": form,
        "stale": stale,
        "design_names": design_names(plan.after),
        "is_edited": generated.name_suffix in hand.edited or stale is not None,
        "up": highlight(generated.up_sql),
        "down": highlight(generated.down_sql),
    }
    return render(request, "projects/hand_edit.html", context, status=422 if form.errors else 200)


def _suffix(name: str, hand: EditedFiles) -> str:
    suffixes = [file.name_suffix for file in hand.generated] + [row.suffix for row in hand.stale]
    return next(suffix for suffix in suffixes if draft_name(suffix) == name)


def _initial(name: str, hand: EditedFiles, stale: StaleEdit | None) -> dict[str, str]:
    """What there is to edit: the text of before, even a stale one. To save it is to say that it fits."""
    pairs = zip(hand.files, hand.generated, strict=True)
    file, generated = next(pair for pair in pairs if draft_name(pair[0].name_suffix) == name)
    up, down = (stale.edit.up, stale.edit.down) if stale else (file.up_sql, file.down_sql)
    return {"up": up, "down": down, "base": base_of(generated)}
