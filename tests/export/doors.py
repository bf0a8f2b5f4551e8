"""A door to a scratch database for programs that speak TCP only."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg.conninfo import conninfo_to_dict

from designer.sandbox.databases import ScratchDatabase


@contextmanager
def open_door(scratch: ScratchDatabase) -> Iterator[str]:
    """The URL of the database as the run's login on 127.0.0.1; the embedded server itself listens on a socket only."""
    info = conninfo_to_dict(scratch.conninfo())
    host, port = str(info["host"]), int(info.get("port") or 5432)
    login = f"{info['user']}:{info['password']}"
    if not host.startswith("/"):
        yield f"postgresql://{login}@{host}:{port}/{info['dbname']}"
        return
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, f"{host}/.s.PGSQL.{port}"), daemon=True).start()
        yield f"postgresql://{login}@127.0.0.1:{server.getsockname()[1]}/{info['dbname']}?sslmode=disable"
        server.shutdown(socket.SHUT_RDWR)


def _serve(server: socket.socket, path: str) -> None:
    with suppress(OSError):
        while True:
            outside, _ = server.accept()
            inside = socket.socket(socket.AF_UNIX)
            inside.connect(path)
            for source, target in ((outside, inside), (inside, outside)):
                threading.Thread(target=_pump, args=(source, target), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
