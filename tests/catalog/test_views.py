"""Views and materialized views, from SQL to values."""

from __future__ import annotations

from designer.design import IndexKey, View, id_from_path
from tests.catalog.conftest import Read


def test_every_property_of_a_view(read: Read) -> None:
    (view,) = read("""
        create table t (a int, b text);
        create view v (x, "Y y") with (security_invoker = on, check_option = local) as select a, b from t where a > 0;
        revoke all on v from anon, authenticated, service_role;
        comment on view v is 'Looks'; comment on column v.x is 'The a';
    """).views
    assert view == View(
        id=id_from_path("view", "public", "v"),
        schema="public",
        name="v",
        query='SELECT a AS x,\n    b AS "Y y"\n   FROM public.t\n  WHERE (a > 0)',
        options=(("security_invoker", "on"), ("check_option", "local")),
        column_comments=(("x", "The a"),),
        comment="Looks",
    )


def test_a_materialized_view_with_indexes(read: Read) -> None:
    (view,) = read("""
        create materialized view m with (fillfactor = 50) as select 1 as a, 'x' as "B b" with no data;
        create unique index i on m (a desc, lower("B b"), "B b");
    """).views
    assert (view.is_materialized, view.is_populated, view.options) == (True, False, (("fillfactor", "50"),))
    assert view.indexes[0].keys == (
        IndexKey(expression="a", is_descending=True),
        IndexKey(expression='lower("B b")'),
        IndexKey(expression='"B b"'),
    )


def test_names_of_values_are_in_the_query(read: Read) -> None:
    (view,) = read("create view v (one, two) as values (1, 'x'), (2, 'y')").views
    assert "AS one" in view.query
    assert "AS two" in view.query
    assert view.column_names == ()
