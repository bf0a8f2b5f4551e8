"""Domains."""

from __future__ import annotations

from designer.design import Design, Domain, DomainCheck
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from designer.sql.expressions import enclose, enclose_default
from designer.sql.names import name_of
from designer.sql.object_names import domain_not_null_name
from designer.sql.types import write_type


def write_create_domain(domain: Domain, design: Design) -> list[str]:
    """CREATE DOMAIN, then the checks that existing values were never validated against."""
    lines = [f"create domain {name_of(domain)} as {write_type(domain.base, design)}"]
    if domain.collation:
        lines.append(f"collate {domain.collation}")
    if domain.default is not None:
        lines.append(f"default {enclose_default(domain.default)}")
    if not domain.is_nullable:
        named = f"constraint {quote_identifier(domain.not_null)} " if domain.not_null else ""
        lines.append(f"{named}not null")
    lines += [_check(check) for check in domain.checks if check.is_validated]
    later = [check for check in domain.checks if not check.is_validated]
    return ["\n  ".join(lines), *(sql for check in later for sql in write_add_domain_check(check, domain))]


def write_drop_domain(domain: Domain) -> list[str]:
    return [f"drop domain {name_of(domain)}"]


def write_set_domain_default(domain: Domain) -> list[str]:
    """Sets the domain's default, or drops it when it has none."""
    if domain.default is None:
        return [f"alter domain {name_of(domain)} drop default"]
    return [f"alter domain {name_of(domain)} set default {enclose_default(domain.default)}"]


def write_set_domain_nullable(domain: Domain) -> list[str]:
    changed = [f"alter domain {name_of(domain)} {'drop' if domain.is_nullable else 'set'} not null"]
    return [*changed, *(write_name_domain_not_null(domain) if domain.not_null and not domain.is_nullable else [])]


def not_null_of(domain: Domain) -> str | None:
    """The name of the constraint behind the domain's NOT NULL."""
    return None if domain.is_nullable else domain.not_null or domain_not_null_name(domain.name)


def write_name_domain_not_null(domain: Domain) -> list[str]:
    """Gives the NOT NULL the name it has in the design, whatever it is called now; servers before 17 have no name."""
    wanted = quote_literal(not_null_of(domain) or "")
    place = quote_literal(name_of(domain))
    lines = [
        "",
        "declare",
        "  former name;",
        "begin",
        "  select con.conname into former from pg_catalog.pg_constraint con",
        f"    where con.contypid = {place}::pg_catalog.regtype and con.contype = 'n' and con.conname <> {wanted};",
        "  if found then",
        f"    execute pg_catalog.format('alter domain %s rename constraint %I to %I', {place}, former, {wanted});",
        "  end if;",
        "end",
        "",
    ]
    return [f"do {dollar_quote(chr(10).join(lines))}"]


def write_add_domain_check(check: DomainCheck, domain: Domain, *, not_valid: bool = False) -> list[str]:
    """Adds the check. `not_valid` skips existing values, to be followed by `write_validate_domain_check`."""
    suffix = " not valid" if not_valid or not check.is_validated else ""
    return [f"alter domain {name_of(domain)} add {_check(check)}{suffix}"]


def write_validate_domain_check(check: DomainCheck, domain: Domain) -> list[str]:
    return [f"alter domain {name_of(domain)} validate constraint {quote_identifier(check.name)}"]


def write_drop_domain_check(check: DomainCheck, domain: Domain) -> list[str]:
    return [f"alter domain {name_of(domain)} drop constraint {quote_identifier(check.name)}"]


def write_rename_domain_check(old: DomainCheck, new: DomainCheck, domain: Domain) -> list[str]:
    names = f"{quote_identifier(old.name)} to {quote_identifier(new.name)}"
    return [f"alter domain {name_of(domain)} rename constraint {names}"]


def _check(check: DomainCheck) -> str:
    return f"constraint {quote_identifier(check.name)} check {enclose(check.expression)}"
