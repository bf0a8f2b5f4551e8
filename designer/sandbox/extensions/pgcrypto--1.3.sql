-- Stand-in for pgcrypto where the server has none: the same signatures, so that schemas and seeds load. Random bytes,
-- digests and HMACs are real. crypt() imitates the shape of its result; what has no honest imitation fails when called.
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

-- FIPS 180-4, section 6.1. PostgreSQL itself has no SHA-1. Not part of the real pgcrypto.
create function sandbox_sha1(bytea) returns bytea language plpgsql immutable strict parallel safe as $$
declare
  mask constant bigint := 4294967295;
  bits bigint := 8 * pg_catalog.length($1)::bigint;
  message bytea := $1 || '\x80'::pg_catalog.bytea;
  h0 bigint := 1732584193; h1 bigint := 4023233417; h2 bigint := 2562383102; h3 bigint := 271733878;
  h4 bigint := 3285377520;
  a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; turned bigint;
  words bigint[];
begin
  message := message
    || pg_catalog.decode(pg_catalog.repeat('00', (119 - pg_catalog.length($1) % 64) % 64), 'hex')
    || pg_catalog.int8send(bits);
  for block in 0..pg_catalog.length(message) / 64 - 1 loop
    words := array[]::bigint[];
    for t in 0..79 loop
      if t < 16 then
        words[t] := (pg_catalog.get_byte(message, block * 64 + t * 4)::bigint << 24)
          | (pg_catalog.get_byte(message, block * 64 + t * 4 + 1) << 16)
          | (pg_catalog.get_byte(message, block * 64 + t * 4 + 2) << 8)
          | pg_catalog.get_byte(message, block * 64 + t * 4 + 3);
      else
        turned := words[t - 3] # words[t - 8] # words[t - 14] # words[t - 16];
        words[t] := ((turned << 1) | (turned >> 31)) & mask;
      end if;
    end loop;
    a := h0; b := h1; c := h2; d := h3; e := h4;
    for t in 0..79 loop
      if t < 20 then
        f := (b & c) | ((~b & mask) & d); k := 1518500249;
      elsif t < 40 then
        f := b # c # d; k := 1859775393;
      elsif t < 60 then
        f := (b & c) | (b & d) | (c & d); k := 2400959708;
      else
        f := b # c # d; k := 3395469782;
      end if;
      turned := ((((a << 5) | (a >> 27)) & mask) + f + e + k + words[t]) & mask;
      e := d; d := c; c := ((b << 30) | (b >> 2)) & mask; b := a; a := turned;
    end loop;
    h0 := (h0 + a) & mask; h1 := (h1 + b) & mask; h2 := (h2 + c) & mask; h3 := (h3 + d) & mask;
    h4 := (h4 + e) & mask;
  end loop;
  return pg_catalog.substr(pg_catalog.int8send(h0), 5) || pg_catalog.substr(pg_catalog.int8send(h1), 5)
    || pg_catalog.substr(pg_catalog.int8send(h2), 5) || pg_catalog.substr(pg_catalog.int8send(h3), 5)
    || pg_catalog.substr(pg_catalog.int8send(h4), 5);
end
$$;

