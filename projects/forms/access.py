"""The access model: tenants and roles of a project, and the matrix of one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from msgspec.structs import replace

from designer.access.personas import read_claims
from designer.design import Design, DesignerError
from designer.design.access_models import (
    AccessModel,
    AppRole,
    Flag,
    Membership,
    OwnPersona,
    Profile,
    RoleSource,
    Tenancy,
)
from designer.postgres.parsing import SqlSyntaxError, check_row_changes
from projects.forms.fields import mono

_TENANCIES = [
    (Tenancy.NONE, "Nothing: there is one application and no tenants"),
    (Tenancy.MEMBERSHIP, "Tenants, by a table that says who belongs to which"),
    (Tenancy.CLAIM, "Tenants, by a claim of the token (app_metadata)"),
    (Tenancy.HYBRID, "Tenants, by the token's claim, if the table of memberships agrees"),
]
_SOURCES = [
    (RoleSource.NONE, "There are no roles"),
    (RoleSource.MEMBERSHIP, "In the table of memberships"),
    (RoleSource.PROFILE, "In a table with one row a person"),
    (RoleSource.CLAIM, "In a claim of the token (app_metadata)"),
]


class AccessModelForm(forms.Form):
    """What divides the rows, and which roles people have."""

    tenancy = forms.ChoiceField(label="What divides the rows", choices=[(key.value, text) for key, text in _TENANCIES])
    tenant_table = forms.ChoiceField(
        label="Table of tenants", required=False, help_text="Companies, teams, workspaces: one row a tenant."
    )
    membership_user = forms.ChoiceField(label="Membership: the person", required=False)
    membership_tenant = forms.ChoiceField(label="Membership: the tenant", required=False)
    claim = forms.CharField(
        label="Claim with the tenant",
        required=False,
        widget=forms.TextInput(attrs=mono()),
        help_text="In app_metadata.",
    )
    flag = forms.ChoiceField(
        label="Feature flag",
        required=False,
        help_text="A boolean in a table of one row: while it is false, all tenants are as one.",
    )
    role_source = forms.ChoiceField(label="Where roles are written", choices=[(k.value, text) for k, text in _SOURCES])
    role_column = forms.ChoiceField(
        label="Column of the role", required=False, help_text="Of the membership, or of the profile."
    )
    profile_user = forms.ChoiceField(
        label="Profile: the person", required=False, help_text="The column that says whose profile it is."
    )
    role_claim = forms.CharField(
        label="Claim with the role", required=False, widget=forms.TextInput(attrs=mono()), help_text="In app_metadata."
    )
    roles = forms.CharField(
        label="Roles, strongest first",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, **mono()}),
        help_text="One a line, each with the rights of the next. “auditor:” has nobody else's.",
    )

    personas = forms.CharField(
        label="Further personas",
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 3, **mono(), "placeholder": 'auditor = stranger {"user_metadata": {"level": 2}}'}
        ),
        help_text="Access is measured as everybody who follows from the answers above, and as these. One a line: "
        "a name, whom it is like, and what its token says otherwise. null takes a claim away.",
    )

    rows = forms.CharField(
        label="Changes of the rows",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(
            attrs={"rows": 3, **mono(), "placeholder": "update public.orders set state = 'paid' where id = 2;"}
        ),
        help_text="Access is tried on rows that are made for everybody; the tests list them. INSERT, UPDATE and DELETE "
        "that you write here change them, before anything is tried.",
    )

    _TENANTS: ClassVar = f"{Tenancy.MEMBERSHIP} {Tenancy.CLAIM} {Tenancy.HYBRID}"
    shown: ClassVar[dict[str, tuple[str, str]]] = {
        "tenant_table": ("tenancy", _TENANTS),
        "membership_user": ("tenancy", f"{Tenancy.MEMBERSHIP} {Tenancy.HYBRID}"),
        "membership_tenant": ("tenancy", f"{Tenancy.MEMBERSHIP} {Tenancy.HYBRID}"),
        "claim": ("tenancy", f"{Tenancy.CLAIM} {Tenancy.HYBRID}"),
        "flag": ("tenancy", _TENANTS),
        "role_column": ("role_source", f"{RoleSource.MEMBERSHIP} {RoleSource.PROFILE}"),
        "profile_user": ("role_source", RoleSource.PROFILE.value),
        "role_claim": ("role_source", RoleSource.CLAIM.value),
        "roles": ("role_source", f"{RoleSource.MEMBERSHIP} {RoleSource.PROFILE} {RoleSource.CLAIM}"),
    }
    """Fields that only make sense for some answers to another one."""

    def __init__(self, data: Any = None, *, design: Design, model: AccessModel) -> None:
        super().__init__(data, initial=_initial(model))
        self._design = design
        self._model = model
        own = sorted((row for row in design.tables if not row.is_managed), key=lambda row: (row.schema, row.name))
        tables = [(str(row.id), f"{row.schema}.{row.name}") for row in own]
        columns = [
            (
                f"{table.schema}.{table.name}",
                [(f"{table.id}/{row.id}", f"{table.name}.{row.name}") for row in table.columns],
            )
            for table in own
        ]
        self._offer("tenant_table", tables)
        for name in ("membership_user", "membership_tenant", "flag", "role_column", "profile_user"):
            self._offer(name, columns)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "—"), *choices]

    def clean(self) -> dict[str, Any]:
        """Everything an answer asks for is there, and the columns of one thing are in one table."""
        data: dict[str, Any] = super().clean() or {}
        tenancy, source = data.get("tenancy"), data.get("role_source")
        for name, (field, values) in self.shown.items():
            is_needed = name not in {"flag", "roles"} and data.get(field) in values.split(" ")
            if is_needed and not data.get(name) and name not in self.errors:
                self.add_error(name, "Choose it: the answer above needs it.")
        if tenancy in {Tenancy.MEMBERSHIP, Tenancy.HYBRID}:
            self._same_table(data, "membership_user", "membership_tenant")
            if source == RoleSource.MEMBERSHIP:
                self._same_table(data, "membership_user", "role_column")
        elif source == RoleSource.MEMBERSHIP:
            self.add_error("role_source", "There is no table of memberships in the answer above. Choose another place.")
        if source == RoleSource.PROFILE:
            self._same_table(data, "profile_user", "role_column")
        if source != RoleSource.NONE and source and not data.get("roles", "").strip():
            self.add_error("roles", "Write at least one role, or say that there are none.")
        return data

    def _same_table(self, data: dict[str, Any], one: str, other: str) -> None:
        first, second = (str(data.get(name) or "").partition("/")[0] for name in (one, other))
        if first and second and first != second:
            self.add_error(
                other, f"This column is in another table than “{self.fields[one].label}”. Choose one of that."
            )

    def clean_roles(self) -> str:
        """The roles as typed, if they can be read."""
        text = str(self.cleaned_data["roles"])
        read_roles(text)
        return text

    def clean_personas(self) -> str:
        """The personas as typed, if they can be read."""
        text = str(self.cleaned_data["personas"])
        roles = [role.name for role in self._design.roles if "authenticator" in role.members]
        read_personas(text, roles)
        return text

    def clean_rows(self) -> str:
        """The statements as typed, if they can be read."""
        text = str(self.cleaned_data["rows"])
        try:
            check_row_changes(text)
        except SqlSyntaxError as error:
            raise ValidationError(str(error)) from None
        return text.strip()

    def model(self) -> AccessModel:
        """The access model as answered; what is stated of tables is kept."""
        data = self.cleaned_data
        tenancy, source = Tenancy(data["tenancy"]), RoleSource(data["role_source"])
        role = _pair(data["role_column"])
        by_table = tenancy in {Tenancy.MEMBERSHIP, Tenancy.HYBRID}
        user, tenant = _pair(data["membership_user"]), _pair(data["membership_tenant"])
        person, flag = _pair(data["profile_user"]), _pair(data["flag"])
        membership = (
            Membership(
                table_id=user[0],
                user_column_id=user[1],
                tenant_column_id=tenant[1],
                role_column_id=role[1] if role and source is RoleSource.MEMBERSHIP else None,
            )
            if by_table and user and tenant
            else None
        )
        profile = (
            Profile(table_id=person[0], user_column_id=person[1], role_column_id=role[1])
            if source is RoleSource.PROFILE and person and role
            else None
        )
        return replace(
            self._model,
            tenancy=tenancy,
            tenant_table_id=UUID(data["tenant_table"]) if tenancy is not Tenancy.NONE else None,
            membership=membership,
            claim=data["claim"] or self._model.claim,
            flag=Flag(table_id=flag[0], column_id=flag[1]) if flag and tenancy is not Tenancy.NONE else None,
            role_source=source,
            profile=profile,
            role_claim=data["role_claim"] or self._model.role_claim,
            roles=read_roles(data["roles"]) if source is not RoleSource.NONE else (),
            personas=read_personas(data["personas"]),
            rows=data["rows"],
        )


def read_roles(text: str) -> tuple[AppRole, ...]:
    """Roles as typed, one a line: each includes the next unless a colon says whom. Raises ValidationError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    names = [line.partition(":")[0].strip() for line in lines]
    roles = []
    for place, line in enumerate(lines):
        name, colon, rest = line.partition(":")
        includes = (
            tuple(part.strip() for part in rest.split(",") if part.strip())
            if colon
            else tuple(names[place + 1 : place + 2])
        )
        roles.append(AppRole(name=name.strip(), includes=includes))
    if len(set(names)) < len(names):
        raise ValidationError("A role stands here twice. Take one away.")
    unknown = [name for role in roles for name in role.includes if name not in names]
    if unknown:
        raise ValidationError(f"{unknown[0]} is included and is no role here. Add a line for it.")
    return tuple(roles)


