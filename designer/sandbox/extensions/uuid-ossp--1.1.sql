-- Stand-in for uuid-ossp where the server has none. Versions 3 and 4 are real, and 5 where pgcrypto is installed, whose
-- SHA-1 it needs; 1 has a random node and time.
create function uuid_nil() returns uuid language sql immutable strict parallel safe
  as $$ select '00000000-0000-0000-0000-000000000000'::pg_catalog.uuid $$;
create function uuid_ns_dns() returns uuid language sql immutable strict parallel safe
  as $$ select '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::pg_catalog.uuid $$;
create function uuid_ns_url() returns uuid language sql immutable strict parallel safe
  as $$ select '6ba7b811-9dad-11d1-80b4-00c04fd430c8'::pg_catalog.uuid $$;
create function uuid_ns_oid() returns uuid language sql immutable strict parallel safe
  as $$ select '6ba7b812-9dad-11d1-80b4-00c04fd430c8'::pg_catalog.uuid $$;
create function uuid_ns_x500() returns uuid language sql immutable strict parallel safe
  as $$ select '6ba7b814-9dad-11d1-80b4-00c04fd430c8'::pg_catalog.uuid $$;

create function uuid_generate_v4() returns uuid language sql volatile strict parallel safe
  as $$ select pg_catalog.gen_random_uuid() $$;

create function uuid_generate_v1() returns uuid language sql volatile strict parallel safe as $$
  select overlay(pg_catalog.gen_random_uuid()::pg_catalog.text placing '1' from 15 for 1)::pg_catalog.uuid
$$;
create function uuid_generate_v1mc() returns uuid language sql volatile strict parallel safe as $$
  select overlay(pg_catalog.gen_random_uuid()::pg_catalog.text placing '1' from 15 for 1)::pg_catalog.uuid
$$;

-- RFC 4122, section 4.3: hash the namespace and the name, then set version and variant.
create function uuid_generate_v3(namespace uuid, name text) returns uuid
language plpgsql immutable strict parallel safe as $$
declare
  hashed bytea := pg_catalog.decode(
    pg_catalog.md5(pg_catalog.uuid_send(namespace) || pg_catalog.convert_to(name, 'UTF8')), 'hex'
  );
begin
  hashed := pg_catalog.set_byte(hashed, 6, (pg_catalog.get_byte(hashed, 6) & 15) | 48);
  hashed := pg_catalog.set_byte(hashed, 8, (pg_catalog.get_byte(hashed, 8) & 63) | 128);
  return pg_catalog.encode(hashed, 'hex')::pg_catalog.uuid;
end
$$;

create function uuid_generate_v5(namespace uuid, name text) returns uuid
language plpgsql immutable strict parallel safe as $$
declare
  hashed bytea;
begin
  execute (
    select pg_catalog.format('select %s($1, ''sha1'')', p.oid::pg_catalog.regproc)
    from pg_catalog.pg_proc p
    join pg_catalog.pg_depend d on d.classid = 'pg_proc'::pg_catalog.regclass and d.objid = p.oid
    join pg_catalog.pg_extension e on e.oid = d.refobjid and e.extname = 'pgcrypto'
    where p.proname = 'digest' and p.proargtypes[0] = 'bytea'::pg_catalog.regtype
  ) into hashed using pg_catalog.uuid_send(namespace) || pg_catalog.convert_to(name, 'UTF8');
  hashed := pg_catalog.substr(hashed, 1, 16);
  hashed := pg_catalog.set_byte(hashed, 6, (pg_catalog.get_byte(hashed, 6) & 15) | 80);
  hashed := pg_catalog.set_byte(hashed, 8, (pg_catalog.get_byte(hashed, 8) & 63) | 128);
  return pg_catalog.encode(hashed, 'hex')::pg_catalog.uuid;
end
$$;
