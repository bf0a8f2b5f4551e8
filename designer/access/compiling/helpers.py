"""Helper functions of policies: they read memberships as their owner, so that policies neither recurse nor repeat.

They take no arguments: the only person they can answer for is the caller. Their search path is empty, and only the
roles whose policies call them may execute them.
"""

from __future__ import annotations

from inflection import singularize
from msgspec.structs import replace

from designer.design import Design, Function, Grant, Schema, Table, id_from_path
from designer.design.access_models import SIGNED_IN, AccessModel, RoleSource, Tenancy
from designer.design.edits import put
from designer.design.edits.lookups import find_column, find_table, free_name
from designer.design.errors import EditRefused
from designer.postgres.parsing import normalise_query
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.names import name_of
from designer.sql.types import write_type

SCHEMA = "private"
"""Where helpers live: a schema that the API does not show."""
UID = "(select auth.uid())"
JWT = "(select auth.jwt())"
"""The token in a SELECT of its own, inside one that takes a claim of it: Supabase's advisors look for these words."""


class Helpers:
    """The helpers of one model, made in the design as conditions ask for them."""

    def __init__(self, design: Design, model: AccessModel) -> None:
        self.design = design
        self._model = model
        self._names: dict[str, str] = {}
        """Names by the body, so that one function serves all that ask the same."""

    def in_tenants(self, column: str, roles: tuple[str, ...]) -> str:
        """Whether a column names a tenant of the caller, in one of these roles; all of them where none is named."""
        model, tests = self._model, []
        if model.tenancy in {Tenancy.CLAIM, Tenancy.HYBRID}:
            tests.append(f"{column} = {self._claimed_tenant()}")
        by_membership = model.role_source is RoleSource.MEMBERSHIP
        if model.tenancy in {Tenancy.MEMBERSHIP, Tenancy.HYBRID} or (roles and by_membership):
            tests.append(f"{column} = any (array(select {self._my_tenants(roles if by_membership else ())}))")
        if not tests:
            raise EditRefused("The access model has no tenants. State what divides the rows before you speak of them.")
        if roles and not by_membership:
            tests.append(self.has_role(roles))
        text = " and ".join(tests)
        if model.flag is None:
            return text
        off = f"(select not {self._is_divided()})"
        if roles and set(roles) != {role.name for role in model.roles}:
            off = f"({off} and {self.has_role(roles)})"
        return f"({off} or {text})" if len(tests) == 1 else f"({off} or ({text}))"

    def has_role(self, roles: tuple[str, ...]) -> str:
        """Whether the caller has one of these roles, in whatever tenant."""
        names = _among(roles)
        source = self._model.role_source
        if source is RoleSource.CLAIM:
            claim = quote_literal(self._model.role_claim)
            return f"(select {JWT} -> 'app_metadata' ->> {claim}) {names}"
        if source is RoleSource.PROFILE:
            profile = self._model.profile
            if profile is None:
                raise EditRefused("The access model does not say which table has people's roles. Choose it.")
            holder, user, column = profile.table_id, profile.user_column_id, profile.role_column_id
        else:
            membership = self._model.membership
            if membership is None or membership.role_column_id is None:
                raise EditRefused(
                    "The access model does not say where people's roles are written. Choose the membership table and "
                    "its column of roles."
                )
            holder, user, column = membership.table_id, membership.user_column_id, membership.role_column_id
        table = find_table(self.design, holder)
        body = (
            f"\n  select exists (\n    select from {name_of(table)} as person\n"
            f"    where person.{_quoted(table, user)} = {UID} and person.{_quoted(table, column)} {names}\n  );\n"
        )
        weakest = self._weakest(roles)
        words = f"Whether the caller is {_either(weakest)}."
        return f"(select {self._function(f'is_{_joined(weakest)}', 'boolean', body, words)})"

    def _my_tenants(self, roles: tuple[str, ...]) -> str:
        model = self._model
        if model.membership is None or model.tenant_table_id is None:
            raise EditRefused("The access model does not say who belongs to which tenant. Choose the membership table.")
        table, tenants = (find_table(self.design, id_) for id_ in (model.membership.table_id, model.tenant_table_id))
        tenant = find_column(table, model.membership.tenant_column_id)
        user = _quoted(table, model.membership.user_column_id)
        body = f"\n  select membership.{quote_identifier(tenant.name)}\n  from {name_of(table)} as membership\n"
        body += f"  where membership.{user} = {UID}"
        noun = _singular(tenants.name)
        name, words = f"my_{noun}_ids", f"{tenants.name.capitalize()} the caller belongs to"
        if roles and set(roles) != {role.name for role in model.roles}:
            if model.membership.role_column_id is None:
                raise EditRefused(f"{table.name} has no column of roles in the access model. Choose it.")
            body += f" and membership.{_quoted(table, model.membership.role_column_id)} {_among(roles)}"
            weakest = self._weakest(roles)
            name, words = f"{name}_as_{_joined(weakest)}", f"{words} as {_either(weakest)}"
        return self._function(name, f"SETOF {write_type(tenant.type, self.design)}", f"{body};\n", f"{words}.")

    def _claimed_tenant(self) -> str:
        if self._model.tenant_table_id is None:
            raise EditRefused("The access model does not say which table has the tenants. Choose it.")
        table = find_table(self.design, self._model.tenant_table_id)
        if table.primary_key is None or len(table.primary_key.column_ids) != 1:
            raise EditRefused(f"{table.name} has no key of one column that a claim could name. Give it one.")
        type_ = write_type(find_column(table, table.primary_key.column_ids[0]).type, self.design)
        return f"(select ({JWT} -> 'app_metadata' ->> {quote_literal(self._model.claim)})::{type_})"

    def _is_divided(self) -> str:
        flag = self._model.flag
        if flag is None:
            raise EditRefused("The access model has no flag.")
        table = find_table(self.design, flag.table_id)
        column = _quoted(table, flag.column_id)
        # Without a row nobody said that tenants are one: they are kept apart.
        body = f"\n  select coalesce((select setting.{column} from {name_of(table)} as setting limit 1), true);\n"
        return self._function("tenants_are_apart", "boolean", body, "Whether tenants are kept apart: a feature flag.")

    def _weakest(self, roles: tuple[str, ...]) -> list[str]:
        """The roles of these that no other of them is included in."""
        stronger = {holder for role in roles for holder in self._model.holders(role) if holder != role}
        return [role for role in roles if role not in stronger] or list(roles)

    def _function(self, name: str, returns: str, body: str, comment: str) -> str:
        if body not in self._names:
            self._names[body] = self._find(returns, body) or self._make(name, returns, body, comment)
        return f"{self._names[body]}()"

    def _find(self, returns: str, body: str) -> str | None:
        """A function of the project that does just this already."""
        wanted = normalise_query(body)
        for function in self.design.functions:
            is_alike = function.is_security_definer and not function.arguments and function.language == "sql"
            is_alike = is_alike and str(function.returns).lower() == returns.lower() and _has_empty_path(function)
            if is_alike and normalise_query(function.body) == wanted:
                self.design = put(self.design, _executable(function))
                return name_of(function)
        return None

    def _make(self, name: str, returns: str, body: str, comment: str) -> str:
        self.ensure_schema()
        taken = {row.name for row in self.design.functions if row.schema == SCHEMA and not row.arguments}
        function = Function(
            id=id_from_path("access helper", name),
            schema=SCHEMA,
            name=name,
            returns=returns,
            body=body,
            volatility="stable",
            is_security_definer=True,
            settings=(("search_path", '""'),),
            grants=(Grant(grantee=SIGNED_IN, privileges=("EXECUTE",)),),
            comment=comment,
        )
        old = self.design.by_id.get(function.id)
        if not isinstance(old, Function):
            function = replace(function, name=free_name(name, taken))
        else:
            function = replace(function, schema=old.schema, name=old.name)
        self.design = put(self.design, function)
        return name_of(function)

    def ensure_schema(self) -> None:
        """The schema, and the right to use it."""
        found = next((row for row in self.design.schemas if row.name == SCHEMA), None)
        schema = found or Schema(
            id=id_from_path("schema", SCHEMA), name=SCHEMA, comment="Not exposed by the API: helpers of policies."
        )
        usage = Grant(grantee=SIGNED_IN, privileges=("USAGE",))
        if not any(row.grantee == SIGNED_IN and "USAGE" in row.privileges for row in schema.grants):
            schema = replace(schema, grants=(*schema.grants, usage))
        self.design = put(self.design, schema)


def _executable(function: Function) -> Function:
    """The function with EXECUTE for signed-in people, if they lack it."""
    if function.grants is None or any(row.grantee == SIGNED_IN for row in function.grants):
        return function
    return replace(function, grants=(*function.grants, Grant(grantee=SIGNED_IN, privileges=("EXECUTE",))))


def _has_empty_path(function: Function) -> bool:
    return any(name == "search_path" and value in {"", '""'} for name, value in function.settings)


def _quoted(table: Table, column_id: object) -> str:
    return quote_identifier(next(row.name for row in table.columns if row.id == column_id))


def _singular(name: str) -> str:
    *words, last = name.split("_")
    return "_".join([*words, singularize(last)])


def _among(roles: tuple[str, ...]) -> str:
    names = ", ".join(quote_literal(role) for role in roles)
    return f"= {names}" if len(roles) == 1 else f"in ({names})"


def _joined(roles: list[str]) -> str:
    return "_or_".join("".join(c if c.isalnum() else "_" for c in role.lower()) for role in roles)


def _either(roles: list[str]) -> str:
    return " or ".join(roles)
