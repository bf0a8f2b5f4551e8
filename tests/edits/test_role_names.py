"""A role's new name reaches every place that names it."""

from __future__ import annotations

import pytest

from designer.design import DefaultPrivileges, Design, Grant, Role, Verbatim, View
from designer.design.edits.roles import change_role, prefix_roles, remove_role
from designer.design.errors import EditRefused
from tests.sql.building import id_

READER = Role(id=id_("reader"), name="reader")
HELD = (Grant(grantee="reader", privileges=("SELECT",)),)
DEFAULTS = DefaultPrivileges(id=id_("defaults"), role="reader", object_type="tables", grants=HELD)
ON_COLUMN = Grant(grantee="reader", privileges=("SELECT",), column_names=("a",))
SEEN = View(id=id_("seen"), schema="public", name="seen", query="select 1 as a", grants=(ON_COLUMN,))
KEPT = Verbatim(
    id=id_("acl"),
    kind="ACL",
    schema="auth",
    name="TABLE reader",
    create_sql='GRANT SELECT ON TABLE auth.reader TO reader WITH GRANT OPTION;\nGRANT ALL ON TABLE auth.reader TO "r x";',
    drop_sql='REVOKE ALL ON TABLE auth.reader FROM "r x";\nREVOKE SELECT ON TABLE auth.reader FROM reader;',
    reason="",
)
DESIGN = Design(roles=(READER,), default_privileges=(DEFAULTS,), views=(SEEN,), verbatim=(KEPT,))


def test_a_rename_is_written_everywhere() -> None:
    design = change_role(DESIGN, READER.id, name="Up per")
    (defaults,), (view,), (kept,) = design.default_privileges, design.views, design.verbatim
    assert defaults.role == "Up per"
    assert defaults.grants == (Grant(grantee="Up per", privileges=("SELECT",)),)
    assert view.grants[0].grantee == "Up per"
    assert kept.create_sql == (
        'GRANT SELECT ON TABLE auth.reader TO "Up per" WITH GRANT OPTION;\nGRANT ALL ON TABLE auth.reader TO "r x";'
    )
    assert kept.drop_sql.endswith('REVOKE SELECT ON TABLE auth.reader FROM "Up per";')


def test_prefixes_reach_them_too() -> None:
    design = prefix_roles(DESIGN, "bench_")
    assert design.default_privileges[0].name == "tables of bench_reader"
    assert "TO bench_reader WITH GRANT OPTION;" in design.verbatim[0].create_sql


def test_its_own_default_privileges_go_with_a_role() -> None:
    with pytest.raises(EditRefused, match="default privileges on tables of reader"):
        remove_role(DESIGN, READER.id)
    design = remove_role(DESIGN, READER.id, with_dependents=True)
    assert design.default_privileges == ()
    assert design.views[0].grants == ()
