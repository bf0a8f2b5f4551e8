"""Publications. The platform's own always exists: it is only altered, from one that publishes nothing."""

from __future__ import annotations

from msgspec.structs import replace

from designer.design import Design, Publication, PublishedTable
from designer.postgres.quoting import quote_identifier, quote_literal, quote_names
from designer.sql.comments import write_comment
from designer.sql.expressions import enclose
from designer.sql.names import column_list, name_of, table_of


def write_create_publication(publication: Publication, design: Design) -> list[str]:
    """CREATE PUBLICATION; for the platform's own what makes it of the one that every project has."""
    if publication.is_managed:
        return _write_change(_untouched(publication), publication, design)
    objects = ["all tables"] if publication.has_all_tables else []
    objects += [f"table {_table(row, publication, design)}" for row in publication.tables]
    objects += [f"tables in schema {quote_names(publication.schemas)}"] if publication.schemas else []
    options = _options(_untouched(publication), publication)
    clauses = ["for " + ",\n    ".join(objects)] if objects else []
    clauses += [f"with ({', '.join(options)})"] if options else []
    return ["\n  ".join([f"create publication {quote_identifier(publication.name)}", *clauses])]


def write_drop_publication(publication: Publication, design: Design) -> list[str]:
    """DROP PUBLICATION; the platform's own is left as every project has it."""
    if publication.is_managed:
        uncommented = write_comment(publication, None, design) if publication.comment is not None else []
        return [*_write_change(publication, _untouched(publication), design), *uncommented]
    return [f"drop publication {quote_identifier(publication.name)}"]


def write_alter_publication(old: Publication, new: Publication, design: Design) -> list[str] | None:
    """ALTER PUBLICATION; None where only a new one will do. The design has the tables of both."""
    if old.has_all_tables != new.has_all_tables:
        return None
    head = f"alter publication {quote_identifier(new.name)}"
    schemas_gone = [name for name in old.schemas if name not in new.schemas]
    schemas_new = [name for name in new.schemas if name not in old.schemas]
    before, after = {_content(row): row for row in old.tables}, {_content(row): row for row in new.tables}
    gone = [_name(row, old, design) for key, row in before.items() if key not in after]
    added = [_table(row, new, design) for key, row in after.items() if key not in before]
    options = _options(old, new)
    return [
        *([f"{head} drop table {', '.join(f'only {name}' for name in gone)}"] if gone else []),
        *([f"{head} drop tables in schema {quote_names(schemas_gone)}"] if schemas_gone else []),
        *(f"{head} add table {text}" for text in added),
        *([f"{head} add tables in schema {quote_names(schemas_new)}"] if schemas_new else []),
        *([f"{head} set ({', '.join(options)})"] if options else []),
    ]


def _untouched(publication: Publication) -> Publication:
    return Publication(id=publication.id, name=publication.name, is_managed=publication.is_managed)


def _write_change(old: Publication, new: Publication, design: Design) -> list[str]:
    statements = write_alter_publication(old, new, design)
    if statements is not None:
        return statements
    name = quote_identifier(new.name)
    options = _options(_untouched(new), new)
    text = f"create publication {name}" + (" for all tables" if new.has_all_tables else "")
    return [f"drop publication {name}", f"{text} with ({', '.join(options)})" if options else text]


def _options(old: Publication, new: Publication) -> list[str]:
    options = [f"publish = {quote_literal(', '.join(new.operations))}"] if old.operations != new.operations else []
    if old.via_root != new.via_root:
        options.append(f"publish_via_partition_root = {str(new.via_root).lower()}")
    if old.generated_columns != new.generated_columns:
        options.append(f"publish_generated_columns = {new.generated_columns}")
    return options


def _content(row: PublishedTable) -> PublishedTable:
    """The same for the same columns in any order, which means nothing."""
    return replace(row, column_ids=tuple(sorted(row.column_ids)))


def _name(row: PublishedTable, publication: Publication, design: Design) -> str:
    if row.table_id is None:
        return row.table_name
    return name_of(table_of(row.table_id, design, wanted_by=f"Publication {publication.name}"))


def _table(row: PublishedTable, publication: Publication, design: Design) -> str:
    """One table as a publication lists it. ONLY: what inherits from it is listed by itself."""
    text = f"only {_name(row, publication, design)}"
    if row.column_ids and row.table_id is not None:
        table = table_of(row.table_id, design, wanted_by=f"Publication {publication.name}")
        text += f" ({column_list(row.column_ids, table, design)})"
    return text if row.predicate is None else f"{text} where {enclose(row.predicate)}"
