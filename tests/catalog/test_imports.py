"""Imports: applied, read, proved, reported."""

from __future__ import annotations

import pytest

from designer.catalog.imports import ImportReport, import_scripts
from designer.postgres.scripts import Script, read_script
from designer.sandbox import dumps
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.limits import LimitError


def run(cluster: Cluster, *texts: str) -> ImportReport:
    return import_scripts(scripts(*texts), cluster=cluster)


def scripts(*texts: str) -> list[Script]:
    return [read_script(text, f"{number}.sql") for number, text in enumerate(texts, start=1)]


def test_a_report_of_what_worked(cluster: Cluster) -> None:
    report = run(
        cluster,
        "create schema app; create table app.t (id int primary key, u int unique check (u > 0), e int references app.t);",
        "create index on app.t (e); create policy p on app.t; comment on table app.t is 'x'; create view app.v as select 1;",
    )
    assert (report.statements, report.applied, report.failed) == (6, 6, ())
    assert report.modelled == {
        "checks": 1,
        "columns": 3,
        "comments": 1,
        "foreign_keys": 1,
        "indexes": 1,
        "policies": 1,
        "primary_keys": 1,
        "schemas": 1,
        "tables": 1,
        "unique": 1,
        "views": 1,
    }
    assert (report.identical, report.differences, report.verbatim) == (True, (), ())
    assert set(report.seconds) == {"apply", "read", "find verbatim", "rebuild", "compare"}


def test_a_failed_statement_is_reported_and_the_rest_goes_on(cluster: Cluster) -> None:
    report = run(cluster, "create table a (x int);\n\ncreate table b (y nonsense);\ncreate table c (z int);")
    assert (report.statements, report.applied) == (3, 2)
    (failure,) = report.failed
    assert (failure.file, failure.line, failure.sqlstate) == ("1.sql", 3, "42704")
    assert failure.statement == "create table b (y nonsense)"
    assert failure.error == 'type "nonsense" does not exist'
    assert [table.name for table in report.design.tables] == ["a", "c"]
    assert report.identical


def test_parts_that_are_not_run_are_reported(cluster: Cluster) -> None:
    report = run(cluster, "\\connect x\ncreate table t (a int);\nbegin;\ncreate table gone (a int);\nrollback;")
    assert [part.what for part in report.skipped if part.file == "1.sql"]
    assert report.applied < report.statements
    assert [table.name for table in report.design.tables] == ["t"]


def test_what_is_not_modelled_is_reported_with_a_reason(cluster: Cluster) -> None:
    report = run(cluster, "create table t (a int); create cast (t as text) with inout;")
    assert [(row.kind, row.name, row.reason) for row in report.verbatim] == [
        ("CAST", "CAST (public.t AS text)", "Casts are not modelled.")
    ]
    assert report.identical


def test_a_loss_is_told_in_words(cluster: Cluster) -> None:
    # Who granted something is not part of a design: the owner grants all of it.
    report = run(
        cluster,
        "create table t (a int); grant select on t to authenticated with grant option;",
        "set role authenticated; grant select on t to anon; reset role;",
    )
    (difference,) = report.differences
    assert difference.startswith("differs: ACL public.TABLE t: ")


def test_a_copied_identity_keeps_its_bounds(cluster: Cluster) -> None:
    # LIKE makes the identity's sequence a bigint one with the bounds of int, which no identity clause can say.
    report = run(
        cluster,
        "create table t (a int generated always as identity, b text);",
        "create table copied (like t including identity);",
    )
    assert report.identical


def test_a_partitions_own_key_leaves_the_names_of_not_nulls(cluster: Cluster) -> None:
    report = run(
        cluster,
        "create table p (id int not null, r int not null) partition by range (r);",
        "create table p1 partition of p for values from (0) to (10);",
        "alter table only p1 add constraint p1_pkey primary key (id, r);",
    )
    assert report.identical


def test_roles_of_the_input_are_part_of_the_design(cluster: Cluster) -> None:
    report = run(
        cluster,
        "do $$ begin create role import_reader nologin; end $$; create role import_idle login;",
        "grant import_reader to authenticator; alter role import_idle set search_path = public;",
    )
    assert report.failed == ()
    assert [role.name for role in report.design.roles] == ["import_idle", "import_reader"]
    assert report.identical


