"""The diagram, for the canvas and to download."""

from __future__ import annotations

from functools import cache as cache_result
from typing import Literal, get_args

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_POST, require_safe

from designer.design.documents import content_hash
from designer.diagram import (
    Detail,
    Format,
    GraphvizFailedError,
    GraphvizMissingError,
    GraphvizTimeoutError,
    draw_design,
    draw_sight,
    read_sight,
)
from designer.notations import Notation, write_notation
from projects.models import Project
from projects.permissions import get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.services.errors import EditRefused

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
_KEPT_SECONDS = 24 * 3600
_FACES = {
    "JetBrains Mono Variable": "jetbrains-mono-latin-wght-normal-*.woff2",
    "Inter Variable": "inter-latin-wght-normal-*.woff2",
}


@require_safe
def draw_diagram(request: SignedInRequest, slug: str, format: Format) -> HttpResponse:  # noqa: A002
    """The design as SVG, PNG or PDF. The same design is drawn once; a browser that has it is told so."""
    project = get_project(request, slug)
    theme: Literal["light", "dark"] = "dark" if request.GET.get("theme") == "dark" else "light"
    detail: Detail = next((known for known in get_args(Detail) if known == request.GET.get("detail")), "all")
    design = load_design(project)
    key = f"diagram-{content_hash(design)}-{format}-{theme}-{detail}"
    tag = f'"{key}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    drawing = cache.get(key)
    if drawing is None:
        try:
            drawing = draw_design(design, format=format, theme=theme, detail=detail)
        except (GraphvizMissingError, GraphvizFailedError, GraphvizTimeoutError) as error:
            return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
        cache.set(key, drawing, _KEPT_SECONDS)
    response = HttpResponse(drawing, content_type=_TYPES[format])
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="{_file_name(project)}.{format}"'
    return response


@require_POST
def draw_view(request: SignedInRequest, slug: str, format: Format) -> HttpResponse:  # noqa: A002
    """What a page shows of the design (JSON: where everything stands, and how it looks), as SVG, PNG or PDF."""
    project = get_project(request, slug)
    try:
        drawing = draw_sight(load_design(project), read_sight(request.body), format=format, fonts=_fonts())
    except EditRefused as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    except (GraphvizMissingError, GraphvizFailedError, GraphvizTimeoutError) as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(drawing, content_type=_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{_file_name(project)}.{format}"'
    return response


@cache_result
def _fonts() -> tuple[tuple[str, bytes], ...]:
    """The faces of the page's own letters, as far as they are built."""
    found = []
    for name, pattern in _FACES.items():
        files = sorted((settings.BASE_DIR / "static/build/assets").glob(pattern))
        found += [(name, files[0].read_bytes())] if files else []
    return tuple(found)


@require_safe
def write_diagram(request: SignedInRequest, slug: str, notation: Notation) -> HttpResponse:
    """The design as Mermaid, DBML or boxes of characters."""
    project = get_project(request, slug)
    text = write_notation(load_design(project), notation)
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    if "download" in request.GET:
        ending = "mmd" if notation == "mermaid" else notation
        response["Content-Disposition"] = f'attachment; filename="{_file_name(project)}.{ending}"'
    return response


def _file_name(project: Project) -> str:
    return f"{project.slug}-diagram"
