create table public.named (
  name text,
  rank integer,
  constraint named_name_check check (name <> 'x'::text)
);

revoke all on table public.named from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.named to anon, authenticated, service_role;

create table public.no_more (
  id bigint constraint places_id_not_null not null,
  name text default 'somewhere'::text,
  note text,
  body bytea,
  constraint known check (id > 0)
);

revoke all on table public.no_more from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.no_more to anon, authenticated, service_role;

create table public.places (
  id bigint constraint places_id_not_null not null,
  name text default 'somewhere'::text,
  note text,
  body bytea,
  constraint known check (id > 0),
  constraint own_affair check (name <> ''::text) no inherit
);

revoke all on table public.places from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.places to anon, authenticated, service_role;

create table public.both_of_them (
  id bigint,
  rank integer
)
inherits (public.places, public.named);

revoke all on table public.both_of_them from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.both_of_them to anon, authenticated, service_role;

create table public.hamlets (
  id bigint constraint places_id_not_null not null,
  name text default 'somewhere'::text,
  note text,
  body bytea,
  constraint known check (id > 0),
  constraint own_affair check (name <> ''::text) no inherit
)
inherits (public.places);

revoke all on table public.hamlets from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.hamlets to anon, authenticated, service_role;

create table public.towns (
  note text default 'a town'::text,
  mayor text
)
inherits (public.places);

alter table only public.towns alter column note set (n_distinct = 9);
alter table only public.towns alter column id set statistics 300;
alter table only public.towns alter column name set default 'town'::text;
alter table only public.towns alter column body set storage external;
alter table only public.towns alter column body set compression pglz;

revoke all on table public.towns from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.towns to anon, authenticated, service_role;

create table public.capitals (
  country text not null,
  constraint capitals_pkey primary key (id)
)
inherits (public.towns);

alter table only public.capitals alter column name set default NULL;

create index capitals_name on public.capitals (name);

revoke all on table public.capitals from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.capitals to anon, authenticated, service_role;
