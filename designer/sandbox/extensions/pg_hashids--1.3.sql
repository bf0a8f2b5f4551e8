-- Stand-in for pg_hashids: the signatures.
do $do$
declare
  signature text;
begin
  foreach signature in array array[
    'id_encode(bigint) returns text', 'id_encode(bigint, text) returns text', 'id_encode(bigint, text, integer) returns text',
    'id_encode(bigint, text, integer, text) returns text', 'id_encode(bigint[]) returns text',
    'id_encode(bigint[], text) returns text', 'id_encode(bigint[], text, integer) returns text',
    'id_encode(bigint[], text, integer, text) returns text', 'id_decode(text) returns bigint[]',
    'id_decode(text, text) returns bigint[]', 'id_decode(text, text, integer) returns bigint[]',
    'id_decode(text, text, integer, text) returns bigint[]', 'id_decode_once(text) returns bigint',
    'id_decode_once(text, text) returns bigint', 'id_decode_once(text, text, integer) returns bigint',
    'id_decode_once(text, text, integer, text) returns bigint', 'hash_encode(bigint) returns text',
    'hash_decode(text, text, integer) returns integer'
  ] loop
    execute pg_catalog.format(
      'create function %s language plpgsql immutable strict as %L', signature,
      'begin raise feature_not_supported using message = ''pg_hashids has only signatures in this sandbox''; end'
    );
  end loop;
end
$do$;
