create function public.same_letters(a text, b text) returns boolean
language sql immutable strict as $$ select lower(a) = lower(b) $$;
create operator public.=~= (leftarg = text, rightarg = text, function = public.same_letters, commutator = operator(public.=~=));
comment on operator public.=~= (text, text) is 'Equal but for case';
create text search dictionary public.plain (template = simple, accept = false);
create text search configuration public.plain_english (copy = pg_catalog.english);
alter text search configuration public.plain_english alter mapping for asciiword with public.plain, english_stem;
create table public.texts (
  body text not null,
  words tsvector generated always as (to_tsvector('public.plain_english', body)) stored,
  check (body operator(public.=~=) body)
);
create index on public.texts using gin (words);
create view public.equal_texts as select a.body from public.texts a join public.texts b on a.body operator(public.=~=) b.body;
create type public.shape as (name text, sides integer);
create table public.shapes of public.shape (name not null, primary key (name));
