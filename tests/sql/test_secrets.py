from __future__ import annotations

import pytest

from designer.sql.secrets import HIDDEN, hide_secret_values, hide_secrets


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        (
            "create user mapping for anon server s options (user 'me', password 'it''s', \"API key\" 'x')",
            f"create user mapping for anon server s options (user 'me', password {HIDDEN}, \"API key\" 'x')",
        ),
        ("alter server s options (set api_key 'a', add host 'h')", f"alter server s options (set api_key {HIDDEN}, add host 'h')"),
        ("create server s foreign data wrapper w OPTIONS (\n  aws_secret_access_key E'a\\n'\n)", f"create server s foreign data wrapper w OPTIONS (\n  aws_secret_access_key {HIDDEN}\n)"),
    ],
)  # fmt: skip
def test_secrets_are_not_shown(sql: str, shown: str) -> None:
    assert hide_secrets(sql) == shown


def test_other_sql_is_shown_as_it_is() -> None:
    sql = "insert into users (password) values ('x'); comment on column users.password is 'y'"
    assert hide_secrets(sql) == sql


def test_values_are_hidden_by_the_names_of_options() -> None:
    assert hide_secret_values((("host", "h"), ("password", "p"))) == (("host", "h"), ("password", "••••••"))
