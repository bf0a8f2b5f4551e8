"""One small fault per kind of hole, and beside it the same without the fault. All of them fit into one database."""

from __future__ import annotations

from msgspec import Struct

OWN = "owner_id = (select auth.uid())"
TEAM = "team_id = any (array(select private.my_teams()))"


class Hole(Struct, frozen=True):
    """The rule that must find `faulty` in the object of this name, and nothing in it where it is `sound`."""

    rule: str
    name: str
    faulty: str
    sound: str


def table(name: str, *grants: str, rls: bool = True, more: str = "", to: str = "authenticated") -> str:
    """Rows of an owner in a team."""
    granted = "".join(f"grant {text} on table public.{name} to {to};" for text in grants)
    return f"""
create table public.{name} (
  id bigint generated always as identity primary key,
  team_id uuid not null references public.teams (id),
  owner_id uuid not null references public.profiles (id),
  body text{more}
);
revoke all on table public.{name} from anon, authenticated, service_role;
{f"alter table public.{name} enable row level security;" if rls else ""} {granted}"""


def policy(table_name: str, command: str, using: str = "", check: str = "", *, to: str = "authenticated") -> str:
    """A permissive policy that is named after its command."""
    clauses = (f" using ({using})" if using else "") + (f" with check ({check})" if check else "")
    schema = "" if "." in table_name else "public."
    return f'create policy "{command}" on {schema}{table_name} for {command} {f"to {to}" if to else ""}{clauses};'


def function(name: str, body: str, how: str = "", *, returns: str = "boolean", to: str = "authenticated") -> str:
    """A function of SQL that only `to` may call."""
    head = name.split("(", maxsplit=1)[0]
    revoked = f"revoke all on function {head} from public, anon, authenticated, service_role;"
    granted = f"grant execute on function {head} to {to};" if to else ""
    return f"create function {name} returns {returns} language sql {how} as $$ {body} $$; {revoked} {granted}"


BASE = """
create schema private;
grant usage on schema private to authenticated;
create table public.profiles (id uuid primary key references auth.users (id) on delete cascade, full_name text);
create table public.teams (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  team_id uuid not null references public.teams (id) on delete cascade,
  user_id uuid not null references public.profiles (id) on delete cascade,
  role text not null check (role in ('lead', 'helper')),
  primary key (team_id, user_id)
);
create function private.my_teams() returns setof uuid language sql stable security definer set search_path = '' as $$
  select m.team_id from public.members m where m.user_id = (select auth.uid());
$$;
revoke all on function private.my_teams() from public, anon, authenticated, service_role;
grant execute on function private.my_teams() to authenticated;
revoke all on all tables in schema public from anon, authenticated, service_role;
alter table public.profiles enable row level security;
alter table public.teams enable row level security;
alter table public.members enable row level security;
grant select on public.teams, public.members to authenticated;
create policy mine on public.teams for select to authenticated using (id = any (array(select private.my_teams())));
create policy mine on public.members for select to authenticated
  using (team_id = any (array(select private.my_teams())));
"""


def guarded(name: str, *grants: str, more: str = "", to: str = "authenticated") -> str:
    """A table that members of its team read."""
    return table(name, *(grants or ("select",)), more=more, to=to) + policy(name, "select", TEAM)


