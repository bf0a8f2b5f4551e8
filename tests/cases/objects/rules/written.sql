set check_function_bodies = off;

create table public.log (
  at timestamp without time zone default now(),
  what text
);

revoke all on table public.log from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.log to anon, authenticated, service_role;

create table public.notes (
  id integer not null,
  body text,
  "do" integer,
  constraint notes_pkey primary key (id)
);

revoke all on table public.notes from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.notes to anon, authenticated, service_role;

create or replace function public.old_name(text)
  returns text
  language sql
  immutable
as $$select $1$$;

create view public.shown as
SELECT id,
    body
   FROM public.notes;

revoke all on table public.shown from anon, authenticated, service_role;

grant truncate, references, trigger, maintain on table public.shown to anon, authenticated, service_role;

create rule "Also log" as
  on update to public.notes
  where ((old.body <> new.body) AND (old."do" > 3))
  do INSERT INTO public.log (what)
  VALUES (('do '::text || new.body));

alter table public.notes enable replica rule "Also log";

create rule quiet as
  on delete to public.notes
  do instead NOTHING;

alter table public.notes disable rule quiet;

comment on rule quiet on public.notes is 'Nothing is deleted';

create rule several as
  on insert to public.notes
  do ( INSERT INTO public.log (what)
  VALUES ('a; b'::text);
 DELETE FROM public.log
  WHERE (log.what = public.old_name(new.body));

 NOTIFY noted;
);

alter table public.notes enable always rule several;

create rule shown_insert as
  on insert to public.shown
  do instead INSERT INTO public.notes (id, body)
  VALUES (new.id, new.body)
  RETURNING notes.id,
    notes.body;

create rule shown_update as
  on update to public.shown
  do instead UPDATE public.notes SET body = new.body
  WHERE (notes.id = old.id);

reset check_function_bodies;
