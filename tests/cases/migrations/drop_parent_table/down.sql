-- case_contract_2
-- squawk-ignore-file adding-serial-primary-key-field
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop table public.parents
create table public.parents (
  id bigint not null,
  constraint parents_pkey primary key (id)
);
revoke all on table public.parents from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.parents to anon, authenticated, service_role;

-- case_expand
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop foreign key children_parent_id_fkey on public.children
do $$
begin
  alter table public.children
  add constraint children_parent_id_fkey
  foreign key (parent_id) references public.parents (id);
exception when foreign_key_violation then
  alter table public.children
  add constraint children_parent_id_fkey
  foreign key (parent_id) references public.parents (id) not valid;
  raise warning using message = 'Foreign key children_parent_id_fkey is not validated: rows refer to others that are lost.';
end
$$;

-- case_contract
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Drop view public.families
create view public.families as
SELECT id
   FROM public.parents p;
revoke all on table public.families from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.families to anon, service_role;
grant select, truncate, references, trigger, maintain on table public.families to authenticated;
