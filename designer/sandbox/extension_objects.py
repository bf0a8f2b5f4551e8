"""Names that common extensions bring, so that what is missing can be traced to the extension that is.

Taken from each extension's documentation; only names that people write in schemas.
"""

from __future__ import annotations

_BROUGHT: dict[str, dict[str, str]] = {
    "citext": {"type": "citext"},
    "cube": {"type": "cube"},
    "hstore": {"type": "hstore", "function": "hstore"},
    "isn": {"type": "isbn isbn13 ismn issn ean13 upc"},
    "ltree": {"type": "ltree lquery ltxtquery", "operator class": "gist_ltree_ops"},
    "btree_gin": {"operator class": "int4_ops uuid_ops text_ops"},
    "btree_gist": {"operator class": "gist_int4_ops gist_int8_ops gist_uuid_ops gist_text_ops gist_date_ops"},
    "fuzzystrmatch": {"function": "levenshtein soundex metaphone dmetaphone difference"},
    "pg_trgm": {
        "operator class": "gin_trgm_ops gist_trgm_ops",
        "function": "similarity word_similarity strict_word_similarity show_trgm",
    },
    "pgcrypto": {"function": "crypt gen_salt digest hmac pgp_sym_encrypt pgp_sym_decrypt gen_random_bytes armor"},
    "pgjwt": {"function": "sign verify url_encode url_decode"},
    "pgroonga": {"access method": "pgroonga"},
    "plpgsql_check": {"function": "plpgsql_check_function"},
    "plpython3u": {"language": "plpython3u"},
    "plv8": {"language": "plv8"},
    "postgis": {
        "type": "geometry geography box2d box3d",
        "function": "st_point st_makepoint st_setsrid st_distance st_dwithin st_geomfromtext st_contains st_intersects",
        "relation": "spatial_ref_sys geometry_columns geography_columns",
        "operator class": "gist_geometry_ops_2d gist_geometry_ops_nd",
    },
    "postgres_fdw": {"foreign-data wrapper": "postgres_fdw"},
    "rum": {"access method": "rum", "operator class": "rum_tsvector_ops"},
    "tablefunc": {"function": "crosstab normal_rand connectby"},
    "timescaledb": {"function": "create_hypertable time_bucket add_retention_policy add_compression_policy"},
    "unaccent": {"function": "unaccent", "text search dictionary": "unaccent"},
    "uuid-ossp": {"function": "uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5"},
    "vector": {
        "type": "vector halfvec sparsevec",
        "access method": "hnsw ivfflat",
        "operator class": "vector_l2_ops vector_ip_ops vector_cosine_ops vector_l1_ops halfvec_cosine_ops",
        "function": "cosine_distance l2_distance inner_product",
    },
    "wrappers": {"foreign-data wrapper": "stripe_wrapper firebase_wrapper s3_wrapper"},
}


def _turn_over() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for extension, kinds in _BROUGHT.items():
        for kind, names in kinds.items():
            for name in names.split():
                by_name = found.setdefault(kind, {})
                by_name[name] = (*by_name.get(name, ()), extension)
    return found


EXTENSION_OBJECTS = _turn_over()
"""By kind and name: the extensions that bring it."""
