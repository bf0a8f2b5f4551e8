create domain public."It's" as text
  default 'x'::text
  constraint "needed, really" not null
  constraint short check (length(VALUE) < 9);

comment on constraint short on domain public."It's" is 'Short';

create domain public.deep as public."It's"[];

create domain public.free as text
  collate "C";

revoke all on type public.free from public;

create domain public.plain as integer
  not null;
