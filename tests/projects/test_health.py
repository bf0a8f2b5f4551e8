"""The health check."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_healthz_is_open_and_says_the_store_answers(client: Client, db: None) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": True})


def test_healthz_says_so_when_the_store_does_not_answer(client: Client, db: None) -> None:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> None:
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, False)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_healthz_only_reads(client: Client, db: None, method: str) -> None:
    assert getattr(client, method)("/healthz").status_code == 405
