from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from designer.design import Design, Grant, Policy, Role
from designer.export import ExportError, ReleasedFile, build_folder, write_folder, write_zip
from tests.diagram.designs import SPACE, star, table

FILES = [
    ReleasedFile(name="20260101000000_init.sql", up_sql="create table a ();\n", down_sql="drop table a;\n"),
    ReleasedFile(
        name="20260101000001_init_a_idx_concurrently.sql",
        up_sql="create index concurrently i on a (id);",
        down_sql="drop index concurrently i;",
        is_transactional=False,
    ),
]


def build(
    design: Design | None = None,
    files: list[ReleasedFile] | None = None,
    *,
    kept: dict[str, bytes] | None = None,
    tests: dict[str, str] | None = None,
) -> dict[str, bytes]:
    return build_folder(
        slug="shop",
        title="Shop",
        design=design or star(2),
        migrations=FILES if files is None else files,
        files=kept,
        tests=tests,
    )


def readme(design: Design | None = None, files: list[ReleasedFile] | None = None) -> str:
    return build(design, files)["README.md"].decode()


def test_the_folder_has_what_the_cli_reads_and_rollbacks_beside_it() -> None:
    assert list(build()) == [
        "README.md",
        "SECURITY.md",
        "diagram.svg",
        "supabase/config.toml",
        "supabase/migrations/20260101000000_init.sql",
        "supabase/migrations/20260101000001_init_a_idx_concurrently.sql",
        "supabase/rollbacks/20260101000000_init.sql",
        "supabase/rollbacks/20260101000001_init_a_idx_concurrently.sql",
        "supabase/seed.sql",
    ]


def test_tests_of_ours_stand_beside_those_that_were_imported() -> None:
    kept = {"tests/database/000_schema.test.sql": b"select 1"}
    built = build(kept=kept, tests={"000_schema.test.sql": "-- ours\n", "002_policies.test.sql": "-- ours\n"})
    assert built["supabase/tests/database/000_schema.test.sql"] == b"select 1"
    assert built["supabase/tests/database/002_policies.test.sql"] == b"-- ours\n"
    assert "`supabase test db` runs them" in built["README.md"].decode()


def test_equal_input_gives_equal_bytes() -> None:
    assert write_zip(build()) == write_zip(build())
    shuffled = dict(reversed(list(build().items())))
    assert write_zip(shuffled) == write_zip(build())


def test_the_zip_holds_the_files_and_no_trace_of_this_machine() -> None:
    archive = zipfile.ZipFile(io.BytesIO(write_zip(build())))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == build()
    assert {(entry.date_time, entry.external_attr >> 16) for entry in archive.infolist()} == {
        ((1980, 1, 1, 0, 0, 0), 0o100644)
    }


def test_imported_files_have_no_rollback() -> None:
    content = b"\xef\xbb\xbfselect 1;\r\nselect 2;"
    files = [ReleasedFile(name="20250101000000_old.sql", up_sql=content), FILES[0]]
    paths = build(files=files)
    assert paths["supabase/migrations/20250101000000_old.sql"] == content
    assert "supabase/migrations/20250101000000_old.sql" in paths
    assert "supabase/rollbacks/20250101000000_old.sql" not in paths
    assert "1 imported migration has no rollback" in readme(files=files)


@pytest.mark.parametrize(
    "name",
    [
        "../20260101000000_up.sql",
        "20260101000000_a/b.sql",
        "20260101000000_a\\b.sql",
        "20260101000000_two\nlines.sql",
        "init.sql",
        "20260101000000_init.sql.txt",
        f"20260101000000_{'x' * 300}.sql",
    ],
)
def test_names_that_leave_the_folder_or_that_the_cli_skips_are_refused(name: str) -> None:
    with pytest.raises(ExportError, match="cannot be exported"):
        build(files=[ReleasedFile(name=name, up_sql="select 1;")])


def test_versions_must_rise() -> None:
    with pytest.raises(ExportError, match=r"20260101000000_init\.sql.*does not come after"):
        build(files=[FILES[1], FILES[0]])
    with pytest.raises(ExportError, match="does not come after"):
        build(files=[FILES[0], FILES[0]])


def test_a_generated_config_is_what_the_cli_needs() -> None:
    config = tomllib.loads(build()["supabase/config.toml"].decode())
    assert config["project_id"] == "shop"
    assert config["db"] == {
        "major_version": 17,
        "migrations": {"enabled": True},
        "seed": {"enabled": True, "sql_paths": ["./seed.sql"]},
    }


def test_a_version_the_cli_does_not_know_becomes_the_nearest_and_says_so() -> None:
    files = build_folder(slug="a", title="A", design=Design(), migrations=[], postgres_version=18)
    text = files["supabase/config.toml"].decode()
    assert tomllib.loads(text)["db"]["major_version"] == 17
    assert "PostgreSQL 18" in text


def test_an_imported_config_is_kept_letter_by_letter() -> None:
    text = '# mine\nproject_id = "theirs"\n[api]\nschemas = ["public"]\n'
    assert build(kept={"config.toml": text.encode()})["supabase/config.toml"].decode() == text


