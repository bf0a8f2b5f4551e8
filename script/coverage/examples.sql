-- One example of everything that PostgreSQL stores about a schema, by the kind of entry that pg_dump writes for it.
--
--   -- @ KIND: what it is an example of
--   -- ! KIND: the same, needing a superuser, which a project on Supabase is not
--
-- The word "example" stands for a name of its own in each example: every object bears it, or is in the schema of it.

-- @ SCHEMA: schemas with privileges and a comment
grant usage on schema example to anon;
comment on schema example is 'A schema';

-- @ EXTENSION: extensions, with their schema; what they create stays theirs
create extension if not exists citext with schema example;

-- @ ROLE: roles with attributes, memberships, settings and a comment
create role example_role nologin noinherit;
grant example_role to authenticator;
alter role example_role set statement_timeout = '5s';
comment on role example_role is 'A role';
grant usage on schema example to example_role;

-- @ TYPE: enums, with the order of their values
create type example.mood as enum ('sad', 'glad');
alter type example.mood add value 'calm' before 'glad';
-- @ TYPE: composite types, with collations and comments of attributes
create type example.pair as (a int, b text collate "C");
comment on column example.pair.a is 'First';
-- @ TYPE: range types, with their multirange
create type example.span as range (subtype = int4, multirange_type_name = example.spans);
-- ! TYPE: base types and shell types
create type example.shell;

-- @ DOMAIN: domains with default, collation, checks
create domain example.code as text collate "C" default 'x' constraint short check (length(value) < 9);
-- @ DOMAIN: NOT NULL and its name
create domain example.needed as text constraint must_be not null;
-- @ DOMAIN: checks that are not validated
create domain example.later as int;
alter domain example.later add constraint positive check (value > 0) not valid;

