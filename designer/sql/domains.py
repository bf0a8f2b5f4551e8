"""Domains."""

from __future__ import annotations

from designer.design import Design, Domain, DomainCheck
from designer.postgres.quoting import quote_identifier
from designer.sql.expressions import enclose, enclose_default
from designer.sql.names import name_of
from designer.sql.types import write_type


def write_create_domain(domain: Domain, design: Design) -> list[str]:
    """CREATE DOMAIN, then the checks that existing values were never validated against."""
    lines = [f"create domain {name_of(domain)} as {write_type(domain.base, design)}"]
    if domain.collation:
        lines.append(f"collate {domain.collation}")
    if domain.default is not None:
        lines.append(f"default {enclose_default(domain.default)}")
    if not domain.is_nullable:
        lines.append("not null")
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
    return [f"alter domain {name_of(domain)} {'drop' if domain.is_nullable else 'set'} not null"]


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
