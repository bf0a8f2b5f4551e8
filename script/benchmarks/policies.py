"""Figures of compiled policies: a query through them against the same filter written by hand without any policy."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace
from psycopg import Connection

from designer.access.bundles import BUNDLES, state_bundle
from designer.access.compiling import compile_access
from designer.access.recognising import recognise_model
from designer.catalog import read_design
from designer.migrations import write_design
from designer.sandbox.databases import scratch_database
from script.benchmarks.figures import Figure, Reference
from script.benchmarks.timings import Timing

ROWS, TENANTS = 200_000, 2_000
GOAL = 1.1
"""How many times the time of the filter by hand a query may take."""
_ROUNDS, _WARM_UP = 60, 10
_ME, _TENANT = "00000000-0000-4000-8000-000000000007", "00000000-0000-4000-9000-000000000007"
_DESIGN = """
create table public.tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  tenant_id uuid not null references public.tenants (id),
  user_id uuid not null references auth.users (id),
  role text not null check (role in ('owner', 'admin', 'member')),
  primary key (tenant_id, user_id)
);
create table public.projects (
  id bigint primary key,
  tenant_id uuid not null references public.tenants (id),
  user_id uuid not null references auth.users (id),
  title text not null
);
create table public.tasks (
  id bigint primary key,
  project_id bigint not null references public.projects (id),
  title text not null
);
"""
_ROWS = f"""
insert into auth.users (id) select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
  from generate_series(1, {TENANTS}) n;
insert into public.tenants select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid, 'Tenant ' || n
  from generate_series(1, {TENANTS}) n;
insert into public.members select t.id, u.id, 'owner'
  from (select id, row_number() over (order by id) n from public.tenants) t
  join (select id, row_number() over (order by id) n from auth.users) u using (n);
insert into public.projects select n, t.id, u.id, 'Project ' || n
  from generate_series(1, {ROWS}) n
  join (select id, row_number() over (order by id) m from public.tenants) t on t.m = n % {TENANTS} + 1
  join (select id, row_number() over (order by id) m from auth.users) u on u.m = n % {TENANTS} + 1;
insert into public.tasks select n, n, 'Task ' || n from generate_series(1, {ROWS}) n;
vacuum analyze;
"""  # noqa: S608 - numbers
_MINE = "select m.tenant_id from public.members m where m.user_id = (select auth.uid())"
_PATTERNS = {
    "own rows": ("projects", "owner-private", "user_id = (select auth.uid())"),
    "rows of the tenant": ("projects", "tenant-shared", f"tenant_id in ({_MINE})"),
    "rows of the tenant as a role": (
        "projects", "tenant-managed-only", f"tenant_id in ({_MINE} and m.role in ('owner', 'admin'))",
    ),
    "own rows inside the tenant": (
        "projects", "tenant-own-and-managed",
        f"(user_id = (select auth.uid()) or tenant_id in ({_MINE})) and tenant_id in ({_MINE})",
    ),
    "rows whose parent is seen": (
        "tasks", "parent-read", f"project_id in (select p.id from public.projects p where p.tenant_id in ({_MINE}))",  # noqa: S608
    ),
    "public rows": ("projects", "public-read", "true"),
}  # fmt: skip
"""By name: the table, the bundle that is compiled for it, and the filter that somebody would write by hand."""


def policy_figures() -> Iterator[Figure]:
    """Each pattern on two hundred thousand rows of two thousand tenants."""
    for name, (table, bundle, by_hand) in _PATTERNS.items():
        hand, through = _measure(table, bundle, by_hand)
        yield Figure(
            subject=f"Query through policies: {name}",
            timing=through,
            reference=Reference("the filter by hand", hand),
            goal=hand.median * GOAL,
        )


def _measure(table: str, slug: str, by_hand: str) -> tuple[Timing, Timing]:
    """Both in turn, so that whatever else the machine does meets both."""
    with scratch_database() as database, database.connect() as connection:
        connection.execute(_DESIGN.encode())
        design = read_design(connection)
    model = recognise_model(design)
    chosen = {"tenants": "tenants", "members": "memberships", "projects": "tenant-shared", table: slug}
    bundles = {row.slug: row for row in BUNDLES}
    stated = tuple(
        state_bundle(bundles[bundle], design, model, design.table("public", name)) for name, bundle in chosen.items()
    )
    made = compile_access(design, replace(model, tables=stated))
    with scratch_database() as database, database.connect() as connection:
        for statement in write_design(made):
            connection.execute(statement.encode())
        for statement in _ROWS.split(";\n"):
            if statement.strip():
                connection.execute(statement.encode())
        hand, through = [], []
        query, end = f"select * from public.{table}", "limit 1000"  # noqa: S608 - names of this file
        for number in range(_ROUNDS + _WARM_UP):
            hand_query = f"{query} where {by_hand} {end}"
            pair = _run(connection, hand_query, ""), _run(connection, f"{query} {end}", "authenticated")
            if number >= _WARM_UP:
                hand.append(pair[0])
                through.append(pair[1])
    return Timing(tuple(hand)), Timing(tuple(through))


def _run(connection: Connection[Any], query: str, role: str) -> float:
    """Milliseconds until all rows are there, inside a transaction that has the caller's claims already."""
    claims = json.dumps({"sub": _ME, "role": "authenticated"})
    with connection.transaction(force_rollback=True):
        connection.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
        if role:
            connection.execute(f"set local role {role}".encode())
        started = time.perf_counter()
        connection.execute(query.encode(), prepare=False).fetchall()
        return (time.perf_counter() - started) * 1000
