"""docs/coverage.md: what becomes of everything PostgreSQL stores about a schema, measured on examples of it."""
