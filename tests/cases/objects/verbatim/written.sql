set check_function_bodies = off;

create type public.shape as (
  name text,
  sides integer
);

CREATE TEXT SEARCH DICTIONARY public.plain (
    TEMPLATE = pg_catalog.simple,
    accept = 'false' );

CREATE TEXT SEARCH CONFIGURATION public.plain_english (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR asciiword WITH public.plain, english_stem;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR word WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR hword_part WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR hword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.plain_english
    ADD MAPPING FOR uint WITH simple;

CREATE TABLE public.shapes OF public.shape (
    name NOT NULL
);

REVOKE ALL ON TABLE public.shapes FROM anon, authenticated, service_role;

GRANT REFERENCES,TRIGGER,TRUNCATE,MAINTAIN ON TABLE public.shapes TO anon;
GRANT REFERENCES,TRIGGER,TRUNCATE,MAINTAIN ON TABLE public.shapes TO authenticated;
GRANT REFERENCES,TRIGGER,TRUNCATE,MAINTAIN ON TABLE public.shapes TO service_role;

create or replace function public.same_letters(a text, b text)
  returns boolean
  language sql
  immutable
  strict
as $$ select lower(a) = lower(b) $$;

CREATE OPERATOR public.=~= (
    FUNCTION = public.same_letters,
    LEFTARG = text,
    RIGHTARG = text,
    COMMUTATOR = OPERATOR(public.=~=)
);

COMMENT ON OPERATOR public.=~= (text, text) IS 'Equal but for case';

create table public.texts (
  body text not null,
  words tsvector generated always as (to_tsvector('public.plain_english'::regconfig, body)) stored,
  constraint texts_body_check check (body OPERATOR(public.=~=) body)
);

create index texts_words_idx on public.texts using gin (words);

revoke all on table public.texts from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.texts to anon, authenticated, service_role;

create view public.equal_texts as
SELECT a.body
   FROM (public.texts a
     JOIN public.texts b ON ((a.body OPERATOR(public.=~=) b.body)));

revoke all on table public.equal_texts from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.equal_texts to anon, authenticated, service_role;

ALTER TABLE ONLY public.shapes
    ADD CONSTRAINT shapes_pkey PRIMARY KEY (name);

reset check_function_bodies;