-- @ COLLATION: collations with provider and locale
create collation example.plain (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');

-- @ SEQUENCE: sequences with type, bounds, step, cache, cycle
create sequence example.numbers as int increment 5 minvalue 10 maxvalue 1000 start 20 cache 7 cycle;
-- @ SEQUENCE: unlogged sequences
create unlogged sequence example.hasty;
-- @ SEQUENCE OWNED BY: sequences that belong to a column (serial)
create table example.serials (id bigserial primary key);

-- @ FUNCTION: functions with volatility, strictness, security, cost, rows, parallel, leakproof, settings
create function example.f(a int, b text default 'x', variadic rest int[] default '{}') returns setof int
language plpgsql stable strict security definer cost 5 rows 7 parallel safe
set search_path = '' as $$ begin return next a; end $$;
-- @ FUNCTION: functions with OUT and TABLE arguments
create function example.pairs(out x int, out y text) returns setof record language sql as 'select 1, ''a''';
create function example.rows() returns table (id int, label text) language sql as 'select 1, ''a''';
-- @ FUNCTION: SQL-standard bodies
create function example.one() returns int language sql return 1;
create function example.two() returns int language sql begin atomic select 2; end;
-- @ FUNCTION: privileges and comments
create function example.f() returns int language sql as 'select 1';
revoke all on function example.f() from public;
grant execute on function example.f() to anon with grant option;
comment on function example.f() is 'One';
-- ! FUNCTION: window functions
create function example.numbered() returns bigint language internal window as 'window_row_number';
-- ! FUNCTION: TRANSFORM clauses
create function example.to_sql(internal) returns int language internal immutable as 'int4recv';
create transform for int language sql (to sql with function example.to_sql(internal));
create function example.transformed(a int) returns int language sql transform for type int as 'select 1';

-- @ PROCEDURE: procedures
create procedure example.p(inout a int, in b text default 'q') language plpgsql as $$ begin commit; end $$;

-- @ PROCEDURE: ALTER … DEPENDS ON EXTENSION
create extension tablefunc with schema example;
create procedure example.p() language sql as 'select 1';
alter procedure example.p() depends on extension tablefunc;

-- @ AGGREGATE: aggregates, with moving, ordered-set and parallel forms
create aggregate example.total (int) (sfunc = int4pl, stype = int, initcond = '0', combinefunc = int4pl, parallel = safe);

-- @ TABLE: tables and columns with type, default, NOT NULL and comments
create table example.t (id int not null, label text default 'x');
comment on table example.t is 'A table';
comment on column example.t.label is 'A column';
-- @ TABLE: collations, storage and compression of columns
create table example.t (a text storage external collate "C", b text compression pglz);
-- @ TABLE: generated columns, stored and virtual
create table example.t (a int, b int generated always as (a + 1) stored, c int generated always as (a + 2) virtual);
-- @ TABLE: identity columns with their options
create table example.t (id int generated always as identity (start 100 increment 10), n int generated by default as identity);
-- @ TABLE: named NOT NULL constraints
create table example.t (a int constraint must_be not null);
-- @ TABLE: NOT NULL constraints that are not inherited
create table example.t (a int not null no inherit);
-- @ TABLE: storage parameters and TOAST's
create table example.t (a text) with (fillfactor = 70, toast.autovacuum_enabled = off);
-- @ TABLE: unlogged tables
create unlogged table example.t (a int);
-- @ TABLE: replica identity
create table example.t (a int not null);
create unique index t_a on example.t (a);
alter table example.t replica identity using index t_a;
-- @ TABLE: inheritance
create table example.parent (a int, b text default 'x');
create table example.child (c int) inherits (example.parent);
-- @ TABLE: NOT NULL and default of a column that is only inherited
create table example.parent (a int, b text);
create table example.child () inherits (example.parent);
alter table example.child alter column b set default 'x', alter column a set not null;
-- @ TABLE: partitioning by range, list and hash, with sub-partitions and a default
create table example.p (a int, b text) partition by range (a);
create table example.p1 partition of example.p for values from (1) to (9) partition by list (b);
create table example.p1x partition of example.p1 for values in ('x');
create table example.p0 partition of example.p default partition by hash (a);
create table example.p00 partition of example.p0 for values with (modulus 2, remainder 0);
-- @ TABLE: typed tables
create type example.form as (x int, y int);
create table example.typed of example.form (primary key (x));
-- @ TABLE: statistics targets and options of columns
create table example.t (a int, b text);
alter table example.t alter a set statistics 77, alter b set (n_distinct = 3);
-- @ TABLE: the index that CLUSTER uses
create table example.t (a int);
create index t_a on example.t (a);
alter table example.t cluster on t_a;
-- @ TABLE: privileges on tables and columns, with grant option
create table example.t (a int, b text);
grant select on example.t to anon with grant option;
grant select (a), update (b) on example.t to authenticated;
-- @ TABLE: another owner
create role example_owner nologin;
grant example_owner to postgres;
grant create, usage on schema example to example_owner;
create table example.t (a int);
alter table example.t owner to example_owner;
-- ! TABLE: tablespaces and access methods other than heap
create access method example_heap type table handler heap_tableam_handler;
create table example.t (a int) using example_heap;

-- @ CONSTRAINT: primary keys and unique constraints, INCLUDE, NULLS NOT DISTINCT, deferrable
create table example.t (a int primary key, b int, c int, unique nulls not distinct (b) include (c), unique (c) deferrable initially deferred);
-- @ CONSTRAINT: WITHOUT OVERLAPS
create extension if not exists btree_gist with schema extensions;
create table example.t (room int, during tstzrange, primary key (room, during without overlaps));
-- @ CONSTRAINT: exclusion constraints
create table example.t (a int4range, exclude using gist (a with &&) where (not isempty(a)) deferrable);
-- @ CONSTRAINT: storage parameters of a key's index
create table example.t (a int primary key with (fillfactor = 70));
-- @ CONSTRAINT: comments on constraints
create table example.t (a int constraint pk primary key);
comment on constraint pk on example.t is 'The key';

-- @ CHECK CONSTRAINT: checks, NOT VALID, NO INHERIT, NOT ENFORCED
create table example.t (a int, constraint free check (a > 0) no inherit, constraint lax check (a > 1) not enforced);
alter table example.t add constraint later check (a < 9) not valid;

-- @ FK CONSTRAINT: foreign keys with actions, MATCH FULL, deferrable, NOT VALID, NOT ENFORCED
create table example.t (a int, b int, primary key (a, b));
create table example.s (a int, b int, foreign key (a, b) references example.t match full on delete cascade deferrable initially deferred);
alter table example.s add constraint later foreign key (b, a) references example.t not valid;
alter table example.s add constraint lax foreign key (a, b) references example.t not enforced;
-- @ FK CONSTRAINT: ON DELETE SET NULL and SET DEFAULT of some columns
create table example.t (a int, b int, primary key (a, b));
create table example.s (a int, b int, foreign key (a, b) references example.t on delete set null (b));
-- @ FK CONSTRAINT: PERIOD
create extension if not exists btree_gist with schema extensions;
create table example.t (room int, during tstzrange, primary key (room, during without overlaps));
create table example.s (room int, during tstzrange, foreign key (room, period during) references example.t (room, period during));

-- @ INDEX: indexes with method, operator class and its options, order, nulls, collation, INCLUDE, predicate, expressions
create table example.t (a int, b text, c text, d jsonb);
create unique index on example.t (a desc nulls last, lower(b) collate "C") include (c) where a > 0;
create index on example.t using gin (d jsonb_path_ops) with (fastupdate = off);
create index on example.t (b text_pattern_ops);
-- @ INDEX: statistics targets of expressions
create table example.t (a int);
create index t_a on example.t ((a + 1));
alter index example.t_a alter column 1 set statistics 9;
-- @ INDEX ATTACH: indexes of partitions that belong to their parent's
create table example.p (a int) partition by list (a);
create table example.p1 partition of example.p for values in (1);
create index on example.p (a);

-- @ INDEX ATTACH: indexes that some partition of their table lacks
create table example.p (a int) partition by list (a);
create table example.p1 partition of example.p for values in (1);
create index lacking on only example.p (a);

-- @ STATISTICS: extended statistics
create table example.t (a int, b int);
create statistics example.linked (ndistinct, dependencies) on a, b from example.t;

-- @ TRIGGER: triggers with timing, events, columns, WHEN, transition tables, arguments, enabled state
create table example.t (a int, b int);
create function example.act() returns trigger language plpgsql as 'begin return new; end';
create trigger early before insert or update of a on example.t for each row when (new.a > 0) execute function example.act('x');
create trigger after_all after update on example.t referencing old table as o new table as n for each statement execute function example.act();
alter table example.t enable always trigger early;
comment on trigger early on example.t is 'Early';
-- @ TRIGGER: constraint triggers
create table example.t (a int);
create function example.act() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger late after insert on example.t deferrable initially deferred for each row execute function example.act();
-- @ TRIGGER: constraint triggers with FROM
create table example.t (a int);
create table example.other (a int);
create function example.act() returns trigger language plpgsql as 'begin return new; end';
create constraint trigger late after insert on example.t from example.other for each row execute function example.act();
-- @ TRIGGER: triggers of the project on tables of the platform
create function example.act() returns trigger language plpgsql as 'begin return new; end';
create trigger on_example after insert on auth.users for each row execute function example.act();

-- @ RULE: rules
create table example.t (a int);
create rule quiet as on delete to example.t where old.a > 0 do instead nothing;

-- @ POLICY: policies, permissive and restrictive, by command and role, with comments
create table example.t (a int);
create policy own on example.t as restrictive for update to authenticated using (a > 0) with check (a > 1);
comment on policy own on example.t is 'Own';
-- @ POLICY: policies of the project on tables of the platform
create policy example on storage.objects for select to authenticated using (bucket_id = 'example');
-- @ ROW SECURITY: row-level security, enabled and forced
create table example.t (a int);
alter table example.t enable row level security, force row level security;

-- @ VIEW: views with options and check option
create table example.t (a int);
create view example.v with (security_invoker, security_barrier) as select a from example.t where a > 0 with local check option;
-- @ VIEW: privileges on columns, comments on columns
create view example.v as select 1 as a, 2 as b;
grant select (a) on example.v to anon;
comment on column example.v.a is 'One';
-- @ VIEW: defaults of columns
create table example.t (a int, b text);
create view example.v as select a, b from example.t;
alter view example.v alter column b set default 'x';
-- @ MATERIALIZED VIEW: materialized views with indexes, options, and whether they are populated
create materialized view example.m with (fillfactor = 80) as select 1 as a with no data;
create unique index on example.m (a);

-- ! FOREIGN DATA WRAPPER: foreign-data wrappers
create foreign data wrapper example;
-- ! SERVER: foreign servers
create foreign data wrapper example;
create server example foreign data wrapper example;
-- ! USER MAPPING: user mappings
create foreign data wrapper example;
create server example foreign data wrapper example;
create user mapping for anon server example;
-- ! FOREIGN TABLE: foreign tables
create foreign data wrapper example;
create server example foreign data wrapper example;
create foreign table example.far (a int not null) server example;

-- @ PUBLICATION: publications of all tables, with their operations and options
create publication example for all tables with (publish = 'insert, update', publish_via_partition_root = true);
-- @ PUBLICATION: additions to the platform's supabase_realtime
create table example.t (a int primary key);
alter publication supabase_realtime add table example.t;
-- @ PUBLICATION TABLE: published tables with columns and WHERE
create table example.t (a int primary key, b text);
create publication example for table example.t (a, b) where (a > 0);
-- @ PUBLICATION TABLES IN SCHEMA: published schemas
create publication example for tables in schema example;

-- @ EVENT TRIGGER: event triggers with tags, enabled state and a comment
create function example.watch() returns event_trigger language plpgsql as 'begin end';
create event trigger example on ddl_command_end when tag in ('CREATE TABLE') execute function example.watch();
alter event trigger example enable always;
comment on event trigger example is 'Watch';

-- @ DEFAULT ACL: default privileges of a schema
alter default privileges in schema example grant select on tables to anon;
alter default privileges in schema example grant usage on sequences to anon with grant option;
-- @ DEFAULT ACL: default privileges of another role
create role example_maker nologin;
grant example_maker to postgres;
alter default privileges for role example_maker revoke execute on functions from public;

-- @ ACL: privileges on tables of the platform
create role example_reader nologin;
grant select on auth.users to example_reader;
grant usage on schema example to example_reader;
-- @ ACL: privileges on functions of the platform
create role example_caller nologin;
grant execute on function auth.uid() to example_caller;
grant usage on schema example to example_caller;
-- @ COMMENT: comments on objects of the platform
comment on table storage.objects is 'example';

-- @ TEXT SEARCH CONFIGURATION: text search configurations
create text search configuration example.words (copy = pg_catalog.simple);
-- @ TEXT SEARCH DICTIONARY: text search dictionaries
create text search dictionary example.plain (template = pg_catalog.simple);
-- ! TEXT SEARCH PARSER: text search parsers
create text search parser example.parts (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
-- ! TEXT SEARCH TEMPLATE: text search templates
create text search template example.pattern (lexize = dsimple_lexize);

-- @ OPERATOR: operators
create operator example.=== (leftarg = int, rightarg = int, function = int4eq, commutator = operator(example.===));
-- ! OPERATOR FAMILY: operator families
create operator family example.family using btree;
-- ! OPERATOR CLASS: operator classes
create operator class example.ops for type int using btree as operator 1 <, operator 3 =, function 1 btint4cmp(int, int);
-- @ CAST: casts
create type example.mood as enum ('sad');
create cast (example.mood as text) with inout as assignment;
-- @ CONVERSION: encoding conversions
create conversion example.shift for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
-- ! TRANSFORM: transforms
create function example.to_sql(internal) returns int language internal immutable as 'int4recv';
create transform for int language plpgsql (to sql with function example.to_sql(internal));
-- ! PROCEDURAL LANGUAGE: procedural languages
create language example handler plpgsql_call_handler;
-- ! ACCESS METHOD: access methods
create access method example type table handler heap_tableam_handler;
