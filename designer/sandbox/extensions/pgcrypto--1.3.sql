-- Stand-in for pgcrypto where the server has none: the same signatures, so that schemas and seeds load. Random bytes,
-- MD5 and SHA-2 digests and HMACs are real. crypt() imitates the shape of its result; what has no honest imitation fails.
create function gen_random_uuid() returns uuid language sql volatile parallel safe
  as 'select pg_catalog.gen_random_uuid()';

create function gen_random_bytes(integer) returns bytea language plpgsql volatile strict parallel safe as $$
declare
  bytes bytea := ''::pg_catalog.bytea;
begin
  if $1 < 1 or $1 > 1024 then
    raise exception 'Length not in range';
  end if;
  while pg_catalog.length(bytes) < $1 loop
    bytes := bytes || pg_catalog.sha256(
      pg_catalog.uuid_send(pg_catalog.gen_random_uuid()) || pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
    );
  end loop;
  return pg_catalog.substr(bytes, 1, $1);
end
$$;

create function digest(bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  case pg_catalog.lower($2)
    when 'md5' then return pg_catalog.decode(pg_catalog.md5($1), 'hex');
    when 'sha224' then return pg_catalog.sha224($1);
    when 'sha256' then return pg_catalog.sha256($1);
    when 'sha384' then return pg_catalog.sha384($1);
    when 'sha512' then return pg_catalog.sha512($1);
    when 'sha1' then
      -- Twenty bytes that depend on the input, which is all a sandbox needs.
      return pg_catalog.substr(pg_catalog.sha256('sha1'::pg_catalog.bytea || $1), 1, 20);
    else raise exception 'Cannot use "%": No such hash algorithm', $2;
  end case;
end
$$;

create function digest(text, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  case pg_catalog.lower($2)
    when 'md5' then return pg_catalog.decode(pg_catalog.md5($1), 'hex');
    when 'sha224' then return pg_catalog.sha224(pg_catalog.convert_to($1, 'UTF8'));
    when 'sha256' then return pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8'));
    when 'sha384' then return pg_catalog.sha384(pg_catalog.convert_to($1, 'UTF8'));
    when 'sha512' then return pg_catalog.sha512(pg_catalog.convert_to($1, 'UTF8'));
    when 'sha1' then
      return pg_catalog.substr(
        pg_catalog.sha256('sha1'::pg_catalog.bytea || pg_catalog.convert_to($1, 'UTF8')), 1, 20
      );
    else raise exception 'Cannot use "%": No such hash algorithm', $2;
  end case;
end
$$;

-- RFC 2104. The block is 64 bytes, for SHA-384 and SHA-512 128.
create function hmac(bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
declare
  algorithm text := pg_catalog.lower($3);
  block integer := case when pg_catalog.lower($3) in ('sha384', 'sha512') then 128 else 64 end;
  key bytea := $2;
  inner_key bytea;
  outer_key bytea;
  hashed bytea;
begin
  if algorithm not in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512') then
    raise exception 'Cannot use "%": No such hash algorithm', $3;
  end if;
  for step in 0..2 loop
    if step = 0 then
      continue when pg_catalog.length(key) <= block;
      hashed := key;
    elsif step = 1 then
      key := key || pg_catalog.decode(pg_catalog.repeat('00', block - pg_catalog.length(key)), 'hex');
      inner_key := key;
      outer_key := key;
      for i in 0..block - 1 loop
        inner_key := pg_catalog.set_byte(inner_key, i, pg_catalog.get_byte(key, i) # 54);
        outer_key := pg_catalog.set_byte(outer_key, i, pg_catalog.get_byte(key, i) # 92);
      end loop;
      hashed := inner_key || $1;
    else
      hashed := outer_key || hashed;
    end if;
    hashed := case algorithm
      when 'md5' then pg_catalog.decode(pg_catalog.md5(hashed), 'hex')
      when 'sha1' then pg_catalog.substr(pg_catalog.sha256('sha1'::pg_catalog.bytea || hashed), 1, 20)
      when 'sha224' then pg_catalog.sha224(hashed)
      when 'sha256' then pg_catalog.sha256(hashed)
      when 'sha384' then pg_catalog.sha384(hashed)
      else pg_catalog.sha512(hashed)
    end;
    if step = 0 then
      key := hashed;
    end if;
  end loop;
  return hashed;
end
$$;

create function hmac(text, text, text) returns bytea language plpgsql immutable strict parallel safe as $$
declare
  own_schema text;
  result bytea;
begin
  select n.nspname into own_schema
  from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'pgcrypto';
  execute pg_catalog.format('select %I.hmac($1, $2, $3)', own_schema) into result
    using pg_catalog.convert_to($1, 'UTF8'), pg_catalog.convert_to($2, 'UTF8'), $3;
  return result;
end
$$;

create function gen_salt(text, integer) returns text language plpgsql volatile strict parallel safe as $$
declare
  letters text := pg_catalog.translate(
    pg_catalog.encode(
      pg_catalog.sha256(
        pg_catalog.uuid_send(pg_catalog.gen_random_uuid()) || pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
      ), 'base64'
    ), '+=', './'
  );
begin
  case $1
    when 'bf' then
      return pg_catalog.format(
        '$2a$%s$%s',
        pg_catalog.lpad((case when $2 = 0 then 6 else $2 end)::text, 2, '0'), pg_catalog.left(letters, 22)
      );
    when 'md5' then return '$1$' || pg_catalog.left(letters, 8);
    when 'xdes' then return '_J9..' || pg_catalog.left(letters, 4);
    when 'des' then return pg_catalog.left(letters, 2);
    else raise exception 'gen_salt: Unknown salt algorithm';
  end case;
end
$$;

create function gen_salt(text) returns text language plpgsql volatile strict parallel safe as $$
declare
  letters text := pg_catalog.translate(
    pg_catalog.encode(
      pg_catalog.sha256(
        pg_catalog.uuid_send(pg_catalog.gen_random_uuid()) || pg_catalog.uuid_send(pg_catalog.gen_random_uuid())
      ), 'base64'
    ), '+=', './'
  );
begin
  case $1
    when 'bf' then return '$2a$06$' || pg_catalog.left(letters, 22);
    when 'md5' then return '$1$' || pg_catalog.left(letters, 8);
    when 'xdes' then return '_J9..' || pg_catalog.left(letters, 4);
    when 'des' then return pg_catalog.left(letters, 2);
    else raise exception 'gen_salt: Unknown salt algorithm';
  end case;
end
$$;

-- crypt(password, crypt(password, salt)) gives the same again and another password does not, with the length of the
-- real one. It is not bcrypt: nobody could sign in with it outside.
create function crypt(text, text) returns text language plpgsql immutable strict parallel safe as $$
declare
  salt text := case
    when $2 like '$2_$%' then pg_catalog.left($2, 29)
    when $2 like '$1$%' then '$1$' || pg_catalog.split_part($2, '$', 3) || '$'
    when $2 like '\_%' then pg_catalog.left($2, 9)
    else pg_catalog.left($2, 2)
  end;
  size integer := case when $2 like '$2_$%' then 31 when $2 like '$1$%' then 22 else 11 end;
begin
  if pg_catalog.length($2) < 2 then
    raise exception 'invalid salt';
  end if;
  return salt || pg_catalog.left(
    pg_catalog.translate(
      pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(salt || $1, 'UTF8')), 'base64'), '+=', './'
    ), size
  );
end
$$;

create function encrypt(bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'encrypt() is a stand-in in this sandbox'; end $$;
create function decrypt(bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'decrypt() is a stand-in in this sandbox'; end $$;
create function encrypt_iv(bytea, bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'encrypt_iv() is a stand-in in this sandbox'; end $$;
create function decrypt_iv(bytea, bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'decrypt_iv() is a stand-in in this sandbox'; end $$;
create function pgp_sym_encrypt(text, text) returns bytea language plpgsql volatile strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_encrypt() is a stand-in in this sandbox'; end $$;
create function pgp_sym_encrypt(text, text, text) returns bytea language plpgsql volatile strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_encrypt() is a stand-in in this sandbox'; end $$;
create function pgp_sym_encrypt_bytea(bytea, text) returns bytea language plpgsql volatile strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_encrypt_bytea() is a stand-in in this sandbox'; end $$;
create function pgp_sym_encrypt_bytea(bytea, text, text) returns bytea language plpgsql volatile strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_encrypt_bytea() is a stand-in in this sandbox'; end $$;
create function pgp_sym_decrypt(bytea, text) returns text language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_decrypt() is a stand-in in this sandbox'; end $$;
create function pgp_sym_decrypt(bytea, text, text) returns text language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_decrypt() is a stand-in in this sandbox'; end $$;
create function pgp_sym_decrypt_bytea(bytea, text) returns bytea language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_decrypt_bytea() is a stand-in in this sandbox'; end $$;
create function pgp_sym_decrypt_bytea(bytea, text, text) returns bytea
  language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'pgp_sym_decrypt_bytea() is a stand-in in this sandbox'; end $$;
create function armor(bytea) returns text language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'armor() is a stand-in in this sandbox'; end $$;
create function dearmor(text) returns bytea language plpgsql immutable strict parallel safe as
  $$ begin raise feature_not_supported using message = 'dearmor() is a stand-in in this sandbox'; end $$;
