"""Small pieces of markup used all over the templates."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from projects.models import Project
from projects.selectors.failures import Failure, group_failures
from projects.selectors.inventories import Group, digest_of
from projects.selectors.runs import count_findings

register = template.Library()

_NOTICES = {"error": "error", "warning": "warning", "success": "good"}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, extra_class: str = "", label: str = "") -> SafeString:
    """An icon of bootstrap-icons; static/build.js collects the names used. Give `label` where no text stands beside
    it.
    """
    address = f"{static('build/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon {}" role="img" aria-label="{}"><use href="{}"/></svg>', extra_class, label, address
        )
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"/></svg>', extra_class, address)


@register.simple_tag
def logo() -> SafeString:
    """The mark of Rowhouse, in the colours of the theme."""
    return SafeString(
        '<svg viewBox="0 0 24 24" fill="none" stroke="var(--rh-accent)" stroke-width="1.7" stroke-linejoin="round"'
        ' aria-hidden="true"><path d="M2.5 21V10.500l4.500-4 4.500 4V21z" fill="var(--rh-accent-soft)"/>'
        '<path d="M11.500 10.500l4.800-4 5.200 4V21h-10z"/>'
        '<path d="M5.500 21v-4h3v4M14.500 12.500h4M14.500 16h4" stroke-linecap="round"/></svg>'
    )


@register.simple_tag
def findings_of(project: Project) -> int:
    """How many findings the last look for holes had."""
    return count_findings(project)


@register.filter
def replace_tag(level_tag: str) -> str:
    """The notice class for a message's level."""
    return _NOTICES.get(level_tag, "")


@register.filter
def counted(number: int, words: str) -> str:
    """`3|counted:"table,tables"` is "3 tables"."""
    one, _, many = words.partition(",")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_COUNTED = {
    "checks": "check constraints",
    "composites": "composite types",
    "exclusions": "exclusion constraints",
    "unique": "unique constraints",
}
_SINGULARS = {
    "default privileges": "default privileges",
    "indexes": "index",
    "policies": "policy",
    "statistics": "statistics",
}


@register.filter
def in_words(kind: str, count: int) -> str:
    """A kind of object beside its number: `"primary_keys"|in_words:1` is "primary key"."""
    words = _COUNTED.get(kind, kind.replace("_", " "))
    return words if count != 1 else _SINGULARS.get(words, words.removesuffix("s"))


@register.filter
def with_consequences(failed: list[Failure]) -> list[tuple[Failure, list[Failure]]]:
    """Failed statements, each with those that failed because of it."""
    return group_failures(failed)


@register.filter
def edit_label(label: str) -> str:
    """The label of the edit that a chain of undos and redos goes back to."""
    return label.removeprefix("Undo: ").removeprefix("Redo: ")


@register.filter
def digest(groups: list[Group]) -> str:
    """Short for what the rail shows, so that a page can say which it has."""
    return digest_of(groups)