def test_settings_of_the_platforms_roles_are_kept(cluster: Cluster) -> None:
    report = run(
        cluster,
        "alter role authenticator set pgrst.db_schemas = 'public, api'; alter role anon reset statement_timeout;",
    )
    assert report.failed == ()
    assert [(row.name, row.create_sql, row.drop_sql) for row in report.verbatim] == [
        (
            "anon statement_timeout",
            "alter role anon reset statement_timeout;",
            "alter role anon set statement_timeout = '3s';",
        ),
        (
            "authenticator pgrst.db_schemas",
            "alter role authenticator set pgrst.db_schemas = 'public, api';",
            "alter role authenticator reset pgrst.db_schemas;",
        ),
    ]
    assert report.identical


def test_both_grant_modes_are_reproduced(cluster: Cluster) -> None:
    sql = "create table t (a int); create function f() returns int language sql as 'select 1'; create sequence s;"
    explicit = run(cluster, sql)
    legacy = import_scripts(scripts(sql), cluster=cluster, grants=GrantMode.LEGACY)
    assert explicit.identical
    assert legacy.identical
    words = {grant.grantee: grant.privileges for grant in legacy.design.tables[0].grants}
    assert "SELECT" in words["anon"]
    assert "SELECT" not in {word for grant in explicit.design.tables[0].grants for word in grant.privileges}


def test_extensions_that_are_imitated_are_named(cluster: Cluster) -> None:
    report = run(cluster, "create extension pg_cron; create extension citext;")
    assert report.failed == ()
    assert report.stand_ins == ("pg_cron",)
    assert report.stand_in_uses == ()


def test_objects_that_need_an_imitated_extension_are_named(cluster: Cluster) -> None:
    report = run(
        cluster,
        """
        create extension postgis with schema extensions;
        create table places (id int primary key, at geography(point), many geometry[], secret text default crypt('a', 'b'));
        create table others (id uuid default uuid_generate_v4() primary key);
        create view seen as select id from places where st_isvalid(at::geometry);
        create function near(at geography) returns int language sql return 1;
        """,
    )
    assert (report.failed, report.differences) == ((), ())
    assert [(use.extension, use.kind, use.name) for use in report.stand_in_uses] == [
        ("pgcrypto", "table", "public.places"),
        ("postgis", "function", "public.near(extensions.geography)"),
        ("postgis", "table", "public.places"),
        ("postgis", "view", "public.seen"),
    ]


def test_progress_comes_per_statement_and_ends_with_the_steps(cluster: Cluster) -> None:
    told: list[tuple[int, int, str]] = []
    import_scripts(
        scripts("select 1; select 2;", "select 3;"), cluster=cluster, progress=lambda *words: told.append(words)
    )
    assert {total for _, total, _ in told} == {6}
    done = [number for number, _, _ in told]
    assert done == sorted(done)
    assert told[0] == (0, 6, "1.sql, line 1")
    assert told[-1][2] == "Comparing both databases"


def test_an_import_can_be_stopped(cluster: Cluster) -> None:
    asked = iter([False, False, True])
    with pytest.raises(LimitError, match="request"):
        import_scripts(
            scripts("create table a (); create table b (); create table c ();"),
            cluster=cluster,
            should_stop=lambda: next(asked, True),
        )


@pytest.mark.parametrize("step", ["Building a database from the design alone", "Comparing both databases"])
def test_an_import_can_be_stopped_while_it_is_proved(
    cluster: Cluster, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "_LOOK_SECONDS", 0.001)
    reached: list[str] = []

    def tell(_: int, __: int, what: str) -> None:
        if what == step:
            reached.append(what)

    tables = "".join(f"create table t{number} (id int primary key, v text);" for number in range(150))
    with pytest.raises(LimitError, match="request"):
        import_scripts(scripts(tables), cluster=cluster, progress=tell, should_stop=lambda: bool(reached))


def test_an_empty_input_is_an_empty_design(cluster: Cluster) -> None:
    report = run(cluster)
    assert (report.statements, report.modelled, report.identical) == (0, {}, True)
