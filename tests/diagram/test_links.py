from msgspec.structs import replace

from designer.design import Action, Design, Index, IndexKey, Key, PartitionOf
from designer.diagram.cards import fold_partitions
from designer.diagram.links import HUB_LIMIT, Link, find_links
from tests.diagram.designs import SPACE, column, relationship, star, table

PARENT = table("parents")
CHILD = table("children", column("children", "parent_id"))


def link_of(design: Design) -> Link:
    folded = fold_partitions(design)
    (link,) = find_links(design, folded, set(folded.values()))
    return link


def design_with(child: object = CHILD) -> Design:
    assert isinstance(child, type(CHILD))
    return Design(tables=(PARENT, child), relationships=(relationship(child, "parent_id", PARENT),))


def test_a_plain_foreign_key_is_many_to_exactly_one() -> None:
    link = link_of(design_with())
    assert (link.is_unique, link.is_optional) == (False, False)


def test_a_nullable_column_makes_the_parent_optional() -> None:
    child = table("children", column("children", "parent_id", is_nullable=True))
    assert link_of(design_with(child)).is_optional


def test_a_unique_constraint_makes_the_child_single() -> None:
    key = Key(id=SPACE, name="one", column_ids=(CHILD.columns[1].id,))
    assert link_of(design_with(replace(CHILD, unique_keys=(key,)))).is_unique


def test_a_wider_unique_constraint_does_not() -> None:
    key = Key(id=SPACE, name="two", column_ids=(CHILD.columns[0].id, CHILD.columns[1].id))
    assert not link_of(design_with(replace(CHILD, unique_keys=(key,)))).is_unique


def test_a_unique_index_makes_the_child_single_unless_it_is_partial() -> None:
    index = Index(id=SPACE, name="one", keys=(IndexKey(column_id=CHILD.columns[1].id),), is_unique=True)
    partial = replace(index, predicate="parent_id IS NOT NULL")
    assert link_of(design_with(replace(CHILD, indexes=(index,)))).is_unique
    assert not link_of(design_with(replace(CHILD, indexes=(partial,)))).is_unique


def test_the_title_says_what_deleting_does() -> None:
    design = design_with()
    changed = replace(design, relationships=(replace(design.relationships[0], on_delete=Action.SET_NULL),))
    assert "ON DELETE SET NULL" in link_of(changed).title


def test_a_partitions_copy_of_a_foreign_key_is_not_a_second_line() -> None:
    partition = replace(
        table("children_2026", column("children_2026", "parent_id")),
        partition_of=PartitionOf(table_id=CHILD.id, bound="DEFAULT"),
    )
    design = Design(
        tables=(PARENT, CHILD, partition),
        relationships=(relationship(CHILD, "parent_id", PARENT), relationship(partition, "parent_id", PARENT)),
    )
    assert link_of(design).relationship.table_id == CHILD.id


def test_a_foreign_key_of_the_partitions_alone_is_drawn_at_their_parent() -> None:
    partition = replace(
        table("children_2026", column("children_2026", "parent_id")),
        partition_of=PartitionOf(table_id=CHILD.id, bound="DEFAULT"),
    )
    design = Design(tables=(PARENT, CHILD, partition), relationships=(relationship(partition, "parent_id", PARENT),))
    link = link_of(design)
    assert link.child_id == CHILD.id
    assert link.child_columns == (CHILD.columns[1].id,)


def test_references_to_a_hub_are_written_not_drawn() -> None:
    few, many = star(HUB_LIMIT), star(HUB_LIMIT + 1)
    assert not any(link.is_written for link in find_links(few, fold_partitions(few), {each.id for each in few.tables}))
    assert all(link.is_written for link in find_links(many, fold_partitions(many), {each.id for each in many.tables}))
