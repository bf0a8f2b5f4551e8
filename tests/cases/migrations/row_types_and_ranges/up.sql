-- case_expand
-- squawk-ignore-file adding-field-with-default, adding-required-field, ban-drop-constraint, ban-drop-default, ban-drop-function, ban-drop-type, ban-drop-view, changing-column-type, constraint-missing-not-valid, prefer-bigint-over-int, prefer-text-field
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Drop view public.visited
drop view public.visited;

-- Drop check visits_during_check on public.visits
alter table public.visits drop constraint visits_during_check;

-- Drop exclusion constraint visits_during_excl on public.visits
alter table public.visits drop constraint visits_during_excl;

-- Drop the default of public.visits.during
alter table public.visits alter column during drop default;

-- Hold the values of public.visits.during while their type changes
alter table public.visits alter column during type text using during::text;

-- Hold the values of public.visits.former while their type changes
alter table public.visits alter column former type jsonb using to_jsonb(former);

-- Hold the values of public.visits.place while their type changes
alter table public.visits alter column place type jsonb using to_jsonb(place);

-- Add column public.places.rank
alter table public.places add column rank integer not null default 1;

-- Change the type of public.places.name from text to character varying(40)
alter table public.places alter column name type character varying(40) using name::character varying(40);

-- Put the values of public.visits.former back
create function pg_temp._rows_of(jsonb) returns public.places[] language sql as $$select case when $1 is not null then array(select jsonb_populate_record(null::public.places, nullif(element, 'null')) from jsonb_array_elements($1) as element) end$$;
alter table public.visits alter column former type public.places[] using pg_temp._rows_of(former);
drop function pg_temp._rows_of(jsonb);

-- Put the values of public.visits.place back
alter table public.visits alter column place type public.places using jsonb_populate_record(null::public.places, place);

-- Drop type public.span
drop type public.span;

-- Create type public.span
create type public.span as range (subtype = bigint);

-- Put the values of public.visits.during back
alter table public.visits alter column during type public.span using during::public.span;

-- Set the default of public.visits.during
alter table public.visits alter column during set default '[1,2)'::public.span;

-- Add check visits_during_check on public.visits
alter table public.visits add constraint visits_during_check check (NOT isempty(during)) not valid;

-- Add exclusion constraint visits_during_excl on public.visits
alter table public.visits add constraint visits_during_excl exclude using gist (during with &&);

-- Create view public.visited
create view public.visited as
SELECT id,
    (place).name AS name,
    lower(during) AS since
   FROM public.visits;
revoke all on table public.visited from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.visited to anon, authenticated, service_role;

-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Validate constraint visits_during_check on public.visits
alter table public.visits validate constraint visits_during_check;
