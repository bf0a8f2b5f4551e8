do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'inner_group') then
    create role inner_group;
  end if;
end
$$;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'Gro up') then
    create role "Gro up";
  end if;
end
$$;

grant inner_group to "Gro up";

grant "Gro up" to postgres;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'app') then
    create role app login noinherit connection limit 5;
  end if;
end
$$;

grant "Gro up" to app;

grant app to authenticator;

alter role app set statement_timeout = '5s';
alter role app set search_path = shop, '$user', public;

comment on role app is 'The app''s own';

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'maker') then
    create role maker;
  end if;
end
$$;

create schema shop;

grant usage on schema shop to app;

alter role authenticator set statement_timeout = '20s';