def write_roles(roles: tuple[AppRole, ...]) -> str:
    """Roles as `read_roles` reads them."""
    lines = []
    for place, role in enumerate(roles):
        usual = tuple(row.name for row in roles[place + 1 : place + 2])
        lines.append(role.name if role.includes == usual else f"{role.name}: {', '.join(role.includes)}".rstrip())
    return "\n".join(lines)


def read_personas(text: str, roles: Sequence[str] | None = None) -> tuple[OwnPersona, ...]:
    """Personas as typed, one a line: name = whom it is like {claims}. Raises ValidationError.

    `roles` are the project's database roles that a token may name; None does not look at the claims.
    """
    found: list[OwnPersona] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, equals, rest = (part.strip() for part in line.partition("="))
        like, brace, claims = rest.partition("{")
        persona = OwnPersona(name=name, like=like.strip(), claims=brace + claims or "{}")
        if not (equals and name and persona.like):
            raise ValidationError(f"“{line}” names nobody to be like. Write: name = persona {{claims}}.")
        if name in [row.name for row in found]:
            raise ValidationError(f"There are two personas “{name}”. Give one another name.")
        if roles is not None:
            try:
                read_claims(name, persona.claims, roles)
            except DesignerError as error:
                raise ValidationError(str(error)) from None
        found.append(persona)
    return tuple(found)