HOLES = (
    Hole("rls-off", "public.r01", table("r01", "select", rls=False), guarded("r01")),
    Hole("rls-without-policy", "public.r02", table("r02", "select"), guarded("r02")),
    Hole(
        "policies-without-rls",
        "public.r03",
        table("r03", "select", rls=False) + policy("r03", "select", TEAM),
        guarded("r03"),
    ),
    Hole(
        "always-true",
        "public.r04: update",
        guarded("r04", "select", "update (body)") + policy("r04", "update", "id = id"),
        guarded("r04", "select", "update (body)") + policy("r04", "update", OWN),
    ),
    Hole(
        "always-true",
        "public.r04b: select",
        table("r04b", "select") + policy("r04b", "select", "auth.uid() is not null"),
        guarded("r04b"),
    ),
    Hole(
        "inverted-identity",
        "public.r05: select",
        table("r05", "select", to="anon, authenticated")
        + policy("r05", "select", "auth.uid() is null or owner_id = auth.uid()", to="anon, authenticated"),
        table("r05", "select") + policy("r05", "select", OWN),
    ),
    Hole(
        "captured-name",
        "public.r06: select",
        table("r06", "select")
        + policy(
            "r06",
            "select",
            "exists (select 1 from public.members m where m.team_id = team_id and m.user_id = (select auth.uid()))",
        ),
        table("r06", "select")
        + policy(
            "r06",
            "select",
            "exists (select 1 from public.members m where m.team_id = r06.team_id and m.user_id = (select auth.uid()))",
        ),
    ),
    Hole(
        "uncorrelated-subquery",
        "public.r07: select",
        table("r07", "select")
        + policy("r07", "select", "exists (select 1 from public.members m where m.user_id = (select auth.uid()))"),
        table("r07", "select")
        + policy(
            "r07",
            "select",
            "exists (select 1 from public.members m where m.user_id = (select auth.uid()) and m.team_id = r07.team_id)",
        ),
    ),
    Hole(
        "scalar-membership",
        "public.r08: select",
        table("r08", "select")
        + policy(
            "r08", "select", "team_id = (select m.team_id from public.members m where m.user_id = (select auth.uid()))"
        ),
        table("r08", "select")
        + policy(
            "r08",
            "select",
            "team_id = any (array(select m.team_id from public.members m where m.user_id = (select auth.uid())))",
        ),
    ),
    Hole(
        "tenant-hop",
        "public.r09",
        guarded("r09", "select", "update (team_id, body)") + policy("r09", "update", OWN),
        guarded("r09", "select", "update (team_id, body)") + policy("r09", "update", f"{OWN} and {TEAM}"),
    ),
    Hole(
        "mixed-policies",
        "public.r10",
        guarded("r10", "select", "update", more=", is_public boolean not null default false")
        + f"create policy own on public.r10 for update to authenticated using ({OWN} and {TEAM});"
        + "create policy open on public.r10 for select to authenticated using (is_public);"
        + "create policy wiki on public.r10 for update to authenticated using (is_public and body = 'wiki')"
        + " with check (is_public);",
        guarded("r10", "select", "update", more=", is_public boolean not null default false")
        + f"create policy own on public.r10 for update to authenticated using ({OWN} and {TEAM});"
        + "create policy open on public.r10 for select to authenticated using (is_public and team_id is not null);"
        + "create policy wiki on public.r10 for update to authenticated using (is_public and body = 'wiki')"
        + f" with check (is_public and {TEAM});",
    ),
    Hole(
        "insert-into-tenant",
        "public.r11",
        guarded("r11", "select", "insert (team_id, owner_id, body)") + policy("r11", "insert", check=OWN),
        guarded("r11", "select", "insert (team_id, owner_id, body)")
        + policy("r11", "insert", check=f"{OWN} and {TEAM}"),
    ),
    Hole(
        "self-made-member",
        "public.r12_readers",
        """
create table public.r12_readers (
  team_id uuid references public.teams (id), user_id uuid references public.profiles (id), primary key (team_id, user_id)
);
revoke all on public.r12_readers from anon, authenticated, service_role;
alter table public.r12_readers enable row level security;
grant select, insert on public.r12_readers to authenticated;"""
        + policy("r12_readers", "select", "user_id = (select auth.uid())")
        + policy("r12_readers", "insert", check="user_id = (select auth.uid())")
        + table("r12", "select")
        + policy(
            "r12",
            "select",
            "exists (select 1 from public.r12_readers r where r.team_id = r12.team_id"
            " and r.user_id = (select auth.uid()))",
        ),
        """
create table public.r12_readers (
  team_id uuid references public.teams (id), user_id uuid references public.profiles (id), primary key (team_id, user_id)
);
revoke all on public.r12_readers from anon, authenticated, service_role;
alter table public.r12_readers enable row level security;
grant select on public.r12_readers to authenticated;"""
        + policy("r12_readers", "select", "user_id = (select auth.uid())"),
    ),
    Hole(
        "column-escalation",
        "public.r13: plan",
        guarded("r13", "select", "update (body, plan)", more=", plan text not null default 'free'")
        + policy("r13", "update", f"{OWN} and {TEAM}"),
        guarded("r13", "select", "update (body)", more=", plan text not null default 'free'")
        + policy("r13", "update", f"{OWN} and {TEAM}"),
    ),
    Hole(
        "user-metadata",
        "public.r14: select",
        table("r14", "select")
        + policy("r14", "select", "(select auth.jwt() -> 'user_metadata' ->> 'role') = 'admin' or " + TEAM),
        table("r14", "select")
        + policy("r14", "select", "(select auth.jwt() -> 'app_metadata' ->> 'role') = 'admin' or " + TEAM),
    ),
    Hole(
        "recursion",
        "public.r15: select",
        table("r15", "select")
        + policy("r15", "select", "exists (select 1 from public.r15 o where o.owner_id = (select auth.uid()))"),
        guarded("r15"),
    ),
    Hole(
        "unreadable-source",
        "public.r16: select (authenticated)",
        "create table public.r16_links (owner_id uuid references public.profiles (id), r16_id bigint primary key);"
        "revoke all on public.r16_links from anon, authenticated, service_role;"
        "alter table public.r16_links enable row level security;"
        + table("r16", "select")
        + policy(
            "r16",
            "select",
            "exists (select 1 from public.r16_links l where l.r16_id = r16.id and l.owner_id = (select auth.uid()))",
        ),
        "create table public.r16_links (owner_id uuid references public.profiles (id), r16_id bigint primary key);"
        "revoke all on public.r16_links from anon, authenticated, service_role;"
        "alter table public.r16_links enable row level security;"
        "grant select on public.r16_links to authenticated;"
        + policy("r16_links", "select", OWN)
        + table("r16", "select")
        + policy(
            "r16",
            "select",
            "exists (select 1 from public.r16_links l where l.r16_id = r16.id and l.owner_id = (select auth.uid()))",
        ),
    ),
    Hole(
        "owner-view",
        "public.r17",
        "create view public.r17 as select id, name from public.teams;"
        "revoke all on public.r17 from anon, authenticated, service_role; grant select on public.r17 to authenticated;",
        "create view public.r17 with (security_invoker = true) as select id, name from public.teams;"
        "revoke all on public.r17 from anon, authenticated, service_role; grant select on public.r17 to authenticated;",
    ),
    Hole(
        "served-copy",
        "public.r18",
        "create materialized view public.r18 as select count(*) as teams from public.teams;"
        "revoke all on public.r18 from anon, authenticated, service_role; grant select on public.r18 to anon;",
        "create materialized view public.r18 as select count(*) as teams from public.teams;"
        "revoke all on public.r18 from anon, authenticated, service_role; grant select on public.r18 to service_role;",
    ),
    Hole(
        "callable-definer",
        "public.r19()",
        function("public.r19()", "select 1", "security definer set search_path = ''", returns="int", to="anon"),
        function("public.r19()", "select 1", "set search_path = ''", returns="int", to="anon"),
    ),
    Hole(
        "definer-search-path",
        "private.r19b()",
        function("private.r19b()", "select count(*) from public.teams", "stable security definer", returns="bigint"),
        function(
            "private.r19b()",
            "select count(*) from public.teams",
            "stable security definer set search_path = ''",
            returns="bigint",
        ),
    ),
    Hole(
        "user-argument",
        "private.r19c(user_id uuid)",
        function(
            "private.r19c(user_id uuid)",
            "select m.team_id from public.members m where m.user_id = r19c.user_id",
            "stable security definer set search_path = ''",
            returns="setof uuid",
        ),
        function(
            "private.r19c(user_id uuid)",
            "select m.team_id from public.members m where m.user_id = r19c.user_id and m.user_id = (select auth.uid())",
            "stable security definer set search_path = ''",
            returns="setof uuid",
        ),
    ),
    Hole(
        "built-sql",
        "private.r19d(wanted text)",
        """
create function private.r19d(wanted text) returns void language plpgsql security definer set search_path = '' as $$
begin
  execute 'update public.teams set name = ''' || wanted || '''';
end;
$$;""",
        """
create function private.r19d(wanted text) returns void language plpgsql security definer set search_path = '' as $$
begin
  execute 'update public.teams set name = $1' using wanted;
end;
$$;""",
    ),
    Hole(
        "policy-for-public",
        "public.r21: select",
        table("r21", "select") + policy("r21", "select", OWN, to=""),
        table("r21", "select") + policy("r21", "select", OWN),
    ),
    Hole(
        "for-all",
        "public.r22: all",
        table("r22", "select") + policy("r22", "all", OWN),
        table("r22", "select") + policy("r22", "select", OWN),
    ),
    Hole(
        "service-role-policy",
        "public.r22b: select",
        table("r22b", "select", to="service_role") + policy("r22b", "select", "true", to="service_role"),
        table("r22b", "select", to="service_role"),
    ),
    Hole(
        "anonymous-sign-in",
        "public.r23",
        "create table public.r23 (id bigint generated always as identity primary key,"
        " owner_id uuid not null references public.profiles (id));"
        "revoke all on public.r23 from anon, authenticated, service_role;"
        "alter table public.r23 enable row level security; grant insert (owner_id) on public.r23 to authenticated;"
        + policy("r23", "insert", check=OWN),
        "create table public.r23 (id bigint generated always as identity primary key,"
        " owner_id uuid not null references public.profiles (id));"
        "revoke all on public.r23 from anon, authenticated, service_role;"
        "alter table public.r23 enable row level security; grant insert (owner_id) on public.r23 to authenticated;"
        + policy("r23", "insert", check=OWN)
        + "create policy permanent on public.r23 as restrictive for insert to authenticated"
        " with check ((select (auth.jwt() ->> 'is_anonymous')::boolean) is not true);",
    ),
    Hole("auth-users-granted", "auth.users", "grant select on auth.users to authenticated;", ""),
    Hole(
        "auth-users-view",
        "public.r24",
        "create view public.r24 as select id, email from auth.users;"
        "revoke all on public.r24 from anon, authenticated, service_role; grant select on public.r24 to authenticated;",
        "create view public.r24 as select id, email from auth.users;"
        "revoke all on public.r24 from anon, authenticated, service_role; grant select on public.r24 to service_role;",
    ),
    Hole(
        "auth-users-key",
        "public.r24b: r24b_phone_fkey",
        "create table public.r24b (phone text primary key references auth.users (phone));"
        "revoke all on public.r24b from anon, authenticated, service_role;",
        "create table public.r24b (id uuid primary key references auth.users (id));"
        "revoke all on public.r24b from anon, authenticated, service_role;",
    ),
    Hole(
        "reference-oracle",
        "public.r25: r25_team_id_fkey",
        table("r25", "insert (team_id, owner_id)") + policy("r25", "insert", check=OWN),
        table("r25", "insert (team_id, owner_id)") + policy("r25", "insert", check=f"{OWN} and {TEAM}"),
    ),
    Hole(
        "unique-oracle",
        "public.r25b: r25b_body_key",
        guarded("r25b", "select", "insert (team_id, owner_id, body)", more=", unique (body)")
        + policy("r25b", "insert", check=f"{OWN} and {TEAM}"),
        guarded("r25b", "select", "insert (team_id, owner_id, body)", more=", unique (team_id, body)")
        + policy("r25b", "insert", check=f"{OWN} and {TEAM}"),
    ),
    Hole(
        "cross-tenant-key",
        "public.r26_children: r26_children_parent_id_fkey",
        guarded("r26")
        + guarded("r26_children", "select", "insert", more=", parent_id bigint not null references public.r26 (id)")
        + policy("r26_children", "insert", check=f"{OWN} and {TEAM}"),
        guarded("r26", more=", unique (team_id, id)")
        + guarded(
            "r26_children",
            "select",
            "insert",
            more=", parent_id bigint not null, foreign key (team_id, parent_id) references public.r26 (team_id, id)",
        )
        + policy("r26_children", "insert", check=f"{OWN} and {TEAM}"),
    ),
    Hole(
        "wide-cascade",
        "public.r27_notes: r27_notes_r27_id_fkey",
        guarded("r27", "select", "delete")
        + policy("r27", "delete", TEAM)
        + "create table public.r27_notes (r27_id bigint references public.r27 (id) on delete cascade,"
        " owner_id uuid references public.profiles (id));"
        "revoke all on public.r27_notes from anon, authenticated, service_role;"
        "alter table public.r27_notes enable row level security;",
        guarded("r27", "select", "delete")
        + policy("r27", "delete", TEAM)
        + "create table public.r27_notes (r27_id bigint references public.r27 (id) on delete restrict,"
        " owner_id uuid references public.profiles (id));"
        "revoke all on public.r27_notes from anon, authenticated, service_role;"
        "alter table public.r27_notes enable row level security;",
    ),
    Hole(
        "open-partition",
        "public.r28_all",
        "create table public.r28 (id int, owner_id uuid references public.profiles (id)) partition by range (id);"
        "create table public.r28_all partition of public.r28 default;"
        "revoke all on public.r28, public.r28_all from anon, authenticated, service_role;"
        "alter table public.r28 enable row level security; grant select on public.r28_all to authenticated;",
        "create table public.r28 (id int, owner_id uuid references public.profiles (id)) partition by range (id);"
        "create table private.r28_all partition of public.r28 default;"
        "revoke all on public.r28 from anon, authenticated, service_role;"
        "alter table public.r28 enable row level security;",
    ),
    Hole(
        "left-over-privileges",
        "public.r29",
        guarded("r29") + "grant truncate, references, trigger on public.r29 to anon;",
        guarded("r29"),
    ),
    Hole(
        "policy-without-grant",
        "public.r30: insert (authenticated)",
        guarded("r30") + policy("r30", "insert", check=f"{OWN} and {TEAM}"),
        guarded("r30", "select", "insert (team_id, owner_id)") + policy("r30", "insert", check=f"{OWN} and {TEAM}"),
    ),
    Hole(
        "grant-without-policy",
        "public.r30b: authenticated",
        guarded("r30b", "select", "delete"),
        guarded("r30b", "select"),
    ),
    Hole(
        "defeated-column-grant",
        "public.r30c: authenticated",
        guarded("r30c", "select") + "grant select (id, body) on public.r30c to authenticated;",
        guarded("r30c", "select (id, body)"),
    ),
    Hole(
        "sequence-without-usage",
        "public.r31: number",
        guarded("r31", "select", "insert", more=", number serial") + policy("r31", "insert", check=f"{OWN} and {TEAM}"),
        guarded("r31", "select", "insert", more=", number int") + policy("r31", "insert", check=f"{OWN} and {TEAM}"),
    ),
    Hole(
        "definer-trigger",
        "public.r32: adds_member",
        guarded("r32", "select", "insert (team_id, owner_id)")
        + policy("r32", "insert", check=f"{OWN} and {TEAM}")
        + """
create function private.r32_adds_member() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.members (team_id, user_id, role) values (new.team_id, new.owner_id, 'lead') on conflict do nothing;
  return new;
end;
$$;
revoke all on function private.r32_adds_member() from public, anon, authenticated, service_role;
create trigger adds_member after insert on public.r32 for each row execute function private.r32_adds_member();""",
        guarded("r32", "select", "insert (team_id, owner_id)") + policy("r32", "insert", check=f"{OWN} and {TEAM}"),
    ),
    Hole(
        "no-barrier",
        "public.r33",
        "create view public.r33 as select m.team_id from public.members m where m.user_id = auth.uid();"
        "revoke all on public.r33 from anon, authenticated, service_role; grant select on public.r33 to authenticated;",
        "create view public.r33 with (security_invoker = true, security_barrier = true) as"
        " select m.team_id from public.members m where m.user_id = auth.uid();"
        "revoke all on public.r33 from anon, authenticated, service_role; grant select on public.r33 to authenticated;",
    ),
    Hole(
        "served-plans",
        "private.r34()",
        function("private.r34()", "select set_config('pgrst.db_plan_enabled', 'true', true)", returns="text", to=""),
        function("private.r34()", "select set_config('pgrst.db_max_rows', '100', true)", returns="text", to=""),
    ),
    Hole(
        "published-without-rls",
        "public.r35: supabase_realtime",
        table("r35", rls=False) + "alter publication supabase_realtime add table public.r35;",
        table("r35") + "alter publication supabase_realtime add table public.r35;",
    ),
    Hole(
        "published-deletes",
        "public.r35b: supabase_realtime",
        guarded("r35b") + "alter publication supabase_realtime add table public.r35b;"
        "alter table public.r35b replica identity full;",
        guarded("r35b") + "alter publication supabase_realtime add table public.r35b;",
    ),
    Hole(
        "every-bucket",
        "storage.objects: r36",
        "create policy r36 on storage.objects for select to authenticated"
        " using ((select auth.uid()::text) = (storage.foldername(name))[1]);",
        "",
    ),
    Hole(
        "bucket-listing",
        "storage.objects: r36b",
        "create policy r36b on storage.objects for select to anon using (bucket_id = 'avatars');",
        "create policy r36b on storage.objects for select to authenticated"
        " using (bucket_id = 'avatars' and (select auth.uid()::text) = (storage.foldername(name))[1]);",
    ),
    Hole(
        "upsert-without-policies",
        "storage.objects: authenticated",
        "create policy r36c on storage.objects for insert to authenticated"
        " with check (bucket_id = 'avatars' and (select auth.uid()::text) = (storage.foldername(name))[1]);",
        "",
    ),
    Hole(
        "email-match",
        "public.r37: select",
        table("r37", "select", more=", email text")
        + policy("r37", "select", f"email = (select auth.jwt() ->> 'email') or {OWN}"),
        table("r37", "select", more=", email text") + policy("r37", "select", OWN),
    ),
    Hole(
        "null-means-everybody",
        "public.r37b: select",
        "create table public.r37b (id bigint generated always as identity primary key,"
        " owner_id uuid references public.profiles (id));"
        "revoke all on public.r37b from anon, authenticated, service_role;"
        "alter table public.r37b enable row level security; grant select on public.r37b to authenticated;"
        + policy("r37b", "select", f"owner_id is null or {OWN}"),
        table("r37b", "select") + policy("r37b", "select", OWN),
    ),
    Hole(
        "not-in-null",
        "public.r37c: select",
        "create table public.r37c_blocked (id bigint generated always as identity primary key,"
        " user_id uuid references public.profiles (id));"
        "revoke all on public.r37c_blocked from anon, authenticated, service_role;"
        "alter table public.r37c_blocked enable row level security;"
        "grant select on public.r37c_blocked to authenticated;"
        + policy("r37c_blocked", "select", "user_id = (select auth.uid())")
        + table("r37c", "select")
        + policy("r37c", "select", f"{TEAM} and owner_id not in (select b.user_id from public.r37c_blocked b)"),
        "create table public.r37c_blocked (id bigint generated always as identity primary key,"
        " user_id uuid not null references public.profiles (id));"
        "revoke all on public.r37c_blocked from anon, authenticated, service_role;"
        "alter table public.r37c_blocked enable row level security;"
        "grant select on public.r37c_blocked to authenticated;"
        + policy("r37c_blocked", "select", "user_id = (select auth.uid())")
        + table("r37c", "select")
        + policy("r37c", "select", f"{TEAM} and owner_id not in (select b.user_id from public.r37c_blocked b)"),
    ),
    Hole(
        "immutable-identity",
        "private.r37d()",
        function("private.r37d()", "select auth.uid()", "immutable set search_path = ''", returns="uuid"),
        function("private.r37d()", "select auth.uid()", "stable set search_path = ''", returns="uuid"),
    ),
    Hole(
        "extension-in-public",
        "citext",
        "create extension citext with schema public;",
        "create extension citext with schema extensions;",
    ),
    Hole(
        "call-per-row",
        "public.s1: select",
        table("s1", "select") + policy("s1", "select", "owner_id = auth.uid()"),
        table("s1", "select") + policy("s1", "select", OWN),
    ),
    Hole(
        "in-function",
        "public.s2: select",
        table("s2", "select") + policy("s2", "select", "team_id in (select private.my_teams())"),
        guarded("s2"),
    ),
    Hole(
        "policy-without-index",
        "public.s3: owner_id",
        table("s3", "select") + policy("s3", "select", OWN),
        table("s3", "select") + policy("s3", "select", OWN) + "create index on public.s3 (owner_id);",
    ),
    Hole(
        "several-policies",
        "public.s4: SELECT (authenticated)",
        guarded("s4") + f"create policy own on public.s4 for select to authenticated using ({OWN});",
        table("s4", "select") + policy("s4", "select", f"{OWN} or {TEAM}"),
    ),
    Hole(
        "sensitive-column",
        "public.r39: api_key (authenticated)",
        guarded("r39", more=", api_key text"),
        guarded("r39", "select (id, body)", more=", api_key text"),
    ),
)
