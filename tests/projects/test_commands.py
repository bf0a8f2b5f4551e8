"""The commands, as a pipeline calls them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from designer.design.edits import put
from projects.models import Change, Membership, Project, User
from projects.selectors import load_design, released_design
from projects.services import import_into_project
from tests.projects.test_edits import table

SQL = """
create table public.companies (id bigint generated always as identity primary key, name text not null);
create table public.broken (id nonsense);
create index on public.companies (name);
"""

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cluster")]


@pytest.fixture
def sql(tmp_path: Path) -> Path:
    path = tmp_path / "companies.sql"
    path.write_text(SQL)
    return path


@pytest.fixture
def companies(project: Project, owner: User) -> Project:
    """The same project without going through the sandbox."""
    design = put(load_design(project), table("companies", "name"))
    import_into_project(project=project, acting_user=owner, design=design, label="Import companies.sql")
    return project


def run(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(*arguments, "--json", stdout=out)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def words(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def refusal(*arguments: str) -> str:
    """What a command says when it fails: on standard error, and as JSON on standard output."""
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(*arguments, "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"error": str(caught.value)}
    assert caught.value.returncode == 1
    return str(caught.value)


def test_import_makes_what_it_needs_and_reports(sql: Path) -> None:
    report = run("import_sql", str(sql), "--project", "companies")
    assert (report["statements"], report["applied"], report["identical"], report["differences"]) == (3, 2, True, [])
    [failure] = report["failed"]
    assert (failure["file"], failure["line"], failure["sqlstate"]) == ("companies.sql", 3, "42704")
    assert failure["statement"].startswith("create table public.broken")
    assert "nonsense" in failure["error"]
    assert (report["modelled"]["tables"], report["modelled"]["indexes"]) == (1, 1)
    assert report["verbatim"] == []
    assert 0 < report["seconds"] < 60

    project = Project.objects.get(slug="companies")
    assert [table.name for table in load_design(project).tables] == ["companies"]
    assert project.team.memberships.get().role == Membership.Role.OWNER


def test_importing_the_same_again_changes_nothing(sql: Path) -> None:
    run("import_sql", str(sql), "--project", "companies")
    before = load_design(Project.objects.get(slug="companies"))
    run("import_sql", str(sql), "--project", "companies")
    assert load_design(Project.objects.get(slug="companies")) == before
    assert Change.objects.count() == 1


def test_renames_are_said_with_an_option_and_asked_about_without(sql: Path, tmp_path: Path) -> None:
    first = run("import_sql", str(sql), "--project", "companies")
    assert (first["change"], first["possible_renames"]) == (1, [])
    project = Project.objects.get(slug="companies")
    name = load_design(project).tables[0].columns[1]
    renamed = tmp_path / "renamed.sql"
    renamed.write_text(SQL.replace("name text", "full_name text").replace("(name)", "(full_name)"))
    rename = ("--rename", "public.companies.name=full_name")
    assert "public.companies.name did not become title" in refusal(
        "import_sql", str(renamed), "--project", "companies", "--rename", "public.companies.name=title"
    )
    result = run("import_sql", str(renamed), "--project", "companies", *rename)
    assert (result["change"], result["possible_renames"]) == (2, [])
    after = load_design(project).tables[0].columns[1]
    assert (after.id, after.name) == (name.id, "full_name")
    text = words("import_sql", str(sql), "--project", "companies")
    assert "Possible rename" not in text
    assert load_design(project).tables[0].columns[1].id == name.id


def test_import_in_words_names_each_failure(sql: Path) -> None:
    text = words("import_sql", str(sql), "--project", "companies")
    assert "Imported into companies: 2 of 3 statements applied" in text
    assert "Failed: companies.sql, line 3, column " in text
    assert "Proven: a database built from the design alone dumps the same." in text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x7fELF\x00\x01\x02\x03" * 100, "binary file"),
        (b"this is not SQL at all", "None of the 1 statements could be applied"),
        (b"select pg_sleep(0) +;\nselect * from nowhere;", "None of the 2 statements could be applied"),
    ],
)
def test_unusable_input_is_refused_and_makes_no_project(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "input.sql"
    path.write_bytes(content)
    assert reason in refusal("import_sql", str(path), "--project", "unusable")
    assert not Project.objects.filter(slug="unusable").exists()


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal("import_sql", str(tmp_path / "none.sql"), "--project", "x")


def test_a_project_name_that_cannot_be_an_address_is_refused(sql: Path) -> None:
    assert "cannot name a project" in refusal("import_sql", str(sql), "--project", "No Such Name")


def test_export_releases_what_waits_and_writes_a_folder(companies: Project, tmp_path: Path) -> None:
    result = run("export_project", companies.slug, "--output", str(tmp_path / "out"))
    assert result["released"].endswith("_initial")
    migration = next(name for name in result["files"] if name.startswith("supabase/migrations/"))
    assert migration.endswith("_initial.sql")
    for name in result["files"]:
        assert (tmp_path / "out" / name).is_file()
    assert "supabase/config.toml" in result["files"]
    assert migration.replace("migrations", "rollbacks") in result["files"]
    assert released_design(companies) == load_design(companies)

    again = run("export_project", companies.slug, "--output", str(tmp_path / "again"))
    assert again["released"] is None


def test_equal_exports_are_equal_bytes(companies: Project, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        run("export_project", companies.slug, "--output", str(tmp_path / name))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert "supabase/seed.sql" in archive.namelist()


def test_released_only_leaves_out_what_waits(companies: Project, tmp_path: Path) -> None:
    result = run("export_project", companies.slug, "--output", str(tmp_path / "out"), "--released-only")
    assert result["released"] is None
    assert not [name for name in result["files"] if "/migrations/" in name]


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("svg", b"<svg"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
        ("mermaid", b"erDiagram"),
        ("dbml", b"Table companies"),
        ("txt", b"| companies"),
    ],
)
def test_draw_writes_the_picture(companies: Project, tmp_path: Path, kind: str, start: bytes) -> None:
    path = tmp_path / f"diagram.{kind}"
    result = run("draw_project", companies.slug, "--format", kind, "--output", str(path))
    content = path.read_bytes()
    assert start in content[:200]
    assert (result["bytes"], result["tables"]) == (len(content), 1)


def test_an_unknown_project_is_refused_with_those_there_are(companies: Project, tmp_path: Path) -> None:
    for command in ("draw_project", "export_project"):
        said = refusal(command, "company", "--output", str(tmp_path / "out.svg"))
        assert said == "There is no project company. There are: coaching."


def test_a_missing_folder_is_said(companies: Project, tmp_path: Path) -> None:
    assert "is no folder" in refusal("draw_project", companies.slug, "--output", str(tmp_path / "no" / "x.svg"))


def test_compare_writes_migration_and_rollback(tmp_path: Path) -> None:
    before, after = tmp_path / "before.sql", tmp_path / "after.sql"
    before.write_text("create table public.a (id bigint primary key, old text);")
    after.write_text("create table public.a (id bigint primary key);")
    arguments = ["compare_sql", str(before), str(after), "--output", str(tmp_path / "out")]
    result = run(*arguments, "--accept-data-loss")
    [operation] = result["operations"]
    assert (operation["symbol"], operation["lock"]) == ("-", "ACCESS EXCLUSIVE")
    assert operation["describe"].startswith("Drop column public.a.old")
    assert "data loss" in [hazard["kind"] for hazard in operation["hazards"]]
    assert (result["unsupported"], result["failed"]) == ([], [])
    up, down = (tmp_path / "out" / name for name in result["files"])
    assert (up.parent.name, down.parent.name, up.name) == ("migrations", "rollbacks", down.name)
    assert "drop column old" in up.read_text()
    assert "add column old text" in down.read_text()


def test_compare_asks_before_data_is_lost_and_takes_answers(tmp_path: Path) -> None:
    before, after, answers = (tmp_path / name for name in ("before.sql", "after.sql", "answers.toml"))
    before.write_text("create table public.a (id bigint primary key, old text);")
    after.write_text("create table public.a (id bigint primary key);")
    arguments = ["compare_sql", str(before), str(after), "--output", str(tmp_path / "out"), "--json"]
    out = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command(*arguments, stdout=out)
    assert stopped.value.code == 3
    asked = json.loads(out.getvalue())
    assert asked["unanswered"] == ["drop column public.a.old"]
    assert [choice["name"] for choice in asked["questions"][0]["choices"]] == ["keep", "drop"]
    assert (tmp_path / "out" / asked["files"][0]).exists()

    answers.write_text('[answers]\n"drop column public.a.old" = "keep"\n[rows]\n"public.a" = 3000000\n')
    result = run(*arguments[:-1], "--answers", str(answers))
    assert result["unanswered"] == []
    assert result["questions"][0]["answer"] == {"choice": "keep"}
    assert [operation["seconds"] for operation in result["operations"]] == [10.0, 0.0]
    answers.write_text('[answers]\n"drop column public.a.old" = "burn"\n')
    assert "Choose one of: keep, drop" in refusal(*arguments[:-1], "--answers", str(answers))


def test_compare_refuses_what_the_version_lacks_and_writes_nothing(tmp_path: Path) -> None:
    after = tmp_path / "after.sql"
    after.write_text(
        "create table public.a (id bigint primary key, twice bigint generated always as (id * 2) virtual);"
    )
    arguments = ["compare_sql", "/dev/null", str(after), "--output", str(tmp_path / "out")]
    said = refusal(*arguments, "--postgres-version", "17")
    assert "public.a.twice is a virtual generated column, which PostgreSQL 17 lacks" in said
    assert not (tmp_path / "out").exists()


def test_compare_from_nothing_is_the_whole_schema(sql: Path, tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("compare_sql", "/dev/null", str(sql), "--output", str(tmp_path), "--json", stdout=out, stderr=err)
    assert stopped.value.code == 1
    result = json.loads(out.getvalue())
    migration = (tmp_path / result["files"][0]).read_text()
    assert "create table public.companies" in migration
    assert "revoke all" not in migration
    assert [failure["line"] for failure in result["failed"]] == [3]
    assert "1 of the statements failed, the first in" in err.getvalue()


def test_equal_schemas_have_no_differences(sql: Path, tmp_path: Path) -> None:
    sql.write_text("create table public.companies (id bigint primary key);")
    result = run("compare_sql", str(sql), str(sql), "--output", str(tmp_path))
    assert (result["operations"], result["files"]) == ([], [])
    assert words("compare_sql", str(sql), str(sql), "--output", str(tmp_path)).startswith("No differences.")


def test_the_example_is_loaded_once_and_says_how_to_sign_in() -> None:
    first = run("load_example")
    assert (first["project"], first["loaded"]) == ("example", True)
    user = User.objects.get(email=first["email"])
    assert user.check_password(first["password"])
    example = Project.objects.get(slug="example")
    assert len(load_design(example).tables) > 8
    assert released_design(example) == load_design(example)
    assert run("load_example")["loaded"] is False
    assert f"Sign in as {first['email']} with the password {first['password']}" in words("load_example")


def test_a_changed_password_is_not_printed() -> None:
    first = run("create_local_user")
    user = User.objects.get(email=first["email"])
    user.set_password("chosen by the person")
    user.save()
    assert run("create_local_user") == {"email": first["email"], "password": None}
    assert "with the password you chose" in words("create_local_user")


def test_access_is_explained(companies: Project) -> None:
    question = ["explain_access", companies.slug, "--as", "anon", "--sql", "select name from public.companies"]
    found = run(*question, "--plan")
    (attempt,) = found["attempts"]
    assert attempt["changes"] == ["GRANT SELECT ON TABLE public.companies TO anon;"]
    assert found["plan"]["refusal"] == "permission denied for table companies"
    assert "what would change it: GRANT SELECT" in words(*question)
    assert "There is no persona nobody" in refusal(
        "explain_access", companies.slug, "--as", "nobody", "--table", "public.a"
    )
