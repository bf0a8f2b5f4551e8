from msgspec.structs import replace

from designer.design import (
    Design,
    Grant,
    IndexKey,
    Partitioning,
    PartitionOf,
    Policy,
    Table,
    TypeRef,
    View,
)
from designer.diagram.cards import Card, fold_partitions, make_cards, type_text
from designer.diagram.links import find_links
from tests.diagram.designs import SPACE, column, relationship, table

OPEN = (Grant(grantee="anon", privileges=("SELECT",)),)


def cards_of(design: Design) -> dict[str, Card]:
    folded = fold_partitions(design)
    drawn = {*folded.values(), *(view.id for view in design.views), *(enum.id for enum in design.enums)}
    return {card.name: card for card in make_cards(design, find_links(design, folded, drawn), folded, drawn)}


def rls_of(each: Table, *others: Table) -> str:
    return cards_of(Design(tables=(each, *others)))[each.name].rls


def test_marks_name_keys_in_order() -> None:
    parent = table("parents")
    child = table("children", column("children", "parent_id"), key=("id", "parent_id"))
    design = Design(tables=(parent, child), relationships=(relationship(child, "parent_id", parent),))
    assert [row.marks for row in cards_of(design)["children"].rows] == [("PK",), ("PK", "FK")]


def test_row_level_security_is_on_off_or_open() -> None:
    plain = table("notes")
    assert rls_of(replace(plain, has_rls=True, grants=OPEN)) == "on"
    assert rls_of(plain) == "off"
    assert rls_of(replace(plain, grants=OPEN)) == "exposed"


def test_privileges_the_api_cannot_use_do_not_open_a_table() -> None:
    residue = (Grant(grantee="anon", privileges=("REFERENCES", "TRIGGER", "TRUNCATE")),)
    assert rls_of(replace(table("notes"), grants=residue)) == "off"


def test_an_open_partition_opens_the_table_it_belongs_to() -> None:
    parent = replace(table("notes"), has_rls=True, partitioning=Partitioning(strategy="hash", keys=()))
    partition = replace(table("notes_0"), grants=OPEN, partition_of=PartitionOf(table_id=parent.id, bound="DEFAULT"))
    assert rls_of(parent, partition) == "exposed"


def test_partitions_are_folded_into_a_note() -> None:
    parent = table("notes")
    parent = replace(
        parent, partitioning=Partitioning(strategy="range", keys=(IndexKey(column_id=parent.columns[0].id),))
    )
    partition = replace(table("notes_0"), partition_of=PartitionOf(table_id=parent.id, bound="DEFAULT"))
    nested = replace(table("notes_0_a"), partition_of=PartitionOf(table_id=partition.id, bound="DEFAULT"))
    cards = cards_of(Design(tables=(parent, partition, nested)))
    assert set(cards) == {"notes"}
    assert cards["notes"].notes == ("partitioned by range (id) · 2 partitions",)


def test_managed_tables_show_keys_and_what_is_referred_to() -> None:
    users = replace(table("users", column("users", "email"), column("users", "phone"), schema="auth"), is_managed=True)
    profile = table("profiles")
    design = Design(tables=(users, profile), relationships=(relationship(profile, "id", users),))
    assert [row.name for row in cards_of(design)["users"].rows] == ["id"]


def test_policies_are_counted() -> None:
    guarded = replace(table("notes"), has_rls=True, policies=(Policy(id=SPACE, name="own"), Policy(id=SPACE, name="b")))
    card = cards_of(Design(tables=(guarded,)))["notes"]
    assert card.policies == 2
    assert "2 policies" in card.title


def test_views_with_the_owners_rights_are_open_once_granted() -> None:
    view = View(id=SPACE, schema="public", name="totals", query="select 1", grants=OPEN)
    invoker = replace(view, options=(("security_invoker", "true"),))
    assert cards_of(Design(views=(view,)))["totals"].rls == "exposed"
    assert cards_of(Design(views=(invoker,)))["totals"].rls == ""
    assert cards_of(Design(views=(replace(view, grants=()),)))["totals"].rls == ""


def test_types_are_written_short() -> None:
    design = Design()
    assert type_text(design, TypeRef("timestamp with time zone", dimensions=1), "public") == "timestamptz[]"
    assert type_text(design, TypeRef("character varying(80)"), "public") == "varchar(80)"
    assert type_text(design, TypeRef("extensions.citext"), "public") == "extensions.citext"
