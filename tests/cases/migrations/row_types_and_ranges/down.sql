-- case_validate
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- case_expand
-- squawk-ignore-file ban-drop-column, ban-drop-constraint, ban-drop-default, ban-drop-function, ban-drop-type, ban-drop-view, changing-column-type, constraint-missing-not-valid, prefer-bigint-over-int
set local lock_timeout = '4s';
set local statement_timeout = '2min';

-- Undo: Create view public.visited
drop view public.visited;

-- Undo: Add exclusion constraint visits_during_excl on public.visits
alter table public.visits drop constraint visits_during_excl;

-- Undo: Add check visits_during_check on public.visits
alter table public.visits drop constraint visits_during_check;

-- Undo: Set the default of public.visits.during
alter table public.visits alter column during drop default;

-- Undo: Put the values of public.visits.during back
alter table public.visits alter column during type text using during::text;

-- Undo: Create type public.span
drop type public.span;

-- Undo: Drop type public.span
create type public.span as range (subtype = integer);

-- Undo: Put the values of public.visits.place back
alter table public.visits alter column place type jsonb using to_jsonb(place);

-- Undo: Put the values of public.visits.former back
alter table public.visits alter column former type jsonb using to_jsonb(former);

-- Undo: Change the type of public.places.name from text to character varying(40)
alter table public.places alter column name type text;

-- Undo: Add column public.places.rank
alter table public.places drop column rank;

-- Undo: Hold the values of public.visits.place while their type changes
alter table public.visits alter column place type public.places using jsonb_populate_record(null::public.places, place);

-- Undo: Hold the values of public.visits.former while their type changes
create function pg_temp._rows_of(jsonb) returns public.places[] language sql as $$select case when $1 is not null then array(select jsonb_populate_record(null::public.places, nullif(element, 'null')) from jsonb_array_elements($1) as element) end$$;
alter table public.visits alter column former type public.places[] using pg_temp._rows_of(former);
drop function pg_temp._rows_of(jsonb);

-- Undo: Hold the values of public.visits.during while their type changes
alter table public.visits alter column during type public.span using during::public.span;

-- Undo: Drop the default of public.visits.during
alter table public.visits alter column during set default '[1,2)'::public.span;

-- Undo: Drop exclusion constraint visits_during_excl on public.visits
alter table public.visits add constraint visits_during_excl exclude using gist (during with &&);

-- Undo: Drop check visits_during_check on public.visits
alter table public.visits add constraint visits_during_check check (NOT isempty(during));

-- Undo: Drop view public.visited
create view public.visited as
SELECT id,
    (place).name AS name,
    lower(during) AS since
   FROM public.visits;
revoke all on table public.visited from anon, authenticated, service_role;
grant truncate, references, trigger, maintain on table public.visited to anon, authenticated, service_role;
