create extension if not exists pg_trgm with schema extensions;

create table public.replicated (
  id integer not null,
  other integer not null
);

create unique index replicated_id on public.replicated (id);

alter table public.replicated replica identity using index replicated_id;

revoke all on table public.replicated from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.replicated to anon, authenticated, service_role;

create table public.things (
  id integer,
  name text,
  "Odd, col" text,
  tags text[],
  body jsonb,
  at timestamp with time zone,
  span int4range,
  place point
);

create unique index "Only ""one""" on public.things (lower(name))
  where (at IS NULL);

create index by_brin on public.things using brin (at timestamptz_minmax_multi_ops (values_per_range='16'), id) with (pages_per_range = 32, autosummarize = on);
create index by_gin on public.things using gin (tags, body jsonb_path_ops) with (fastupdate = off, gin_pending_list_limit = 128);
create index by_gist on public.things using gist (span, place);
create index by_hash on public.things using hash (name);
create index by_spgist on public.things using spgist (place);
create index covering on public.things (id) include (name, "Odd, col");

comment on index public.covering is 'Reads the name, too';

create index expressions on public.things ((id + 1), (body ->> 'a'::text), (COALESCE(name, ''::text)), (name IS NULL), ((id)::text) collate "C");

create unique index no_nulls on public.things (id, name) nulls not distinct;

create index ordered on public.things (id desc, name nulls first, at desc nulls last, "Odd, col" collate "C" text_pattern_ops desc);
create index packed on public.things (name) with (fillfactor = 60, deduplicate_items = off);

create index partial on public.things (at)
  where ((name <> 'x'::text) AND ((tags @> ARRAY['a'::text]) OR (id = ANY (ARRAY[1, 2]))));

create index signature on public.things using gist (name extensions.gist_trgm_ops (siglen='32'));
create index similar_names on public.things using gin (name extensions.gin_trgm_ops);
create index things_id_idx on public.things (id);

alter table public.things replica identity full;

revoke all on table public.things from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.things to anon, authenticated, service_role;

create materialized view public.kept as
SELECT id,
    name,
    body
   FROM public.things;

create index kept_expression on public.kept (lower(name), (body ->> 'a'::text) desc)
  where (id > 0);

create unique index kept_id on public.kept (id);

revoke all on table public.kept from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.kept to anon, authenticated, service_role;
