"""Matching an input with a design that is there: by id through history, by name otherwise, and by what people answer.

Nothing is taken for a rename on looks alone: what looks like one becomes a question, whose answer is no until given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from msgspec import Struct

from designer.catalog.likenesses import compare_columns, compare_labels, compare_objects, find_renamed_parts
from designer.catalog.matching import adopt_ids, match_ids
from designer.catalog.namings import FormerNames, Namings, name_as, recognise
from designer.catalog.wordings import keep_wording
from designer.design import Design, DesignerError, Extension, QualifiedName, Relationship, Table, Verbatim, kind_of
from designer.design.documents import with_ids
from designer.design.edits.lookups import full_name, word_for

_MOST_CANDIDATES = 3
_MOST_PAIRS = 10_000
"""So many objects that came and went of one kind make it another schema: questions about them would help nobody."""
_PARTS = {"tables": ("columns", "column"), "enums": ("values", "value"), "composites": ("attributes", "attribute")}


class Candidate(Struct, frozen=True):
    """What an object may have become: its id in the input as that was read, its new name, and what speaks for it."""

    id: UUID
    name: str
    evidence: tuple[str, ...]


class Question(Struct, frozen=True):
    """Did `name`, a `word` that is gone, become one of the candidates? They are new, the likeliest first."""

    id: UUID
    word: str
    name: str
    candidates: tuple[Candidate, ...]


class Reimport(Struct, frozen=True):
    """An input with the ids and, where it says the same, the words of the design that is there.

    `recognised` are objects matched through history, as "old name here → name in the input"; `questions` are open.
    """

    design: Design
    recognised: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


def match_input(
    design: Design,
    known: Design,
    *,
    former: FormerNames | None = None,
    answers: Namings | None = None,
    printed: Design | None = None,
) -> Reimport:
    """Matches a design read from an input with the known one.

    `former` are names that objects had before, `answers` the names in the input of objects that were renamed there, and
    `printed` is the known design as a server prints it. Raises DesignerError where an answer fits nothing.
    """
    answers = answers or {}
    namings = recognise(design, known, former or {}, answers)
    named = name_as(known, namings)
    same = find_renamed_parts(known, with_ids(design, match_ids(design, named)))
    new_ids = match_ids(design, name_as(known, {**namings, **same}))
    matched = with_ids(design, new_ids)
    _refuse_misfits(answers, known, set(new_ids.values()))
    recognised = tuple(_words(known, named, id_) for id_ in namings if id_ not in answers)
    fresh = {new: old for old, new in new_ids.items()}
    questions = tuple(_questions(known, matched, fresh))
    if printed is not None:
        matched = keep_wording(matched, adopt_ids(printed, known), known)
    return Reimport(matched, recognised, questions)


def answers_by_id(design: Design, chosen: Mapping[UUID, UUID]) -> dict[UUID, QualifiedName]:
    """Answers as names: which object of the input, by its id there, each of the known objects has become."""
    names = {}
    for definition in design.definitions():
        names[definition.id] = QualifiedName(getattr(definition, "schema", ""), definition.name)
        for part in _parts(definition)[0]:
            names[part.id] = QualifiedName("", part.name)
    return {old: names[new] for old, new in chosen.items() if new in names}


def _questions(known: Design, design: Design, fresh: Mapping[UUID, UUID]) -> Iterator[Question]:
    """Whole definitions that are gone, then parts of those that stay."""
    gone = [row for row in known.definitions() if row.id not in design.by_id and _can_be_renamed(row)]
    news = [row for row in design.definitions() if row.id not in known.by_id and _can_be_renamed(row)]
    for old in gone:
        like = [row for row in news if kind_of(row) == kind_of(old)]
        found = [(row, compare_objects(old, known, row, design)) for row in like]
        yield from _question(
            old, word_for(old), full_name(old), [(row, full_name(row), why) for row, why in found], fresh
        )
    for old in known.definitions():
        new = design.by_id.get(old.id)
        if new is not None and type(new) is type(old) and new != old:
            yield from _part_questions(old, known, new, design, fresh)


def _part_questions(
    old: Any, known: Design, new: Any, design: Design, fresh: Mapping[UUID, UUID]
) -> Iterator[Question]:
    olds, word = _parts(old)
    news, _ = _parts(new)
    kept = {row.id for row in olds} & {row.id for row in news}
    for part in (row for row in olds if row.id not in kept):
        found = []
        for other in (row for row in news if row.id not in kept):
            if isinstance(old, Table):
                why = compare_columns(part, old, known, other, new, design)
            else:
                why = compare_labels(part, olds, other, news)
            found.append((other, other.name, why))
        yield from _question(part, f"{word} of {full_name(old)}", part.name, found, fresh)


def _question(
    old: Any, word: str, name: str, found: list[tuple[Any, str, list[str]]], fresh: Mapping[UUID, UUID]
) -> Iterator[Question]:
    likely = sorted((row for row in found if row[2]), key=lambda row: -len(row[2]))[:_MOST_CANDIDATES]
    if likely:
        yield Question(old.id, word, name, tuple(Candidate(fresh[row.id], new, tuple(why)) for row, new, why in likely))


def _parts(definition: Any) -> tuple[tuple[Any, ...], str]:
    """What can be renamed inside a definition, and the word for it."""
    field, word = _PARTS.get(kind_of(definition), ("", ""))
    return (getattr(definition, field), word) if field else ((), "")


def _can_be_renamed(row: Any) -> bool:
    """Whether dropping and adding it again could lose anything; a foreign key, say, comes back as it was."""
    return (
        not isinstance(row, Extension | Relationship | Verbatim)
        and not getattr(row, "is_managed", False)
        and hasattr(row, "name")
    )


def _words(known: Design, named: Design, id_: UUID) -> tuple[str, str]:
    return _name_of(known, id_), _name_of(named, id_)


def _name_of(design: Design, id_: UUID) -> str:
    for definition in design.definitions():
        if definition.id == id_:
            return full_name(definition)
        for field in definition.__struct_fields__:
            parts = getattr(definition, field)
            for part in parts if isinstance(parts, tuple) else (parts,):
                if getattr(part, "id", None) == id_:
                    return f"{full_name(definition)}.{part.name}"
    return str(id_)


def _refuse_misfits(answers: Namings, known: Design, matched: set[UUID]) -> None:
    for id_, naming in answers.items():
        if id_ not in matched:
            raise DesignerError(
                f"{_name_of(known, id_)} did not become {naming.name}: the input has nothing of that name there. "
                "Check the spelling, or leave the rename out."
            )