create function digest(bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  case pg_catalog.lower($2)
    when 'md5' then return pg_catalog.decode(pg_catalog.md5($1), 'hex');
    when 'sha1' then return @extschema@.sandbox_sha1($1);
    when 'sha224' then return pg_catalog.sha224($1);
    when 'sha256' then return pg_catalog.sha256($1);
    when 'sha384' then return pg_catalog.sha384($1);
    when 'sha512' then return pg_catalog.sha512($1);
    else raise exception 'Cannot use "%": No such hash algorithm', $2;
  end case;
end
$$;

create function digest(text, text) returns bytea language sql immutable strict parallel safe
  as $$ select @extschema@.digest(pg_catalog.convert_to($1, 'UTF8'), $2) $$;

-- RFC 2104. The block is 64 bytes, for SHA-384 and SHA-512 128.
create function hmac(bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
declare
  block integer := case when pg_catalog.lower($3) in ('sha384', 'sha512') then 128 else 64 end;
  inner_key bytea;
  outer_key bytea;
begin
  inner_key := case when pg_catalog.length($2) > block then @extschema@.digest($2, $3) else $2 end;
  inner_key := inner_key || pg_catalog.decode(pg_catalog.repeat('00', block - pg_catalog.length(inner_key)), 'hex');
  outer_key := inner_key;
  for i in 0..block - 1 loop
    inner_key := pg_catalog.set_byte(inner_key, i, pg_catalog.get_byte(inner_key, i) # 54);
    outer_key := pg_catalog.set_byte(outer_key, i, pg_catalog.get_byte(outer_key, i) # 92);
  end loop;
  return @extschema@.digest(outer_key || @extschema@.digest(inner_key || $1, $3), $3);
end
$$;

create function hmac(text, text, text) returns bytea language sql immutable strict parallel safe as $$
  select @extschema@.hmac(pg_catalog.convert_to($1, 'UTF8'), pg_catalog.convert_to($2, 'UTF8'), $3)
$$;

create function gen_salt(text, integer) returns text language plpgsql volatile strict parallel safe as $$
declare
  letters text := pg_catalog.translate(
    pg_catalog.encode(@extschema@.gen_random_bytes(24), 'base64'), '+=', './'
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

create function gen_salt(text) returns text language sql volatile strict parallel safe
  as $$ select @extschema@.gen_salt($1, 0) $$;

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

create function encrypt(bytea, bytea, text) returns bytea language plpgsql volatile strict parallel safe as $$
begin
  raise feature_not_supported using message = 'encrypt() has only its signature in this sandbox';
end
$$;
create function decrypt(bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'decrypt() has only its signature in this sandbox';
end
$$;
create function encrypt_iv(bytea, bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'encrypt_iv() has only its signature in this sandbox';
end
$$;
create function decrypt_iv(bytea, bytea, bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'decrypt_iv() has only its signature in this sandbox';
end
$$;
create function pgp_sym_encrypt(text, text) returns bytea language plpgsql volatile strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_encrypt() has only its signature in this sandbox';
end
$$;
create function pgp_sym_encrypt(text, text, text) returns bytea language plpgsql volatile strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_encrypt() has only its signature in this sandbox';
end
$$;
create function pgp_sym_encrypt_bytea(bytea, text) returns bytea language plpgsql volatile strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_encrypt_bytea() has only its signature in this sandbox';
end
$$;
create function pgp_sym_encrypt_bytea(bytea, text, text) returns bytea language plpgsql volatile strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_encrypt_bytea() has only its signature in this sandbox';
end
$$;
create function pgp_sym_decrypt(bytea, text) returns text language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_decrypt() has only its signature in this sandbox';
end
$$;
create function pgp_sym_decrypt(bytea, text, text) returns text language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_decrypt() has only its signature in this sandbox';
end
$$;
create function pgp_sym_decrypt_bytea(bytea, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_decrypt_bytea() has only its signature in this sandbox';
end
$$;
create function pgp_sym_decrypt_bytea(bytea, text, text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_sym_decrypt_bytea() has only its signature in this sandbox';
end
$$;
create function pgp_pub_encrypt(text, bytea) returns bytea language plpgsql volatile strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_pub_encrypt() has only its signature in this sandbox';
end
$$;
create function pgp_pub_encrypt(text, bytea, text) returns bytea language plpgsql volatile strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_pub_encrypt() has only its signature in this sandbox';
end
$$;
create function pgp_pub_decrypt(bytea, bytea) returns text language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_pub_decrypt() has only its signature in this sandbox';
end
$$;
create function pgp_pub_decrypt(bytea, bytea, text) returns text language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_pub_decrypt() has only its signature in this sandbox';
end
$$;
create function pgp_key_id(bytea) returns text language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'pgp_key_id() has only its signature in this sandbox';
end
$$;
create function armor(bytea) returns text language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'armor() has only its signature in this sandbox';
end
$$;
create function dearmor(text) returns bytea language plpgsql immutable strict parallel safe as $$
begin
  raise feature_not_supported using message = 'dearmor() has only its signature in this sandbox';
end
$$;
