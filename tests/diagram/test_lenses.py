"""What lenses say of tables."""

from __future__ import annotations

from msgspec.structs import replace

from designer.design import PUBLIC, Command, Design, Grant, Policy, Table
from designer.diagram.lenses import (
    Sight,
    look_at_changes,
    look_at_findings,
    look_at_reading,
    look_at_sights,
    look_at_volume,
)
from tests.diagram.designs import SPACE, column, relationship, table


def readable(name: str, *policies: Policy, has_rls: bool = True, grantee: str = "anon") -> Table:
    grants = (Grant(grantee=grantee, privileges=("SELECT",)),)
    return replace(table(name), grants=grants, policies=policies, has_rls=has_rls)


def policy(using: str, *roles: str, command: Command = Command.SELECT, is_permissive: bool = True) -> Policy:
    return Policy(id=SPACE, name="p", using=using, roles=roles, command=command, is_permissive=is_permissive)


def test_reading_follows_privileges_row_security_and_policies() -> None:
    mine = policy("owner = auth.uid()")
    tables = {
        "all": readable("no_security", has_rls=False),
        "all by PUBLIC": readable("by_public", has_rls=False, grantee=PUBLIC),
        "all by policy": readable("open", policy("(true)"), mine),
        "some": readable("mine", mine),
        "some of all": readable("narrowed", policy("true"), policy("visible", is_permissive=False)),
        "none without policy": readable("closed"),
        "none for this role": readable("others", policy("true", "clerk")),
        "none by command": readable("written", policy("true", command=Command.INSERT)),
        "none without privilege": readable("ungranted", has_rls=False, grantee="clerk"),
    }
    states = look_at_reading(Design(tables=tuple(tables.values())), "anon").states
    assert {words: states[each.id] for words, each in tables.items()} == {
        words: words.split(" ", maxsplit=1)[0] for words in tables
    }


def test_changes_are_what_is_new_different_or_gone() -> None:
    kept, gone, child = table("kept"), table("gone"), table("child", column("child", "kept_id"))
    before = Design(tables=(kept, gone, child))
    renamed = replace(kept, name="renamed")
    added = table("added")
    lens = look_at_changes(before, Design(tables=(renamed, child, added)))
    assert lens.states == {kept.id: "changed", added.id: "added"}
    assert lens.gone == ("public.gone",)
    joined = Design(tables=before.tables, relationships=(relationship(child, "kept_id", kept),))
    assert look_at_changes(before, joined).states == {child.id: "changed"}
    assert look_at_changes(joined, before).states == {child.id: "changed"}
    assert look_at_changes(joined, joined).states == {}


def test_policies_that_concern_a_role_are_listed() -> None:
    mine = readable("mine", policy("true", "anon"), policy("true", "clerk"), policy("x", PUBLIC, is_permissive=False))
    details = look_at_reading(Design(tables=(mine, readable("bare"))), "anon").details
    assert details == {mine.id: ("p (select)", "p (select, restrictive)")}


def test_findings_of_a_table_are_counted_and_the_worst_colours_it() -> None:
    one, two, calm = table("one"), table("two"), table("calm")
    found = [(one.id, "speed", "Slow"), (one.id, "error", "Open"), (two.id, "info", "Odd")]
    lens = look_at_findings(Design(tables=(one, two, calm)), found)  # type: ignore[arg-type]
    assert lens.states == {one.id: "error", two.id: "info"}
    assert lens.words == {one.id: "2 findings", two.id: "1 finding"}
    assert lens.details[one.id] == ("Open", "Slow")


def test_volumes_are_what_was_said() -> None:
    tables = [table(f"t{number}") for number in range(5)]
    counts = dict(zip((f"public.t{number}" for number in range(4)), (1, 1_500, 1_200_000, 2_000_000_000), strict=True))
    lens = look_at_volume(Design(tables=tuple(tables)), counts)
    assert [lens.states.get(row.id) for row in tables] == ["small", "medium", "large", "huge", None]
    assert [lens.words.get(row.id) for row in tables] == ["1 row", "1.5 k rows", "1.2 M rows", "2 bn rows", None]


def test_what_was_seen_counts_rows_and_says_nothing_of_empty_tables() -> None:
    tables = {name: table(name) for name in ("open", "mine", "shut", "empty", "unmeasured")}
    sights = {
        "public.open": Sight(4, 4, "all rows"),
        "public.mine": Sight(1, 4, "own rows"),
        "public.shut": Sight(0, 4, "no rows"),
        "public.empty": Sight(0, 0, "no rows"),
    }
    lens = look_at_sights(Design(tables=tuple(tables.values())), sights, "Measured 2 edits ago.")
    ids = {row.id: name for name, row in tables.items()}
    assert {ids[id_]: state for id_, state in lens.states.items()} == {"open": "all", "mine": "some", "shut": "none"}
    assert {ids[id_]: words for id_, words in lens.words.items()} == {"mine": "own rows"}
    assert lens.note == "Measured 2 edits ago."
