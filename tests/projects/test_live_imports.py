"""Importing a database by its address: read by the web process, finished by a worker, the address kept nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from designer.live.addresses import ANYWHERE, find_target
from designer.sandbox.clusters import Cluster
from projects.forms.imports import ImportForm
from projects.models import Project, Run, User
from projects.runs.execution import execute
from projects.runs.live_databases import read_now
from projects.selectors import load_design
from projects.services import ImportMode
from projects.services.live_imports import create_live_import
from tests.live_servers import PASSWORD, foreign_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with foreign_server() as (_, url):
        yield url


def stored_text() -> str:
    """Everything the store keeps of runs, their input and the queue."""
    tables = ("run", "runpiece", "change", "procrastinate_jobs")
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        names = [name for (name,) in cursor.fetchall() if name.removeprefix("projects_") in tables]
        assert len(names) == len(tables)
        texts = []
        for name in names:
            cursor.execute(f"select t::text from {name} t")
            texts += [text for (text,) in cursor.fetchall()]
    return "\n".join(texts)


def test_a_database_becomes_a_design(address: str, project: Project, owner: User) -> None:
    target = find_target(address, ANYWHERE)
    run = create_live_import(project=project, acting_user=owner, target=target, mode=ImportMode.REPLACE)
    read_now(run.pk, target)
    run.refresh_from_db()
    assert (run.state, run.payload_name) == (Run.State.QUEUED, "database postgres")
    kept = stored_text()
    assert PASSWORD not in kept
    assert PASSWORD.encode().hex() not in kept
    execute(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.SUCCEEDED, run.error
    assert run.result is not None
    assert (run.result["identical"], run.result["failed"]) == (True, [])
    assert run.result["remarks"][0].startswith("Read from PostgreSQL 18")
    assert [table.name for table in load_design(project).tables] == ["orders"]


def test_our_own_servers_are_not_read(cluster: Cluster, project: Project, owner: User) -> None:
    with foreign_server() as (server, url):
        target = find_target(url, ANYWHERE)
        with pytest.MonkeyPatch.context() as patch:
            # As if the sandbox were that very server.
            patch.setattr(
                Cluster,
                "connect",
                lambda _, dbname=None: psycopg.connect(server.url(dbname or "postgres"), autocommit=True),
            )
            run = create_live_import(project=project, acting_user=owner, target=target, mode=ImportMode.REPLACE)
            read_now(run.pk, target)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert "the server Rowhouse itself works with" in run.error


def test_the_form_asks_for_an_address_only_where_that_is_allowed(settings: Settings) -> None:
    settings.LIVE_IMPORT_ALLOWS = []
    assert "database" not in ImportForm().fields
    settings.LIVE_IMPORT_ALLOWS = ["public"]
    form = ImportForm({"mode": "replace", "database": "postgresql://me:hunter2@127.0.0.1/app"})
    assert not form.is_valid()
    assert "may not be reached" in form.errors["database"][0]
    assert "hunter2" not in form.as_p()
    both = ImportForm({"mode": "replace", "database": "postgresql://me@1.1.1.1/app", "sql": "select 1"})
    assert not both.is_valid()
    assert both.non_field_errors() == ["Both SQL and a database were given. Keep one of them."]


def test_the_command_reads_a_database_too(
    address: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("import_sql", "--database", address, "--project", "shop", "--json")
    result = json.loads(capsys.readouterr().out)
    assert (result["identical"], result["modelled"]["tables"]) == (True, 1)
    with pytest.raises(CommandError, match="password authentication failed") as caught:
        call_command("import_sql", address.replace(PASSWORD, "hunter2"), "--project", "shop")
    assert "hunter2" not in str(caught.value)
    with pytest.raises(CommandError, match="Give PATH or --database"):
        call_command("import_sql", "--project", "shop")