def write_personas(personas: Sequence[OwnPersona]) -> str:
    """Personas as `read_personas` reads them."""
    return "\n".join(f"{row.name} = {row.like} {'' if row.claims == '{}' else row.claims}".rstrip() for row in personas)


def _initial(model: AccessModel) -> dict[str, str]:
    member, profile, flag = model.membership, model.profile, model.flag
    role = (member.table_id, member.role_column_id) if member and member.role_column_id else None
    if profile is not None:
        role = (profile.table_id, profile.role_column_id)
    return {
        "tenancy": model.tenancy.value,
        "tenant_table": str(model.tenant_table_id or ""),
        "membership_user": f"{member.table_id}/{member.user_column_id}" if member else "",
        "membership_tenant": f"{member.table_id}/{member.tenant_column_id}" if member else "",
        "claim": model.claim,
        "flag": f"{flag.table_id}/{flag.column_id}" if flag else "",
        "role_source": model.role_source.value,
        "role_column": f"{role[0]}/{role[1]}" if role else "",
        "profile_user": f"{profile.table_id}/{profile.user_column_id}" if profile else "",
        "role_claim": model.role_claim,
        "roles": write_roles(model.roles),
        "personas": write_personas(model.personas),
        "rows": model.rows,
    }


def _pair(text: str) -> tuple[UUID, UUID] | None:
    table, _, column = text.partition("/")
    return (UUID(table), UUID(column)) if table and column else None
