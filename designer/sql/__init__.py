"""SQL text for everything a design holds: one module per kind, every function returns statements without semicolons.

The first argument is the object, then what it lives on, then the design that resolves ids to names. Names in statements
are those of the objects passed: in a migration, pass the state in force at that moment.

- schemas: create, drop, rename; `write_rename`, `write_set_schema` for every named kind (tables, types, functions …)
- extensions, roles (idempotent, guarded), verbatim: create, drop, alter
- enums: create, drop, `write_add_enum_value`, `write_rename_enum_value`, `write_rebuild_enum`
- domains: create, drop, default, nullable, checks; composites: create, drop, attributes
- sequences: create, drop, alter, `write_sequence_owner`; identities: `write_identity`, `sequence_of_identity`
- functions: create, drop, settings, `can_replace_function`, `signature`
- tables: create, drop, RLS, replica identity, logged, options
- partitions: attach, detach; inheritance: `write_add_parent`, `write_remove_parent`
- columns: add, drop, rename, type, default, nullable, generated, storage, compression
- constraints: add and drop keys, checks, exclusions, named NOT NULL; validate, rename
- relationships: add, drop, validate, rename, deferrability; indexes: create, drop, rename, options, attach
- triggers: create, drop, rename, state; policies: create, alter, drop, rename, `can_alter_policy`
- views: create, drop, options, refresh
- grants: `write_grants`, `write_revoke_platform_defaults`, `write_initial_grants`
- comments: `write_comment`, `write_comments` (a definition with all its parts), `write_view_column_comment`
- formatting: `format_script`, `end_statement`
- types, expressions, options, names, object_names, table_elements: what the writers are made of
"""
