import pytest

from designer.design.names import QualifiedName
from designer.postgres.parsing import (
    SqlSyntaxError,
    check_expression,
    check_query,
    check_statement,
    check_type,
    normalise_expression,
    normalise_query,
    split_statements,
)
from designer.postgres.references import (
    Renames,
    references_of_expression,
    references_of_statements,
    rename_in_expression,
)


@pytest.mark.parametrize("text", ["1", "a = any (array(select b from c))", "(select 1)", "now() /* c */", "1 -- one\n"])
def test_one_expression_is_accepted(text: str) -> None:
    check_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a, b",
        "1 from t",
        "1; drop table x",
        "*",
        "t.*",
        "distinct 1",
        "select 1",
        "a x",
        "1) or (true",
        "1 --",
        "a\x00",
    ],
)
def test_more_or_less_than_one_expression_is_refused(text: str) -> None:
    with pytest.raises(SqlSyntaxError):
        check_expression(text)


def test_position_counts_from_the_start_of_the_expression() -> None:
    with pytest.raises(SqlSyntaxError) as caught:
        check_expression("a = = b")
    assert caught.value.position == 4


@pytest.mark.parametrize("text", ["text", "numeric(10,2)", "uuid[]", "public.mood", "timestamp with time zone"])
def test_types_are_accepted(text: str) -> None:
    check_type(text)


@pytest.mark.parametrize("text", ["text default 1", "text, b int", "text); drop table x", "text collate c", "1"])
def test_more_than_a_type_is_refused(text: str) -> None:
    with pytest.raises(SqlSyntaxError):
        check_type(text)


def test_a_query_is_one_select() -> None:
    check_query("with a as (select 1) select * from a")
    for text in ("delete from t", "select 1; select 2", "select 1 into t"):
        with pytest.raises(SqlSyntaxError):
            check_query(text)


def test_a_statement_is_alone() -> None:
    check_statement("create table t ()")
    with pytest.raises(SqlSyntaxError):
        check_statement("create table t (); drop table u")


def test_spacing_and_parentheses_do_not_count() -> None:
    assert normalise_expression("((a)=  b)") == normalise_expression("a = b")
    assert normalise_query("select a from t where (a = 1)") == normalise_query("SELECT a\nFROM t WHERE a=1")
    assert normalise_expression("no sql (") == "no sql ("


def test_statements_are_split_at_their_own_semicolons() -> None:
    assert split_statements("select ';'; do $$ begin; end $$;") == ["select ';'", "do $$ begin; end $$"]


def test_references_include_names_in_registered_casts() -> None:
    found = references_of_expression("nextval('public.s'::regclass) + private.f(x) > 1 and y = 'a'::public.mood")
    assert QualifiedName("public", "s") in found.relations
    assert QualifiedName("private", "f") in found.functions
    assert QualifiedName("public", "mood") in found.types
    assert found.columns == {"x", "y"}


def test_references_of_statements_reach_into_subqueries() -> None:
    found = references_of_statements("create view public.v as select * from public.a where exists (select from b.c)")
    assert {QualifiedName("public", "a"), QualifiedName("b", "c")} <= found.relations


def test_renaming_gives_what_postgresql_prints_after_the_rename() -> None:
    renames = Renames(
        relations={QualifiedName("public", "members"): QualifiedName("public", "people")}, columns={"org": "company"}
    )
    renamed = rename_in_expression("a in (select m.org from public.members m where m.org = 1)", renames)
    assert renamed == normalise_expression("a in (select m.company as org from public.people m where m.company = 1)")
