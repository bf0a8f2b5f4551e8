from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from designer.design import Command, Policy
from designer.sql.policies import (
    can_alter_policy,
    write_alter_policy,
    write_create_policy,
    write_drop_policy,
    write_rename_policy,
)
from designer.sql.tables import write_create_table
from tests.sql.building import HOSTILE_NAMES, column, design, id_, run, table

T = table("t", column("a", "integer"))
OWN = Policy(id=id_("own"), name="Own rows", roles=("authenticated",), using="a = 1")


def test_policies_are_written_exactly() -> None:
    assert write_create_policy(OWN, T) == ['create policy "Own rows" on public.t\n  to authenticated\n  using (a = 1)']
    everything = Policy(
        id=id_("p"),
        name="p",
        command=Command.UPDATE,
        is_permissive=False,
        roles=("anon", "Odd role"),
        using="(a = 1)",
        check="(a = 1) or (a = 2)",
    )
    assert write_create_policy(everything, T) == [
        """\
create policy p on public.t
  as restrictive
  for update
  to anon, "Odd role"
  using (a = 1)
  with check ((a = 1) or (a = 2))"""
    ]
    assert write_create_policy(replace(OWN, roles=()), T)[0].splitlines()[1] == "  to public"
    assert write_drop_policy(OWN, T) == ['drop policy "Own rows" on public.t']
    assert write_rename_policy(OWN, replace(OWN, name="x"), T) == ['alter policy "Own rows" on public.t rename to x']
    assert write_alter_policy(OWN, replace(OWN, roles=(), using="true"), T) == [
        'alter policy "Own rows" on public.t\n  to public\n  using (true)'
    ]
    assert write_alter_policy(OWN, OWN, T) == []


def test_what_alter_policy_cannot_do() -> None:
    assert can_alter_policy(OWN, replace(OWN, using="true", check="true", roles=()))
    assert not can_alter_policy(OWN, replace(OWN, using=None))
    assert not can_alter_policy(replace(OWN, check="true"), OWN)
    assert not can_alter_policy(OWN, replace(OWN, command=Command.SELECT))
    assert not can_alter_policy(OWN, replace(OWN, is_permissive=False))


def test_policies_run(scratch: Any) -> None:
    query = "select polname, polcmd::text, polpermissive, polroles::regrole[]::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) from pg_policy where polrelid = 't'::regclass"
    with scratch.connect() as connection:
        run(connection, write_create_table(T, design(T)), write_create_policy(OWN, T))
        assert connection.execute(query).fetchall() == [("Own rows", "*", True, "{authenticated}", "(a = 1)", None)]
        changed = replace(OWN, roles=("anon", "service_role"), using="a = 2", check="a = 3")
        run(connection, write_alter_policy(OWN, changed, T))
        assert connection.execute(query).fetchall() == [
            ("Own rows", "*", True, "{anon,service_role}", "(a = 2)", "(a = 3)")
        ]
        run(connection, write_drop_policy(OWN, T))
        for command in Command:
            clause: dict[str, Any] = {"check": "a = 1"} if command is Command.INSERT else {"using": "a = 1"}
            run(
                connection,
                write_create_policy(Policy(id=id_("x"), name=f"{command} rows", command=command, **clause), T),
            )
        commands = connection.execute(
            "select polname, polcmd::text from pg_policy where polrelid = 't'::regclass order by 1"
        ).fetchall()
        assert commands == [
            ("all rows", "*"),
            ("delete rows", "d"),
            ("insert rows", "a"),
            ("select rows", "r"),
            ("update rows", "w"),
        ]


def test_hostile_policy_names_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, design(T)))
        for name in HOSTILE_NAMES:
            policy, plain = replace(OWN, name=name), replace(OWN, name="plain")
            run(connection, write_create_policy(policy, T), write_alter_policy(plain, replace(policy, using="true"), T))
            run(connection, write_rename_policy(policy, plain, T), write_drop_policy(plain, T))
