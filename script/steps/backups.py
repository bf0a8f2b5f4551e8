"""script/backup: everything Rowhouse stores in one file, and back."""

from __future__ import annotations

import argparse
import os
import subprocess
from pathlib import Path

from script.steps.commands import StepError, run_main, run_step, say
from script.steps.packages import install_requirements
from script.steps.serving import only_server, read_settings

# Dropping the schema also drops what a newer version made and the backup does not know.
FRESH_SCHEMA = b"SET client_min_messages = warning;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def main() -> int:
    options = _options()
    install_requirements()
    home = read_settings("127.0.0.1", 8000)
    if not options.restore:
        back_up(options.file.absolute())
        return 0
    with only_server(home):
        restore(options.file.absolute())
    return 0


def back_up(file: Path) -> None:
    """Writes the store in pg_dump's custom format. Raises StepError."""
    command = [_program("pg_dump"), "--format=custom", "--no-owner", f"--file={file}", f"--dbname={_conninfo()}"]
    run_step(f"Writing {file}", command, advice="Check that the store answers and that the folder may be written.")


def restore(file: Path) -> None:
    """Replaces what the store holds by a backup, in one transaction: all of it or nothing. Raises StepError."""
    if not file.is_file():
        raise StepError(f"There is no file {file}.", "Name one that script/backup has written.")
    say(f"Restoring {file}")
    advice = "The lines above say why; the store is as it was."
    read = subprocess.run([_program("pg_restore"), "--no-owner", "--file=-", str(file)], stdout=subprocess.PIPE)
    if read.returncode:
        raise StepError(f"{file} cannot be read as a backup.", advice)
    # pg_restore writes for the newest server; those before PostgreSQL 17 do not know this setting.
    script = FRESH_SCHEMA + read.stdout.replace(b"\nSET transaction_timeout = 0;\n", b"\n", 1)
    command = [_program("psql"), "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", _conninfo()]
    if subprocess.run(command, input=script, stdout=subprocess.DEVNULL).returncode:
        raise StepError(f"{file} was not restored.", advice)


def _conninfo() -> str:
    """The libpq connection string of the store, which is started first if it is embedded."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    params = connection.get_connection_params()
    names = {"host", "port", "user", "password", "dbname"} & params.keys()
    return make_conninfo(**{name: params[name] for name in names})


def _program(name: str) -> str:
    from designer.postgres.embedded import binaries

    return str(binaries() / name)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/backup",
        description="Writes everything Rowhouse stores into one file; Rowhouse may run meanwhile.",
    )
    parser.add_argument("file", type=Path, help="the file to write, or with --restore to read")
    parser.add_argument("--restore", action="store_true", help="replace what is stored by what the file holds")
    return parser.parse_args()


if __name__ == "__main__":
    run_main(main)
