-- case
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Change the NOT NULL of public.people.city
alter table public.people validate constraint city_needed;

-- Forbid NULL in public.people.email
alter table public.people alter column email set not null;
do $$
declare
  renamed record;
begin
  for renamed in
    select con.conname as old_name, names.new_name
    from pg_catalog.pg_constraint con
    join (values
      ('people_email_not_null', 'email_needed')
    ) as names (old_name, new_name) on names.old_name = con.conname
    where con.conrelid = 'public.people'::pg_catalog.regclass and con.contype = 'n'
  loop
    execute pg_catalog.format(
      'alter table public.people rename constraint %I to %I', renamed.old_name, renamed.new_name
    );
  end loop;
end
$$;

-- Change the NOT NULL of public.people.name
alter table public.people alter constraint people_name_not_null inherit;

-- Change the NOT NULL of public.people.phone
comment on constraint phone_needed on public.people is 'They asked for it';
