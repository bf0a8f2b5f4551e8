"""script/server: the store, the web process and one worker, from one command until Ctrl-C."""

from __future__ import annotations

import argparse
import fcntl
import http.client
import importlib
import io
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from script.steps.commands import StepError, run_main, say
from script.steps.services import Service
from script.steps.setup import set_up

START_SECONDS = 60
POLL_SECONDS = 0.2


def main() -> int:
    options = _options()
    check_port(options.host, options.port)
    if not options.without_setup:
        set_up()
    home = read_settings(options.host, options.port)
    with only_server(home) as lock:
        try:
            sign_in = prepare_store(load_example=not options.without_example)
            serve(services(options.host, options.port), lock, options.host, options.port, notes=sign_in)
        finally:
            _ignore_signals()
            stop_databases(home)
    say("Stopped.")
    return 0


def read_settings(host: str, port: int) -> Path:
    """Reads .env into the environment, as the services will, and gives the folder Rowhouse keeps its data in."""
    importlib.invalidate_caches()  # the packages may have been installed a moment ago, by another process
    from config.settings.environment import ROWHOUSE_HOME

    os.environ.setdefault("PUBLIC_URL", _address(host, port))
    return ROWHOUSE_HOME


@contextmanager
def only_server(home: Path) -> Iterator[int]:
    """Holds the lock of this data folder; its services inherit it, so it stays held while any of them lives.

    Raises StepError when another script/server, or what is left of a killed one, holds it.
    """
    home.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(home / "server.lock", os.O_RDWR | os.O_CREAT, 0o644), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holders = file.readline().strip() or "another process"
            reason = f"Rowhouse is already running on {home} ({holders})."
            raise StepError(reason, "Use that one, or stop it first (Ctrl-C where it runs, or kill).") from None
        _note_holders(file.fileno(), [])
        yield file.fileno()


def check_port(host: str, port: int) -> None:
    """Raises StepError, with what to do, if nobody could listen there."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        advice = "Give an address of this machine, for example: HOST=127.0.0.1 script/server"
        raise StepError(f"The host {host} is unknown.", advice) from error
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            reason = f"Cannot listen on {host} port {port}: {error.strerror}."
            advice = f"If Rowhouse runs there already, use that; else take another port: PORT={port + 1} script/server"
            raise StepError(reason, advice) from error


def prepare_store(*, load_example: bool) -> str:
    """Starts the database unless DATABASE_URL names one, brings it up to date and fills in what a first look needs.

    Returns how to sign in, in words.
    """
    say("Preparing the database")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import CommandError, call_command
    from django.db import DatabaseError, connections

    from designer.postgres.embedded import ServerError

    django.setup()
    told = io.StringIO()
    try:
        call_command("load_example" if load_example else "create_local_user", stdout=told)
    except (CommandError, DatabaseError, ServerError) as error:
        advice = "If DATABASE_URL is set, check that its server answers; otherwise that the disk is not full."
        raise StepError(f"Preparing the database: {error}", advice) from error
    connections.close_all()
    return told.getvalue().strip()


def services(host: str, port: int) -> list[Service]:
    """The web process and the worker. More workers can be started by hand, on any machine that reaches the store."""
    web = web_command(host, port)
    worker = [sys.executable, "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
    return [Service("web process", web, grace_seconds=6), Service("worker", worker, grace_seconds=10)]


def web_command(host: str, port: int) -> list[str]:
    """The command of the web process."""
    web = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", host, "--port", str(port)]
    # Event streams stay open for as long as a page does: a stop must not wait for them.
    return [*web, "--lifespan", "off", "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "2"]


def serve(running: Sequence[Service], lock: int, host: str, port: int, *, notes: str = "") -> None:
    """Runs the services until a signal asks to stop; then stops them all. Raises StepError if one cannot run."""
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: asked.set())
    try:
        for service in running:
            service.start(held=lock)
        _note_holders(lock, running)
        _wait_until_healthy(running, lock, host, port, asked)
        if not asked.is_set():
            say("\n".join(["", f"Rowhouse is at {_address(host, port)}", *filter(None, [notes]), "Ctrl-C stops it."]))
        while not asked.wait(POLL_SECONDS):
            _restart_dead(running, lock)
        say("\nStopping")
    finally:
        for service in running:
            service.ask_to_stop()
        for service in running:
            service.wait_until_stopped()


def stop_databases(home: Path) -> None:
    """Stops the embedded servers of the store and of the sandbox, where they run."""
    from designer.postgres.embedded import stop_server
    from designer.sandbox.servers import stop_cluster

    stop_server(home / "store")
    stop_cluster()


def _wait_until_healthy(running: Sequence[Service], lock: int, host: str, port: int, asked: threading.Event) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(host, port) and not asked.wait(POLL_SECONDS / 2):
        _restart_dead(running, lock)
        if time.monotonic() > deadline:
            reason = f"{_address(host, port)}/healthz did not answer within {START_SECONDS} s."
            raise StepError(reason, "The lines above say why; with LOG_LEVEL=INFO there are more of them.")


def _answers(host: str, port: int) -> bool:
    """True once the web process serves pages. Which hosts it serves is a setting, so a 400 is an answer too."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _restart_dead(running: Sequence[Service], lock: int) -> None:
    if [service for service in running if service.restart_if_dead(held=lock)]:
        _note_holders(lock, running)


def _note_holders(lock: int, running: Sequence[Service]) -> None:
    """Writes into the lock file who holds it, for the message of the next one who wants it."""
    named = [("script/server", os.getpid()), *((service.name, service.pid) for service in running)]
    line = (", ".join(f"{name} {pid}" for name, pid in named) + "\n").encode()
    os.pwrite(lock, line, 0)  # before the old end is cut off: whoever reads meanwhile finds one whole line first
    os.ftruncate(lock, len(line))


def _reachable(host: str) -> str:
    """The host to ask for from this machine: listening on every address is no address."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - nothing is bound here


def _address(host: str, port: int) -> str:
    shown = _reachable(host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/server",
        description="Sets everything up, then serves Rowhouse on this machine until Ctrl-C. Safe to run again.",
        epilog="The settings, read from the environment or from .env, are listed in docs/configuration.md.",
    )
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    parser.add_argument("--host", default=host, help="address to listen on (HOST; %(default)s)")
    parser.add_argument("--port", type=int, default=port, help="port to listen on (PORT; %(default)s)")
    parser.add_argument("--without-example", action="store_true", help="do not load the example project")
    parser.add_argument("--without-setup", action="store_true", help="do not look for what must be installed or built")
    return parser.parse_args()


if __name__ == "__main__":
    run_main(main)
