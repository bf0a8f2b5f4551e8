"""Questions: what is asked, what is not, and what answers make of a migration."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from designer.design import Check, Design, Enum, EnumValue, TypeRef
from designer.migrations import Answer, AnswerError, MigrationPlan, VersionError, plan_migration, read_answers
from designer.migrations.questions import check_answers
from tests.sql.building import column, design, id_, index, key, relationship, table

ID = column("id", "bigint", is_nullable=False)
NAME = column("name")
ORDERS = table("orders", ID, NAME, primary_key=key("orders_pkey", ID))
LINES = table("lines", replace(ID, id=id_("line")))
STRICT = replace(ORDERS, columns=(ID, replace(NAME, is_nullable=False)))


def plan(before: Design, after: Design, **options: object) -> MigrationPlan:
    return plan_migration(before, after, name="edit", **options)  # type: ignore[arg-type]


def changed(**changes: object) -> Design:
    return design(replace(ORDERS, **changes))


def keys(found: MigrationPlan) -> list[str]:
    return [question.key for question in found.questions]


def up(found: MigrationPlan) -> str:
    return "\n".join(file.up_sql for file in found.files)


LOSSES = {
    "drop column public.orders.name": (design(ORDERS), changed(columns=(ID,))),
    "drop table public.lines": (design(ORDERS, LINES), design(ORDERS)),
    "fill public.orders.name": (design(ORDERS), design(STRICT)),
    "cast public.orders.name, rewrite public.orders.name": (
        design(ORDERS),
        changed(columns=(ID, replace(NAME, type=TypeRef("integer")))),
    ),
    "duplicates orders_name_key on public.orders": (
        design(ORDERS),
        changed(unique_keys=(key("orders_name_key", NAME),)),
    ),
    "duplicates orders_idx on public.orders": (
        design(ORDERS),
        changed(indexes=(replace(index("orders_idx", NAME), is_unique=True),)),
    ),
    "violations short on public.orders": (
        design(ORDERS),
        changed(checks=(Check(id=id_("c"), name="short", expression="length(name) < 9"),)),
    ),
    "orphans lines_fkey on public.lines": (
        design(ORDERS, LINES),
        design(ORDERS, LINES, relationship("lines_fkey", LINES, LINES.columns, ORDERS, (ID,))),
    ),
    "new column public.orders.rank": (
        design(ORDERS),
        changed(columns=(ID, NAME, column("rank", "integer", is_nullable=False))),
    ),
    "volatile default public.orders.token": (
        design(ORDERS),
        changed(columns=(ID, NAME, column("token", "uuid", default="gen_random_uuid()"))),
    ),
}


@pytest.mark.parametrize(("name", "designs"), LOSSES.items(), ids=LOSSES)
def test_what_may_lose_or_refuse_rows_is_asked(name: str, designs: tuple[Design, Design]) -> None:
    found = plan(*designs)
    assert ", ".join(keys(found)) == name
    assert found.open_questions == list(found.questions)
    assert all(question.choice(question.default) for question in found.questions)
    assert [again.id for again in plan(*designs).questions] == [question.id for question in found.questions]
    answers = {question.id: Answer(question.default) for question in found.questions}
    assert plan(*designs, answers=answers).open_questions == []


@pytest.mark.parametrize(("before", "after"), LOSSES.values(), ids=LOSSES)
def test_an_empty_table_asks_nothing(before: Design, after: Design) -> None:
    assert plan(before, after, rows={"public.orders": 0, "public.lines": 0}).questions == ()


@pytest.mark.parametrize(("before", "after"), LOSSES.values(), ids=LOSSES)
def test_a_new_table_asks_nothing(before: Design, after: Design) -> None:
    assert plan(Design(), after).questions == ()


def test_a_wider_type_asks_only_how_a_large_table_is_rewritten() -> None:
    wide = design(replace(ORDERS, columns=(replace(ID, type=TypeRef("numeric")), NAME)))
    assert keys(plan(design(ORDERS), wide)) == ["rewrite public.orders.id"]
    assert plan(design(ORDERS), wide, rows={"public.orders": 9000}).questions == ()


def test_a_type_that_needs_no_rewriting_asks_nothing() -> None:
    limited = changed(columns=(ID, replace(NAME, type=TypeRef("character varying(20)"))))
    assert plan(limited, design(ORDERS)).questions == ()


TWIN_OBSTACLES = {
    "an index computes with it": {"indexes": (replace(index("i", NAME), predicate="name > ''"),)},
    "the table inherits or is inherited from": {"inherits": (LINES.id,)},
    "other changes of the column come with it": {"columns": (ID, replace(NAME, storage="external"))},
}


@pytest.mark.parametrize(("reason", "changes"), TWIN_OBSTACLES.items(), ids=TWIN_OBSTACLES)
def test_where_nothing_can_take_the_place_of_a_column_its_hazard_says_why(
    reason: str, changes: dict[str, object]
) -> None:
    after = replace(ORDERS, **changes)
    columns = tuple(replace(row, type=TypeRef("jsonb")) if row.id == NAME.id else row for row in after.columns)
    before = replace(after, columns=ORDERS.columns)
    found = plan(design(before, LINES), design(replace(after, columns=columns), LINES))
    assert not [key for key in keys(found) if key.startswith("rewrite")]
    hazards = [hazard.message for operation in found.operations for hazard in operation.hazards]
    assert any(f"because {reason}." in message for message in hazards), hazards


def test_each_enum_value_that_goes_is_asked_about() -> None:
    values = tuple(EnumValue(id=id_(name), name=name) for name in ("a", "b", "c"))
    mood = Enum(id=id_("mood"), schema="public", name="mood", values=values)
    feeling = column("feeling")
    people = table("people", replace(feeling, type=TypeRef("mood", type_id=mood.id)))
    found = plan(design(people, mood), design(people, replace(mood, values=values[1:2])))
    assert keys(found) == ["enum value public.mood.a", "enum value public.mood.c"]
    assert [choice.name for choice in found.questions[0].choices] == ["refuse", "to b", "null"]


def test_rows_are_filled_by_a_script_that_the_migration_waits_for() -> None:
    answers = {"fill public.orders.name": Answer("batches", "'unknown'")}
    found = plan(design(ORDERS), design(STRICT), answers=answers)
    assert [file.name_suffix for file in found.files] == ["_backfill", "_expand", "_validate", "_contract"]
    script = found.files[0].script_sql
    assert "set name = ('unknown')" in script
    assert "commit;" in script
    assert "raise exception" in found.files[0].up_sql


def test_not_null_is_proven_by_a_check_that_goes_again() -> None:
    sql = up(plan(design(ORDERS), design(STRICT)))
    steps = ["check (name is not null) not valid", "validate constraint", "set not null", "drop constraint"]
    assert [step for step in steps if step in sql] == steps
    assert sorted(steps, key=sql.index) == steps


def test_postgres_18_validates_the_not_null_itself() -> None:
    sql = up(plan(design(ORDERS), design(STRICT), version=18))
    assert "add constraint orders_name_not_null not null name not valid" in sql
    assert "validate constraint orders_name_not_null" in sql
    assert "set not null" not in sql


def test_what_the_version_lacks_is_refused_by_name() -> None:
    virtual = column("twice", "bigint", generated="id * 2", is_virtual=True)
    with pytest.raises(VersionError, match=r"public\.orders\.twice is a virtual generated column"):
        plan(design(ORDERS), changed(columns=(ID, NAME, virtual)), version=17)
    assert plan(design(ORDERS), changed(columns=(ID, NAME, virtual)), version=18).files


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"fill public.orders.name": Answer("guess")}, "Choose one of: refuse, batches"),
        ({"fill public.orders.name": Answer("batches")}, "needs an expression"),
        ({"fill public.orders.name": Answer("batches", "1 +")}, "cannot be read"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(answers: dict[str, Answer], said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        plan(design(ORDERS), design(STRICT), answers=answers)


def test_an_answer_to_nothing_is_refused() -> None:
    with pytest.raises(AnswerError, match="Nothing asks"):
        check_answers({"fill public.orders.nmae": Answer("refuse")}, plan(design(ORDERS), design(STRICT)).questions)


@pytest.mark.parametrize("text", ["[answers", "[other]\n", "[rows]\na = 'many'\n", "[answers]\na = 1\n"])
def test_a_file_that_is_no_file_of_answers_is_refused(text: str) -> None:
    with pytest.raises(AnswerError):
        read_answers(text)


def test_equal_tables_ask_nothing() -> None:
    assert plan(design(ORDERS), design(ORDERS)) == MigrationPlan(
        operations=(), files=[], questions=(), answers={}, unsupported=()
    )


def test_kept_values_come_back() -> None:
    found = plan(design(ORDERS), changed(columns=(ID,)), answers={"drop column public.orders.name": Answer("keep")})
    assert "create table rowhouse_kept.public_orders_name_" in up(found)
    assert "set name = kept.name" in found.files[-1].down_sql
    assert "data loss" not in {hazard.kind for operation in found.operations for hazard in operation.hazards}
