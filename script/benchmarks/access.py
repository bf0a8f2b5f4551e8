"""Figures of access: the measured matrix of a multi-tenant design, and what the suites of others take."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access import measure_access
from designer.catalog import read_design
from designer.design import Design
from designer.sandbox.clusters import get_cluster
from designer.sandbox.databases import scratch_database
from script.benchmarks.figures import Figure
from script.benchmarks.sandboxes import round_trips
from script.benchmarks.suites import suite_figures
from script.benchmarks.timings import measure

TABLES = 30
_HEAD = """
create type public.role as enum ('owner', 'member');
create table public.tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  tenant_id uuid not null references public.tenants (id),
  user_id uuid not null references auth.users (id),
  role public.role not null,
  primary key (tenant_id, user_id)
);
create schema private;
grant usage on schema private to authenticated;
create function private.own_tenants() returns setof uuid language sql stable security definer set search_path = ''
  as 'select m.tenant_id from public.members m where m.user_id = (select auth.uid())';
alter table public.tenants enable row level security;
alter table public.members enable row level security;
create policy own on public.tenants to authenticated using (id = any (array(select private.own_tenants())));
create policy own on public.members to authenticated using (tenant_id = any (array(select private.own_tenants())));
"""
_TABLE = """
create table public.items_{number} (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references public.tenants (id),
  user_id uuid not null references auth.users (id),
  title text not null
);
alter table public.items_{number} enable row level security;
create policy read on public.items_{number} for select to authenticated
  using (tenant_id = any (array(select private.own_tenants())));
create policy write on public.items_{number} to authenticated using (user_id = (select auth.uid()));
"""


def access_figures() -> Iterator[Figure]:
    """Thirty tables and ten personas are to take fifteen seconds at most; for the goals of suites see there."""
    cluster, design = get_cluster(), make_tenants(TABLES)
    personas = len(measure_access(design, cluster=cluster).personas)
    yield Figure(
        subject=f"Measured access of {TABLES} tables, {personas} personas",
        timing=measure(lambda: measure_access(design, cluster=cluster), runs=3, warm_up=0),
        reference=round_trips(cluster),
        goal=15_000,
    )
    yield from suite_figures()


def make_tenants(tables: int) -> Design:
    """A design of that many tables whose rows belong to tenants and users."""
    made = "".join(_TABLE.format(number=number) for number in range(tables - 2))
    grants = "grant select, insert, update, delete on all tables in schema public to authenticated, service_role;"
    with scratch_database() as database, database.connect() as connection:
        connection.execute((_HEAD + made + grants).encode())
        return read_design(connection)
