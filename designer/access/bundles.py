"""Bundles: ready statements of a table's access, to begin with. Each is tried on a server by the tests.

A bundle asks for columns: the owner's, the tenant's, a parent. They are found by their foreign keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from msgspec import Struct

from designer.access.recognising.models import find_people
from designer.design import Column, Command, Design, Table
from designer.design.access_models import (
    ANON,
    SIGNED_IN,
    AccessModel,
    Cell,
    Floor,
    FloorKind,
    Reach,
    TableAccess,
    audience_of,
)
from designer.design.errors import EditRefused

SELECT, INSERT, UPDATE, DELETE = Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE
_ALL = (SELECT, INSERT, UPDATE, DELETE)
_WRITES = (INSERT, UPDATE, DELETE)


class Parts(Struct, frozen=True, kw_only=True):
    """What a table offers a bundle: columns and a relationship by id, the names of the application's roles."""

    table: Table
    owner: UUID | None
    tenant: UUID | None
    parent: UUID | None
    deleted: UUID | None
    roles: tuple[str, ...]

    @property
    def strongest(self) -> str:
        return audience_of(self.roles[0]) if self.roles else SIGNED_IN

    @property
    def managing(self) -> str:
        """The second strongest role, or the only one."""
        return audience_of(self.roles[:2][-1]) if self.roles else SIGNED_IN


class Bundle(Struct, frozen=True, kw_only=True):
    """One ready statement. `needs` are names of fields of Parts, or `roles`."""

    slug: str
    title: str
    words: str
    needs: tuple[str, ...]
    cells: Callable[[Parts], Iterable[Cell]]
    floors: tuple[Floor, ...] = ()
    is_append_only: bool = False
    keeps_deleted: bool = False


def state_bundle(bundle: Bundle, design: Design, model: AccessModel, table: Table) -> TableAccess:
    """The bundle for a table. Raises EditRefused naming what the table lacks for it."""
    return fill_bundle(bundle, find_parts(design, model, table))


def fill_bundle(bundle: Bundle, parts: Parts) -> TableAccess:
    """The bundle for the table that has these parts; raises as `state_bundle`."""
    table = parts.table
    missing = [_NEEDS[need] for need in bundle.needs if not getattr(parts, need)]
    if missing:
        raise EditRefused(
            f"“{bundle.title}” does not fit {table.schema}.{table.name}: it has {' and '.join(missing)}. "
            "Choose another bundle, or state the table cell by cell."
        )
    return TableAccess(
        table_id=table.id,
        cells=tuple(bundle.cells(parts)),
        owner_column_id=parts.owner,
        tenant_column_id=parts.tenant,
        parent_id=parts.parent,
        floors=bundle.floors,
        is_append_only=bundle.is_append_only,
        deleted_column_id=parts.deleted if bundle.keeps_deleted else None,
    )


_NEEDS = {
    "owner": "no column that names a person",
    "tenant": "no column that names a tenant",
    "parent": "no reference to another table of the project",
    "deleted": "no nullable column deleted_at",
    "roles": "no roles in its access model",
}


def find_parts(design: Design, model: AccessModel, table: Table) -> Parts:
    """The columns of a table that say whose it is, by its foreign keys and names."""
    people = find_people(design)
    keys = [row for row in design.relationships if row.table_id == table.id]
    singles = [row for row in keys if len(row.column_ids) == 1]
    names = {column.id: column.name for column in table.columns}
    owners = [row.column_ids[0] for row in singles if row.target_table_id in people]
    tenants = [row.column_ids[0] for row in singles if row.target_table_id == model.tenant_table_id]
    if table.id == model.tenant_table_id and table.primary_key is not None:
        tenants = list(table.primary_key.column_ids[:1])
    others = {*people, model.tenant_table_id, table.id}
    parents = [
        row.id for row in keys if row.target_table_id not in others and not _is_managed(design, row.target_table_id)
    ]
    deleted = next((row for row in table.columns if row.name == "deleted_at" and row.is_nullable), None)
    return Parts(
        table=table,
        owner=min(owners, key=lambda id_: _OWNERS.index(names[id_]) if names[id_] in _OWNERS else 9)
        if owners
        else None,
        tenant=tenants[0] if tenants else None,
        parent=parents[0] if parents else None,
        deleted=deleted.id if deleted else None,
        roles=tuple(role.name for role in model.roles),
    )


_OWNERS = ("id", "user_id", "owner_id", "author_id", "created_by", "profile_id")


def _is_managed(design: Design, table_id: UUID) -> bool:
    return design.tables_by_id[table_id].is_managed


def _cells(audience: str, reach: Reach, *commands: Command, condition: str = "") -> list[Cell]:
    return [Cell(audience=audience, command=command, reach=reach, condition=condition) for command in commands]


