"""Files, folders and archives: what is read, in which order, and what is refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from designer.postgres.scripts import ScriptError
from designer.sandbox import inputs, zips
from designer.sandbox.inputs import MigrationInput, read_migrations, read_upload


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def pack(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def names(found: MigrationInput) -> list[str]:
    return [script.file for script in found.scripts]


PROJECT = {
    "supabase/config.toml": 'project_id = "x"',
    "supabase/seed.sql": "insert into t values (1)",
    "supabase/roles.sql": "create role r",
    "supabase/migrations/20240102000000_b.sql": "select 2",
    "supabase/migrations/20240101000000_a.sql": "select 1",
    "supabase/migrations/20240101000000_a.down.sql": "select 0",
    "supabase/migrations/notes.sql": "select 0",
    "supabase/rollbacks/20240101000000_a.sql": "select 0",
    "supabase/tests/database/t.test.sql": "select 0",
    "src/other.sql": "select 0",
}


def check_project(found: MigrationInput) -> None:
    assert names(found) == ["roles.sql", "migrations/20240101000000_a.sql", "migrations/20240102000000_b.sql"]
    assert [part.what for part in found.skipped] == ["20240101000000_a.down.sql", "notes.sql"]
    assert found.seed_sql == "insert into t values (1)"
    assert found.config_toml == 'project_id = "x"'


def test_a_supabase_project_is_read_in_the_order_it_applies(tmp_path: Path) -> None:
    folder = write(tmp_path, PROJECT)
    check_project(read_migrations(folder))
    check_project(read_migrations(folder / "supabase"))


def test_a_zip_is_read_like_the_folder_it_was(tmp_path: Path) -> None:
    check_project(read_upload("project.zip", pack(PROJECT)))
    (tmp_path / "p.zip").write_bytes(pack({f"repository-main/{name}": text for name, text in PROJECT.items()}))
    check_project(read_migrations(tmp_path / "p.zip"))


def test_a_project_keeps_its_files_and_its_history_byte_for_byte() -> None:
    files = {
        **PROJECT,
        "supabase/functions/hello/index.ts": "Deno.serve(() => new Response('é'))",
        "supabase/functions/.env": "KEY=secret",
        "supabase/schemas/01_a.sql": "select 1",
    }
    found = read_upload("project.zip", pack(files))
    assert [(file.version, file.name, file.path, file.content) for file in found.migrations] == [
        ("20240101000000", "a", "migrations/20240101000000_a.sql", b"select 1"),
        ("20240102000000", "b", "migrations/20240102000000_b.sql", b"select 2"),
    ]
    assert found.files["functions/hello/index.ts"] == "Deno.serve(() => new Response('é'))".encode()
    assert set(found.files) == {
        "config.toml",
        "functions/hello/index.ts",
        "migrations/20240101000000_a.down.sql",
        "migrations/notes.sql",
        "roles.sql",
        "rollbacks/20240101000000_a.sql",
        "schemas/01_a.sql",
        "seed.sql",
        "tests/database/t.test.sql",
    }
    assert [(part.file, part.why) for part in found.skipped if part.is_harmless] == [
        ("functions/.env", "it may hold secrets, so it is not kept")
    ]


def test_migrations_in_folders_of_their_own_are_read_too() -> None:
    files = {
        "migrations/20230102000000_more/up.sql": "select 2",
        "migrations/20230102000000_more/down.sql": "select 0",
        "migrations/20230101000000_init/migration.sql": "select 1",
        "migrations/20230103000000_last.sql": "select 3",
    }
    found = read_upload("old.zip", pack(files))
    assert names(found) == [
        "migrations/20230101000000_init/migration.sql",
        "migrations/20230102000000_more/up.sql",
        "migrations/20230103000000_last.sql",
    ]
    assert found.migrations == ()
    assert set(found.files) == set(files)
    assert [part.what for part in found.skipped] == ["migrations/20230101000000_init/migration.sql", "down.sql"]


def test_the_configuration_orders_declared_schemas() -> None:
    files = {
        "supabase/config.toml": '[db.migrations]\nschema_paths = ["./schemas/z.sql", "./schemas/*.sql", "more/*.sql"]',
        "supabase/schemas/a.sql": "select 2",
        "supabase/schemas/z.sql": "select 1",
        "supabase/more/b.sql": "select 3",
    }
    assert names(read_upload("p.zip", pack(files))) == ["schemas/z.sql", "schemas/a.sql", "more/b.sql"]


def test_a_configuration_that_is_no_toml_is_noted() -> None:
    found = read_upload("p.zip", pack({"supabase/config.toml": "[db", "supabase/schemas/a.sql": "select 2"}))
    assert names(found) == ["schemas/a.sql"]
    assert [(part.file, part.is_harmless) for part in found.skipped] == [("config.toml", False)]
    assert "it is not TOML" in found.skipped[0].why


def test_a_folder_of_migrations_is_ordered_by_version(tmp_path: Path) -> None:
    folder = write(tmp_path / "migrations", {"10_c.sql": "select 3", "9_b.sql": "select 2", "0001_a.sql": "select 1"})
    assert names(read_migrations(folder)) == ["0001_a.sql", "9_b.sql", "10_c.sql"]


def test_other_folders_are_read_by_name(tmp_path: Path) -> None:
    folder = write(
        tmp_path, {"tables.sql": "select 2", "roles.sql": "select 0", "enums.sql": "select 1", "readme.md": ""}
    )
    assert names(read_migrations(folder)) == ["roles.sql", "enums.sql", "tables.sql"]


def test_declared_schemas_are_read_where_there_are_no_migrations(tmp_path: Path) -> None:
    folder = write(tmp_path, {"supabase/schemas/02_b.sql": "select 2", "supabase/schemas/01_a.sql": "select 1"})
    assert names(read_migrations(folder)) == ["schemas/01_a.sql", "schemas/02_b.sql"]


def test_an_empty_file_is_the_empty_schema(tmp_path: Path) -> None:
    write(tmp_path, {"empty.sql": ""})
    assert read_migrations(tmp_path / "empty.sql").scripts == ()
    assert read_migrations(Path("/dev/null")).scripts == ()


def test_a_folder_without_sql_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"has no .sql files"):
        read_migrations(write(tmp_path, {"readme.md": ""}))
    with pytest.raises(ScriptError, match=r"missing.sql cannot be read: No such file"):
        read_migrations(tmp_path / "missing.sql")


@pytest.mark.parametrize("path", ["../evil.sql", "a/../../evil.sql", "/etc/evil.sql", "..\\evil.sql", "C:/evil.sql"])
def test_a_path_out_of_the_archive_is_refused(path: str) -> None:
    with pytest.raises(ScriptError, match="points outside the archive"):
        read_upload("evil.zip", pack({"good.sql": "select 1", path: "select 2"}))


def test_a_link_in_an_archive_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link.sql")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ScriptError, match="points outside"):
        read_upload("link.zip", stream.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pack({"bomb.sql": " " * (32 << 20)})
    assert len(bomb) < 100_000
    monkeypatch.setattr(inputs, "FILE_LIMIT", 1 << 20)
    with pytest.raises(ScriptError, match=r"bomb.zip unpacks to more than"):
        read_upload("bomb.zip", bomb)


def test_many_small_files_that_add_up_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "TOTAL_LIMIT", 1 << 20)
    with pytest.raises(ScriptError, match="unpacks to more than"):
        read_upload("bomb.zip", pack({f"{number}.sql": " " * (300 << 10) for number in range(10)}))


def test_a_size_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = pack({"a.sql": " " * (2 << 20)})
    lying = honest.replace((2 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != honest
    monkeypatch.setattr(inputs, "FILE_LIMIT", 1 << 20)
    with pytest.raises(ScriptError, match=r"unpacks to more than|damaged zip"):
        read_upload("lie.zip", lying)


def test_a_damaged_zip_is_refused() -> None:
    with pytest.raises(ScriptError, match="damaged zip archive"):
        read_upload("broken.zip", pack({"a.sql": "select 1"})[:40])


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "COUNT_LIMIT", 3)
    with pytest.raises(ScriptError, match="lists 5 files"):
        read_upload("many.zip", pack({f"{number}.sql": "" for number in range(5)}))
