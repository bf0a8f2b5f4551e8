set check_function_bodies = off;

create extension if not exists pg_trgm with schema extensions;

create table public.words (
  word text
);

create index words_word_idx on public.words using gin (word extensions.gin_trgm_ops);

revoke all on table public.words from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.words to anon, authenticated, service_role;

create or replace function public.keep()
  returns trigger
  language plpgsql
as $$begin return new; end$$;

create or replace procedure public.nothing()
  language sql
as $$select 1$$;

create or replace function public.one()
  returns integer
  language sql
as $$select 1$$;

create materialized view public.counts as
SELECT count(*) AS words
   FROM public.words;

create index counts_words_idx on public.counts (words);

revoke all on table public.counts from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.counts to anon, authenticated, service_role;

create trigger keep
  before insert on public.words
  for each row
  execute function public.keep();

ALTER PROCEDURE public.nothing() DEPENDS ON EXTENSION pg_trgm;

ALTER FUNCTION public.one() DEPENDS ON EXTENSION pg_trgm;

ALTER MATERIALIZED VIEW public.counts DEPENDS ON EXTENSION pg_trgm;

ALTER INDEX public.counts_words_idx DEPENDS ON EXTENSION pg_trgm;

ALTER TRIGGER keep ON public.words DEPENDS ON EXTENSION pg_trgm;

reset check_function_bodies;
