"""Every form in which SQL comes, as people really have it: tests/cases/inputs."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from designer.catalog.imports import ImportReport, import_scripts
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.inputs import read_migrations, read_upload

INPUTS = Path(__file__).parents[1] / "cases" / "inputs"


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    return get_cluster()


def run(cluster: Cluster, path: Path) -> ImportReport:
    report = import_scripts(read_migrations(path).scripts, cluster=cluster)
    assert report.failed == ()
    assert (report.identical, report.differences) == (True, ())
    return report


def tables(report: ImportReport) -> list[str]:
    return sorted(table.name for table in report.design.tables)


def notes(report: ImportReport) -> dict[str, str]:
    return {part.what.split("\n")[0]: part.why for part in report.skipped if not part.is_harmless}


def test_a_dump_of_an_old_server_in_latin_1(cluster: Cluster) -> None:
    report = run(cluster, INPUTS / "pg_dump_13.sql")
    assert tables(report) == ["clients", "invoices"]
    name = next(column for column in report.design.table("app", "clients").columns if column.name == "name")
    assert name.default == "'Müller & Söhne'::text"
    assert notes(report) == {
        "COPY app.clients (id, name) FROM stdin": "2 rows: data is not part of a schema and was not loaded",
        "INSERT INTO app.invoices": "2 rows: data is not part of a schema and was not loaded",
    }
    assert report.skipped_rows == 4


def test_a_dump_of_a_new_server_that_makes_its_database(cluster: Cluster) -> None:
    report = run(cluster, INPUTS / "pg_dump_18.sql")
    assert tables(report) == ["members"]
    assert [what for what in notes(report) if not what.startswith("COPY")] == [
        "DROP DATABASE IF EXISTS club",
        "CREATE DATABASE club WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = libc LOCALE = 'C.UTF-8'",
        "ALTER DATABASE club OWNER TO postgres",
        "\\connect club",
    ]


def test_a_script_of_pgadmin(cluster: Cluster) -> None:
    report = run(cluster, INPUTS / "pgadmin.sql")
    assert tables(report) == ["customers", "orders"]
    assert [what.split()[0] for what in notes(report)] == ["CREATE", "COMMENT"]


def check_psql(report: ImportReport) -> None:
    assert tables(report) == ["audit", "customers", "orders"]
    orders = report.design.table("shop", "orders")
    assert orders.comment == "the main one"
    assert [index.name for index in orders.indexes] == ["orders_customer_id_idx"]
    assert ["100" in check.expression for check in orders.checks] == [True]
    audit = report.design.table("shop", "audit")
    assert next(column.default for column in audit.columns if column.name == "note") == "'shop'::text"
    assert notes(report) == {"\\! date": "programs are not run here"}


def test_a_script_for_psql_with_the_files_it_includes(cluster: Cluster) -> None:
    check_psql(run(cluster, INPUTS / "psql" / "main.sql"))
    check_psql(run(cluster, INPUTS / "psql"))


def test_the_same_as_a_zip(cluster: Cluster) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted((INPUTS / "psql").rglob("*.sql")):
            archive.write(path, f"schema/{path.relative_to(INPUTS / 'psql')}")
    report = import_scripts(read_upload("schema.zip", stream.getvalue()).scripts, cluster=cluster)
    assert report.failed == ()
    check_psql(report)


def test_a_file_that_includes_one_nobody_gave_says_so(cluster: Cluster) -> None:
    report = import_scripts(
        read_upload("main.sql", (INPUTS / "psql" / "main.sql").read_bytes()).scripts, cluster=cluster
    )
    assert notes(report)["\\i tables/customers.sql"].startswith("there is no tables/customers.sql in the input")


def test_files_outside_the_input_are_never_read(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "secret.sql").write_text("create table secret ();")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.sql").symlink_to(tmp_path / "secret.sql")
    (tmp_path / "in" / "main.sql").write_text(
        f"\\i ../secret.sql\n\\i {tmp_path}/secret.sql\n\\i link.sql\n\\i main.sql\ncreate table mine ();"
    )
    report = import_scripts(read_migrations(tmp_path / "in" / "main.sql").scripts, cluster=cluster)
    assert tables(report) == ["mine"]
    assert [why.split(" ", 3)[:3] for why in notes(report).values()] == [["there", "is", "no"]] * 3 + [
        ["the", "files", "include"]
    ]


def test_what_a_session_is_told_lasts(cluster: Cluster) -> None:
    report = run(cluster, INPUTS / "session.sql")
    assert [(table.schema, table.name) for table in report.design.tables] == [
        ("app", "drafts"),
        ("app", "last"),
        ("app", "notes"),
    ]
    assert report.skipped == ()


def test_migrations_with_data_run_it(cluster: Cluster) -> None:
    report = run(cluster, INPUTS / "data.sql")
    assert sorted(view.name for view in report.design.views) == [
        "free_subscriptions",
        "pro_subscriptions",
        "team_subscriptions",
    ]
    assert report.skipped == ()


def test_statements_without_a_transaction_and_blocks_of_every_kind(cluster: Cluster) -> None:
    report = import_scripts(read_migrations(INPUTS / "transactions.sql").scripts, cluster=cluster)
    # As under psql, for somebody who is no superuser.
    assert [(failure.statement, failure.sqlstate) for failure in report.failed] == [
        ("lock table readings", "25P01"),
        ("checkpoint", "42501"),
    ]
    assert tables(report) == ["chained", "kept", "readings"]
    assert [index.name for index in report.design.table("public", "readings").indexes] == ["readings_id"]
    assert notes(report) == {"the statement after this": "rolled back by the script"}
    assert report.identical


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_files_of_any_unicode_encoding(cluster: Cluster, encoding: str) -> None:
    text = "create table café (naïve text default 'Ω');\r\ncomment on table café is '\U0001f600';\r\n"
    report = import_scripts(read_upload("x.sql", text.encode(encoding)).scripts, cluster=cluster)
    assert report.failed == ()
    assert [(table.name, table.comment) for table in report.design.tables] == [("café", "\U0001f600")]
