-- Articles: a blog or small CMS. Everybody reads what is published, authors write, editors publish.

create schema private;
comment on schema private is 'Helpers for policies and triggers. Not exposed by the API.';

create function private.set_updated_at() returns trigger language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.set_updated_at() is 'Trigger: stamps updated_at, whatever the client sent.';
revoke all on function private.set_updated_at() from public, anon, authenticated, service_role;

create type public.app_role as enum ('editor', 'author', 'reader');
comment on type public.app_role is 'What somebody may do on the site, strongest first.';

create type public.article_status as enum ('draft', 'in_review', 'published');
comment on type public.article_status is 'Where an article stands on its way to the readers.';

create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  display_name text not null check (char_length(display_name) between 1 and 80),
  biography text check (char_length(biography) <= 2000),
  role public.app_role not null default 'reader',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.profiles is 'One person. A server gives roles; nobody gives one to themselves.';

create table public.categories (
  id bigint generated always as identity primary key,
  name text not null unique check (char_length(name) between 1 and 80),
  slug text not null unique check (slug ~ '^[a-z0-9-]+$')
);
comment on table public.categories is 'What articles are about: each has one.';

create table public.articles (
  id bigint generated always as identity primary key,
  author_id uuid not null default auth.uid() references public.profiles (id) on delete restrict,
  category_id bigint not null references public.categories (id) on delete restrict,
  slug text not null unique check (slug ~ '^[a-z0-9-]+$'),
  title text not null check (char_length(title) between 1 and 200),
  body text not null default '',
  status public.article_status not null default 'draft',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.articles is 'Something to read.';
create index articles_author_id_idx on public.articles (author_id);
create index articles_category_id_idx on public.articles (category_id);
create index articles_published_idx on public.articles (created_at desc) where status = 'published';

create table public.tags (
  id bigint generated always as identity primary key,
  name text not null unique check (name ~ '^[a-z0-9-]+$')
);
comment on table public.tags is 'A keyword that articles share.';

create table public.article_tags (
  article_id bigint not null references public.articles (id) on delete cascade,
  tag_id bigint not null references public.tags (id) on delete cascade,
  primary key (article_id, tag_id)
);
comment on table public.article_tags is 'Which article has which keywords.';
create index article_tags_tag_id_idx on public.article_tags (tag_id);

create table public.comments (
  id bigint generated always as identity primary key,
  article_id bigint not null references public.articles (id) on delete cascade,
  author_id uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  body text not null check (char_length(body) between 1 and 5000),
  created_at timestamptz not null default now()
);
comment on table public.comments is 'What readers say about an article.';
create index comments_article_id_idx on public.comments (article_id);
create index comments_author_id_idx on public.comments (author_id);

create trigger set_updated_at before update on public.profiles
  for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.articles
  for each row execute function private.set_updated_at();