def test_an_imported_config_without_project_id_gains_one_in_the_right_place() -> None:
    text = "[api]\nmax_rows = 5\n"
    config = tomllib.loads(build(kept={"config.toml": text.encode()})["supabase/config.toml"].decode())
    assert config == {"project_id": "shop", "api": {"max_rows": 5}}


def test_a_config_that_is_no_toml_or_switches_migrations_off_is_refused() -> None:
    with pytest.raises(ExportError, match="is not TOML"):
        build(kept={"config.toml": b"project_id = "})
    with pytest.raises(ExportError, match=r"db\.migrations\.enabled = false"):
        build(kept={"config.toml": b"[db.migrations]\nenabled = false\n"})


def test_kept_files_are_exported_byte_for_byte_at_their_paths() -> None:
    kept = {
        "config.toml": b'\xef\xbb\xbfproject_id = "theirs"\r\n',
        "functions/hello/logo.png": bytes(range(256)),
        "roles.sql": b"create role reporting;",
        "seed.sql": b"select 1;\r\nselect 2;",
        "tests/database/a.test.sql": b"",
    }
    files = build(Design(roles=(Role(id=SPACE, name="reporting"),)), kept=kept)
    assert {path: files[f"supabase/{path}"] for path in kept} == kept
    text = files["README.md"].decode()
    assert "| `supabase/functions/` | edge functions, as imported |" in text


@pytest.mark.parametrize("path", ["../x", "/x", "a/../b", "a\\b", "c:x", ""])
def test_kept_files_never_leave_the_folder(path: str) -> None:
    with pytest.raises(ExportError, match="would leave supabase/"):
        build(kept={path: b""})


def test_roles_have_a_file_of_their_own() -> None:
    design = Design(roles=(Role(id=SPACE, name="reporting"),))
    text = build(design)["supabase/roles.sql"].decode()
    assert "create role reporting" in text
    assert "if not exists" in text
    assert "--include-roles" in readme(design)
    assert "--include-roles" not in readme()


def test_the_readme_says_how_to_go_back_newest_first() -> None:
    commands = readme().partition("## Go back")[2].partition("```sh\n")[2].partition("```")[0].splitlines()
    assert commands == [
        'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 -f supabase/rollbacks/20260101000001_init_a_idx_concurrently.sql',
        'supabase migration repair 20260101000001 --status reverted --remote="$DATABASE_URL"',
        'psql "$DATABASE_URL" -v ON_ERROR_STOP=1 --single-transaction -f supabase/rollbacks/20260101000000_init.sql',
        'supabase migration repair 20260101000000 --status reverted --remote="$DATABASE_URL"',
    ]


def test_the_readme_names_what_is_open_and_what_is_shut() -> None:
    opened = replace(table("open_one"), grants=(Grant(grantee="anon", privileges=("SELECT",)),))
    shut = replace(table("shut_one"), has_rls=True)
    guarded = replace(table("guarded_one"), has_rls=True, policies=(Policy(id=SPACE, name="p"),))
    text = readme(Design(tables=(opened, shut, guarded)))
    assert "on for 2 of 3 tables. Policies: 1." in text
    assert "- `public.open_one`" in text.partition("**Open**")[2].partition("Shut")[0]
    assert "- `public.shut_one`" in text.partition("Shut")[2]
    assert "bypass row-level security" in text


def test_the_readme_claims_only_what_was_proven() -> None:
    files = build_folder(slug="a", title="A", design=Design(), migrations=[], proven=["The import is identical."])
    text = files["README.md"].decode()
    assert "- Proven: The import is identical." in text
    assert "- Not proven: " in text
    assert "- Proven" not in readme()


def test_a_title_is_no_markdown() -> None:
    files = build_folder(slug="a", title="<b>x</b>\n# [y](z)", design=Design(), migrations=[])
    assert files["README.md"].decode().splitlines()[0] == "# \\<b\\>x\\</b\\> \\# \\[y\\](z)"


def test_without_graphviz_the_rest_is_exported_and_the_readme_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    files = build()
    assert "diagram.svg" not in files
    assert "Graphviz was not installed" in files["README.md"].decode()


def test_writing_replaces_its_own_files_and_leaves_others(tmp_path: Path) -> None:
    write_folder(build(), tmp_path)
    mine = tmp_path / "supabase" / "migrations" / "20250101000000_mine.sql"
    mine.write_text("select 1;")
    assert len(write_folder(build(), tmp_path)) == 9
    assert mine.read_text() == "select 1;"
    assert not list(tmp_path.rglob("*.part"))


def test_writing_never_follows_a_link_out_of_the_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "supabase").symlink_to(outside)
    with pytest.raises(ExportError, match="outside of"):
        write_folder(build(), tmp_path / "export")
    assert not list(outside.rglob("*"))


def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "supabase").write_text("a file")
    with pytest.raises(ExportError, match="cannot be written"):
        write_folder(build(), tmp_path)
