"""What squawk, the linter of migrations, finds in statements that are meant as they are; files say so at their top.

Each rule is listed with the reason why it cannot be kept. What could have been written otherwise is not among those of
the way up, but for objects that are rebuilt: what depends on a change shares its transaction. Ways back are for
emergencies and take the short way. Source: squawk 2.70, default rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class LintException(NamedTuple):
    """A rule, how to know the statements that trip it, and why they stand."""

    rules: tuple[str, ...]
    pattern: re.Pattern[str]
    hint: re.Pattern[str]
    """The pattern without the boundary it begins with: what does not match this, does not match."""
    reason: str
    is_down_only: bool = False

    def is_in(self, text: str) -> bool:
        """Whether the text trips it. The hint begins with letters, for which a long text is searched much faster."""
        return bool(self.hint.search(text)) and bool(self.pattern.search(text))


def _exception(rules: str, pattern: str, reason: str, *, is_down_only: bool = False) -> LintException:
    hint = re.compile(pattern.removeprefix(r"\b"))
    return LintException(tuple(rules.split()), re.compile(pattern), hint, reason, is_down_only)


_ASKED = "The author took it out of the design, and was asked where rows are lost."
_CHOSEN = "The author's choice."
_SHORT = "The way back takes the short way."
EXCEPTIONS = (
    _exception("ban-drop-table", r"\bdrop table\b", _ASKED),
    _exception("ban-drop-column", r"\bdrop (column|attribute)\b", _ASKED),
    _exception("ban-drop-constraint", r"\bdrop constraint\b", _ASKED),
    _exception("ban-drop-default", r"\bdrop default\b", _ASKED),
    _exception("ban-drop-not-null", r"\bdrop not null\b", _ASKED),
    _exception("ban-drop-generated-expression", r"\bdrop expression\b", _ASKED),
    _exception("ban-drop-view", r"\bdrop (materialized )?view\b", "What depends on a change is made again after it."),
    _exception("ban-drop-function", r"\bdrop (function|procedure|routine|aggregate)\b", _ASKED),
    _exception("ban-drop-type", r"\bdrop type\b", _ASKED),
    _exception("ban-drop-domain", r"\bdrop domain\b", _ASKED),
    _exception("ban-drop-schema", r"\bdrop schema\b", _ASKED),
    _exception("ban-drop-sequence", r"\bdrop sequence\b", _ASKED),
    _exception("ban-drop-extension", r"\bdrop extension\b", _ASKED),
    _exception("ban-alter-identity", r"\bdrop identity\b", _CHOSEN),
    _exception("ban-alter-identity", r"\b(add|set) generated\b", _CHOSEN),
    _exception("ban-alter-identity", r"\brestart\b", _CHOSEN),
    _exception("ban-alter-identity", r"\bset increment\b", _CHOSEN),
    _exception("renaming-object renaming-table renaming-column", r"\brename\b", "Rows stay; old code is told."),
    _exception("ban-set-schema", r"\bset schema\b", "A move keeps rows; old code is told."),
    _exception(
        "changing-column-type",
        r"\balter (column|attribute) \S+ type\b",
        "The author was asked how values are converted.",
    ),
    _exception("prefer-bigint-over-int", r"\b(integer|int|int4|serial)\b", _CHOSEN),
    _exception("prefer-bigint-over-smallint", r"\b(smallint|int2|smallserial)\b", _CHOSEN),
    _exception("prefer-text-field", r"\b(character varying|varchar)\b", _CHOSEN),
    _exception("ban-char-field", r"\b(character(?! varying)|char|bpchar)\b", _CHOSEN),
    _exception("prefer-timestamp-tz", r"\btimestamp\b(?!.* with time zone)", _CHOSEN),
    _exception("ban-create-domain-with-constraint", r"\bcreate domain\b", _CHOSEN),
    _exception("ban-alter-domain-with-add-constraint", r"\balter domain\b", "Domains have no other form."),
    _exception("adding-required-field", r"\badd column\b.*\bnot null\b", "The author was asked what rows get."),
    _exception("adding-field-with-default", r"\badd column\b.*\b(default|generated)\b", "Asked, or computed."),
    _exception("adding-not-nullable-field", r"\bset not null\b", "A validated check has proven it: nothing is read."),
    _exception(
        "adding-serial-primary-key-field constraint-missing-not-valid disallowed-unique-constraint",
        r"\balter table only .*\b(unique|primary key)\b",
        "It reads no row: the indexes of the partitions, which are attached to it, have proven them.",
    ),
    _exception("constraint-missing-not-valid", r"\badd constraint\b.*\bexclude\b", "PostgreSQL has no other form."),
    _exception("adding-foreign-key-constraint", r"\badd constraint\b.*\bforeign key\b", _SHORT, is_down_only=True),
    _exception("constraint-missing-not-valid", r"\badd constraint\b", _SHORT, is_down_only=True),
    _exception("adding-serial-primary-key-field", r"\bprimary key\b", _SHORT, is_down_only=True),
    _exception("disallowed-unique-constraint", r"\bunique\b", _SHORT, is_down_only=True),
    _exception(
        "require-concurrent-index-creation", r"\bcreate (unique )?index (?!concurrently)", "Shares a transaction."
    ),
    _exception("require-concurrent-index-deletion", r"\bdrop index (?!concurrently)", "Shares a transaction."),
    _exception("require-concurrent-partition-detach", r"\bdetach partition\b", "Shares a transaction."),
)
ALONE = ("prefer-robust-stmts", "require-lock-timeout", "require-statement-timeout")
"""Of a statement that must be alone in its file: nothing may come before it, and IF NOT EXISTS would hide a failure."""


def write_exceptions(statements: Sequence[str], *, is_transactional: bool, is_down: bool) -> list[str]:
    """The comment that tells squawk what is meant, or nothing."""
    text = "\n".join(re.sub(r"\s+", " ", statement) for statement in statements).lower()
    found = set() if is_transactional else set(ALONE)
    for exception in EXCEPTIONS:
        if (is_down or not exception.is_down_only) and exception.is_in(text):
            found.update(exception.rules)
    return [f"-- squawk-ignore-file {', '.join(sorted(found))}"] if found else []
