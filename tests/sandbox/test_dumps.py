"""Dumps and their comparison: equal for equal schemas, and in words for others."""

from __future__ import annotations

from designer.sandbox.clusters import Cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase, sandbox_run
from designer.sandbox.dumps import DumpEntry


def run_sql(database: ScratchDatabase, *statements: str) -> None:
    with database.connect() as connection:
        for statement in statements:
            connection.execute(statement.encode())


def project_entries(database: ScratchDatabase) -> list[DumpEntry]:
    platform = {(entry.kind, entry.schema, entry.name) for entry in database.platform_entries()}
    return [entry for entry in database.dump_entries() if (entry.kind, entry.schema, entry.name) not in platform]


def test_the_same_schema_made_in_another_order_dumps_the_same(cluster: Cluster) -> None:
    tables = ["create table a (id int primary key)", "create table b (id int)"]
    grants = [
        "grant select on a to anon",
        "grant select, insert on a to authenticated",
        "grant usage on schema public to service_role",
    ]
    with sandbox_run(cluster) as run:
        first, second = run.database(), run.database()
        run_sql(first, *tables, *grants)
        run_sql(second, *reversed(tables), *reversed(grants))
        assert compare_dumps(first.dump(), second.dump()) == []
        assert first.dump() == second.dump()


def test_differences_are_told_in_words(cluster: Cluster) -> None:
    with sandbox_run(cluster) as run:
        first, second = run.database(), run.database()
        run_sql(
            first, "create table t (a int, b text)", "create function f(integer) returns int language sql as 'select 1'"
        )
        run_sql(second, "create table t (a bigint, b text)", "grant select on t to anon")
        differences = compare_dumps(first.dump(), second.dump())
    assert "only in the input: FUNCTION public.f(integer)" in differences
    assert "differs: TABLE public.t: a integer ⇢ a bigint" in differences
    acl = [line for line in differences if "ACL public.TABLE t" in line]
    assert len(acl) == 1
    assert "TO anon" in acl[0]


def test_column_order_is_a_difference(cluster: Cluster) -> None:
    with sandbox_run(cluster) as run:
        first, second = run.database(), run.database()
        run_sql(first, "create table t (a int, b int)")
        run_sql(second, "create table t (b int, a int)")
        assert compare_dumps(first.dump(), second.dump()) == ["differs: TABLE public.t: a integer ⇢ b integer"]


def test_an_empty_project_has_only_the_platforms_entries(scratch: ScratchDatabase) -> None:
    assert project_entries(scratch) == []


def test_entries_carry_what_creates_and_drops_each_object(scratch: ScratchDatabase) -> None:
    run_sql(
        scratch,
        "create table t (id int primary key)",
        "create index i on t (id)",
        "create policy p on t for select using (true)",
    )
    found = {(entry.kind, entry.name): entry for entry in project_entries(scratch)}
    assert found["INDEX", "i"].create_sql.strip() == "CREATE INDEX i ON public.t USING btree (id);"
    assert found["INDEX", "i"].drop_sql.strip() == "DROP INDEX public.i;"
    assert found["POLICY", "t p"].drop_sql.strip() == "DROP POLICY p ON public.t;"
    assert found["TABLE", "t"].section == "pre-data"
    assert found["TABLE", "t"].number in found["POLICY", "t p"].depends_on


def test_bodies_that_look_like_headers_do_not_confuse(cluster: Cluster) -> None:
    body = "\n-- Name: fake; Type: TABLE; Schema: public; Owner: postgres\n\nselect 1"
    with sandbox_run(cluster) as run:
        first, second = run.database(), run.database()
        run_sql(first, f"create function f() returns int language sql as $${body}$$")
        assert project_entries(first)[0].kind == "FUNCTION"
        assert [line for line in compare_dumps(first.dump(), second.dump()) if "TABLE" in line] == []


def test_a_trailing_comma_in_a_body_is_a_difference(cluster: Cluster) -> None:
    with sandbox_run(cluster) as run:
        first, second = run.database(), run.database()
        run_sql(first, "create function f() returns text language sql as $$select 'a,\n'$$")
        run_sql(second, "create function f() returns text language sql as $$select 'a\n'$$")
        assert len(compare_dumps(first.dump(), second.dump())) == 1