def _recent(parts: Parts) -> str:
    column = next((row for row in parts.table.columns if _is_moment(row)), None)
    if column is None:
        raise EditRefused(
            f"{parts.table.name} has no column created_at. Add it (one click in its form), or choose another."
        )
    return f"{column.name} > current_timestamp - interval '1 day'"


def _is_moment(column: Column) -> bool:
    return column.name in {"created_at", "inserted_at"}


_PUBLIC = [*_cells(ANON, Reach.EVERYONE, SELECT), *_cells(SIGNED_IN, Reach.EVERYONE, SELECT)]

BUNDLES: tuple[Bundle, ...] = (
    Bundle(
        slug="owner-private", title="Private to the owner", needs=("owner",),
        words="Everybody reads and writes own rows, nobody else's.",
        cells=lambda _: _cells(SIGNED_IN, Reach.OWN, *_ALL),
    ),
    Bundle(
        slug="owner-read", title="Read own rows only", needs=("owner",),
        words="Everybody reads own rows; only servers write.",
        cells=lambda _: _cells(SIGNED_IN, Reach.OWN, SELECT),
    ),
    Bundle(
        slug="public-read-own-write", title="Public, written by the owner", needs=("owner",),
        words="Everybody reads all rows; who is signed in writes own ones.",
        cells=lambda _: [*_PUBLIC, *_cells(SIGNED_IN, Reach.OWN, *_WRITES)],
    ),
    Bundle(
        slug="signed-in-read-own-write", title="Seen by all members, written by the owner", needs=("owner",),
        words="Who is signed in reads all rows and writes own ones.",
        cells=lambda _: [*_cells(SIGNED_IN, Reach.EVERYONE, SELECT), *_cells(SIGNED_IN, Reach.OWN, *_WRITES)],
    ),
    Bundle(
        slug="public-read", title="Public catalogue", needs=(),
        words="Everybody reads all rows; only servers write.", cells=lambda _: _PUBLIC,
    ),
    Bundle(
        slug="signed-in-read", title="Catalogue for signed-in people", needs=(),
        words="Who is signed in reads all rows; only servers write.",
        cells=lambda _: _cells(SIGNED_IN, Reach.EVERYONE, SELECT),
    ),
    Bundle(
        slug="server-only", title="Servers only", needs=(),
        words="Nobody reaches a row through the API but the service role.", cells=lambda _: (),
    ),
    Bundle(
        slug="drop-box", title="Drop box", needs=(),
        words="Everybody may add a row and nobody may read one: contact forms, reports.",
        cells=lambda _: [*_cells(ANON, Reach.EVERYONE, INSERT), *_cells(SIGNED_IN, Reach.EVERYONE, INSERT)],
        is_append_only=True,
    ),
    Bundle(
        slug="expiring", title="Rows of the last day", needs=(),
        words="Everybody reads what is younger than a day; only servers write.",
        cells=lambda parts: [
            *_cells(ANON, Reach.EVERYONE, SELECT, condition=_recent(parts)),
            *_cells(SIGNED_IN, Reach.EVERYONE, SELECT, condition=_recent(parts)),
        ],
    ),
    Bundle(
        slug="tenant-shared", title="Shared in the tenant", needs=("tenant",),
        words="All members read and write the rows of their tenant.",
        cells=lambda _: _cells(SIGNED_IN, Reach.TENANT, *_ALL),
    ),
    Bundle(
        slug="tenant-read", title="Read in the tenant", needs=("tenant",),
        words="All members read the rows of their tenant; only servers write.",
        cells=lambda _: _cells(SIGNED_IN, Reach.TENANT, SELECT),
    ),
    Bundle(
        slug="tenant-read-managed", title="Read in the tenant, managed by administrators", needs=("tenant", "roles"),
        words="All members read the rows of their tenant; the two strongest roles write them.",
        cells=lambda parts: [
            *_cells(SIGNED_IN, Reach.TENANT, SELECT), *_cells(parts.managing, Reach.TENANT, *_WRITES),
        ],
    ),
    Bundle(
        slug="tenant-managed-only", title="Administrators of the tenant only", needs=("tenant", "roles"),
        words="The two strongest roles read and write the rows of their tenant; other members see none.",
        cells=lambda parts: _cells(parts.managing, Reach.TENANT, *_ALL),
    ),
    Bundle(
        slug="tenant-levels", title="Levels in the tenant", needs=("tenant", "roles"),
        words="Members read, the two strongest roles add and change, the strongest deletes.",
        cells=lambda parts: [
            *_cells(SIGNED_IN, Reach.TENANT, SELECT),
            *_cells(parts.managing, Reach.TENANT, INSERT, UPDATE),
            *_cells(parts.strongest, Reach.TENANT, DELETE),
        ],
    ),
    Bundle(
        slug="tenant-read-own-write", title="Read in the tenant, written by the author", needs=("tenant", "owner"),
        words="All members read the rows of their tenant; each writes own ones, inside the tenant.",
        cells=lambda _: [*_cells(SIGNED_IN, Reach.TENANT, SELECT), *_cells(SIGNED_IN, Reach.OWN, *_WRITES)],
        floors=(Floor(kind=FloorKind.TENANT),),
    ),
    Bundle(
        slug="tenant-own-and-managed", title="Own rows, and administrators see all", needs=("tenant", "owner", "roles"),
        words="Each member has own rows; the two strongest roles read and write all of their tenant.",
        cells=lambda parts: [
            *_cells(SIGNED_IN, Reach.OWN, *_ALL), *_cells(parts.managing, Reach.TENANT, *_ALL),
        ],
        floors=(Floor(kind=FloorKind.TENANT),),
    ),
    Bundle(
        slug="tenant-log", title="Log of the tenant", needs=("tenant", "roles"),
        words="Members add rows and nobody changes them, not even servers; the two strongest roles read.",
        cells=lambda parts: [
            *_cells(SIGNED_IN, Reach.TENANT, INSERT), *_cells(parts.managing, Reach.TENANT, SELECT),
        ],
        is_append_only=True,
    ),
    Bundle(
        slug="tenant-soft-delete", title="Shared in the tenant, deleted rows kept", needs=("tenant", "deleted"),
        words="All members read and write; DELETE marks a row, and then nobody sees it.",
        cells=lambda _: _cells(SIGNED_IN, Reach.TENANT, *_ALL), keeps_deleted=True,
    ),
    Bundle(
        slug="tenant-mfa", title="Shared in the tenant, with a second factor", needs=("tenant",),
        words="All members read and write, but only after a second factor (aal2).",
        cells=lambda _: _cells(SIGNED_IN, Reach.TENANT, *_ALL), floors=(Floor(kind=FloorKind.MFA),),
    ),
    Bundle(
        slug="tenant-permanent", title="Shared in the tenant, written by permanent users", needs=("tenant",),
        words="All members read; anonymous sign-ins write nothing.",
        cells=lambda _: _cells(SIGNED_IN, Reach.TENANT, *_ALL),
        floors=(Floor(kind=FloorKind.PERMANENT, commands=_WRITES),),
    ),
    Bundle(
        slug="tenants", title="The tenants themselves", needs=("tenant", "roles"),
        words="Members read their tenants, the two strongest roles change them, only servers make or delete any.",
        cells=lambda parts: [
            *_cells(SIGNED_IN, Reach.TENANT, SELECT), *_cells(parts.managing, Reach.TENANT, UPDATE),
        ],
    ),
    Bundle(
        slug="memberships", title="Memberships", needs=("tenant", "owner", "roles"),
        words="Members see each other; the strongest role adds, changes and removes; everybody may leave.",
        cells=lambda parts: [
            *_cells(SIGNED_IN, Reach.TENANT, SELECT),
            *_cells(SIGNED_IN, Reach.OWN, DELETE),
            *_cells(parts.strongest, Reach.TENANT, *_WRITES),
        ],
    ),
    Bundle(
        slug="parent-read", title="Seen with its parent", needs=("parent",),
        words="Who sees the parent sees the row; only servers write.",
        cells=lambda _: _cells(SIGNED_IN, Reach.PARENT, SELECT),
    ),
    Bundle(
        slug="parent-all", title="As its parent", needs=("parent",),
        words="Who sees the parent reads and writes its rows.",
        cells=lambda _: _cells(SIGNED_IN, Reach.PARENT, *_ALL),
    ),
    Bundle(
        slug="parent-comments", title="Comments on a parent", needs=("parent", "owner"),
        words="Who sees the parent reads all rows and adds own ones; each changes own rows.",
        cells=lambda parts: [
            *_cells(SIGNED_IN, Reach.PARENT, SELECT),
            *_cells(SIGNED_IN, Reach.PARENT, INSERT, condition=f"{_owner(parts)} = (select auth.uid())"),
            *_cells(SIGNED_IN, Reach.OWN, UPDATE, DELETE),
        ],
    ),
    Bundle(
        slug="parent-log", title="Log of a parent", needs=("parent",),
        words="Who sees the parent reads its rows and adds some; nobody changes them.",
        cells=lambda _: _cells(SIGNED_IN, Reach.PARENT, SELECT, INSERT), is_append_only=True,
    ),
)  # fmt: skip
"""In the order in which they are offered."""


def _owner(parts: Parts) -> str:
    return next(column.name for column in parts.table.columns if column.id == parts.owner)
