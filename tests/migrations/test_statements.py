"""What statements written by hand are said to lock is what PostgreSQL locks."""

from __future__ import annotations

import pytest

from designer.migrations.operations import Lock
from designer.migrations.statements import read_statements
from designer.proofs.results import lock_of
from designer.sandbox.databases import ScratchDatabase

BASE = """
create table public.a (id int primary key, note text, total int not null default 0);
create table public.b (id int primary key, a_id int);
create table public.p (id int) partition by range (id);
create table public.p1 (id int);
create table public.p0 partition of public.p for values from (100) to (101);
create index a_note on public.a (note);
create materialized view public.m as select id from public.a;
create unique index on public.m (id);
alter table public.b add constraint unproven check (a_id > 0) not valid;
create function public.f() returns trigger language plpgsql as 'begin return new; end';
create policy looks on public.a using (true);
create trigger t before update on public.a for each row execute function public.f();
create sequence public.s;
create type public.e as enum ('x');
create table public.w (v text);
"""
EXISTING = {"public.a", "public.b", "public.p", "public.p1", "public.p0", "public.m", "public.w"}
EXACT = """
select 1 from a
select * from public.a for update
insert into public.a select id from public.b
update public.a set note = b.id from public.b
delete from public.b
with gone as (delete from public.b returning id) select * from gone
merge into public.a using public.b on a.id = b.id when matched then delete
select id from (select id from public.a for share) as x
create index on public.a (total)
create unique index on public.b (a_id)
drop index public.a_note
create table public.c (a_id int references public.a)
create table public.c (like public.a)
create table public.c (x int) inherits (public.a)
create table public.p2 partition of public.p for values from (1) to (2)
create table public.c as select * from public.a
create view public.v as select * from public.a
refresh materialized view public.m
refresh materialized view concurrently public.m
truncate public.b
lock table public.a in share mode
alter table public.a rename to z
alter table public.a rename column note to words
comment on table public.a is 'x'
comment on column public.a.note is 'x'
comment on function public.f() is 'x'
drop table public.b
drop policy looks on public.a
drop trigger t on public.a
create trigger u before insert on public.a for each row execute function public.f()
create policy more on public.a using (true)
alter policy looks on public.a using (false)
create statistics public.st on id, note from public.a
alter table public.a add column extra int not null default 1
alter table public.a drop column note
alter table public.a alter note set not null
alter table public.a alter note set statistics 10
alter table public.a alter note set default 'x'
alter table public.a alter note type varchar(10)
alter table public.a set (fillfactor = 50)
alter table public.a disable trigger t
alter table public.b validate constraint unproven
alter table public.b add foreign key (a_id) references public.a
alter table public.b add foreign key (a_id) references public.a not valid
alter table public.b add check (a_id > 1)
alter table public.a add unique (note)
alter table public.p attach partition public.p1 for values from (5) to (6)
alter table public.a enable row level security
create or replace function public.f() returns trigger language plpgsql as 'begin return null; end'
alter sequence public.s restart
set local lock_timeout = '1s'
analyze public.a
grant select on public.a to anon
grant usage on schema public to anon
revoke all on function public.f() from anon
alter table public.a owner to postgres
alter table public.a replica identity full
alter table public.a rename constraint a_pkey to a_key
alter index public.a_note rename to note_a
alter policy looks on public.a rename to sees
create rule r as on insert to public.b do also nothing
alter table public.a add column gone int generated always as (total * 2) stored
alter table public.p detach partition public.p0
select setval('public.s', max(id)) from public.a
alter type public.e add value 'y'
drop sequence public.s
create table public.n (id int); alter table public.n add note text
"""
UNKNOWN = [
    "do $$ begin end $$",
    "select public.g()",
    "drop schema public cascade",
    "call public.g()",
    "truncate a cascade",
]


@pytest.fixture
def database(scratch: ScratchDatabase) -> ScratchDatabase:
    with scratch.connect() as connection:
        connection.execute(BASE)
        connection.commit()
    return scratch


def test_predicted_locks_are_those_that_are_taken(database: ScratchDatabase) -> None:
    wrong = []
    with database.connect() as connection:
        connection.autocommit = True
        tables = [row[0] for row in connection.execute("select unnest(%s::regclass[])::oid", [sorted(EXISTING)])]
        for statement in EXACT.strip().splitlines():
            known = read_statements(statement, EXISTING)
            predicted = max(-1 if row.lock is None else row.lock for row in known)
            connection.execute("begin")
            connection.execute(statement)
            taken = connection.execute(
                "select mode from pg_locks where pid = pg_backend_pid() and relation = any(%s::oid[])", [tables]
            ).fetchall()
            connection.execute("rollback")
            strongest = max((lock_of_mode(mode) for (mode,) in taken), default=Lock.NONE)
            if strongest != predicted:
                wrong.append(f"{statement}: said {predicted!r}, took {strongest!r}")
    assert wrong == []


def lock_of_mode(mode: str) -> Lock:
    """`ShareUpdateExclusiveLock` as a mode."""
    words = "".join(f" {letter}" if letter.isupper() else letter for letter in mode.removesuffix("Lock"))
    return lock_of(words.strip().upper())


@pytest.mark.parametrize("statement", UNKNOWN)
def test_what_the_form_does_not_tell_is_unknown(statement: str) -> None:
    assert [row.lock for row in read_statements(statement, EXISTING)] == [None]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("create index on a (note)", "blocks writes: public.a: nobody can write while all rows are read"),
        ("alter table a drop column note", "data loss: public.a: the column goes with its values"),
        ("delete from a", "data loss: public.a: rows are deleted"),
        ("alter table a alter note type int using 1", "rewrite: public.a: it may be written anew"),
        ("alter table a add x int not null", "may fail: public.a: rows that are there have no value"),
        ("alter table b add check (a_id > 0)", "scan: public.b: all rows are read while it is locked"),
        ("alter table b add check (a_id > 0) not valid", ""),
        ("alter table a add x int not null default 0", ""),
        ("create index on c (note)", ""),
    ],
)
def test_dangers_are_said_of_tables_that_exist(statement: str, said: str) -> None:
    (row,) = read_statements(statement, EXISTING)
    assert f"{row.hazards[0].kind}: {row.hazards[0].message}".startswith(said) if said else row.hazards == ()
