-- case_expand
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Change the NOT NULL of public.people.name
alter table public.people alter constraint people_name_not_null inherit;

-- Change the NOT NULL of public.people.phone
comment on constraint phone_needed on public.people is 'They asked for it';

-- Change the NOT NULL of public.places.city
alter table public.places validate constraint city_needed;

-- Refuse new NULLs in public.people.email
alter table public.people add constraint _people_email_filled check (email is not null) not valid;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint _people_email_filled on public.people
alter table public.people validate constraint _people_email_filled;

-- case_contract
-- squawk-ignore-file adding-not-nullable-field, ban-drop-constraint, renaming-column, renaming-object, renaming-table
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Forbid NULL in public.people.email, as its check has proven
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
alter table public.people drop constraint _people_email_filled;
