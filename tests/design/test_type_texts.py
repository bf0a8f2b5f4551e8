"""Types as people type them."""

from __future__ import annotations

import pytest

from designer.design import Design, DesignerError, Enum, TypeRef, id_from_path
from designer.design.type_texts import read_type, show_type

STATUS = Enum(id=id_from_path("type", "public", "order_status"), schema="public", name="order_status")
SIZE = Enum(id=id_from_path("type", "shop", "Size"), schema="shop", name="Size")
DESIGN = Design(enums=(STATUS, SIZE))


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("int", TypeRef("integer"), "integer"),
        ("  DECIMAL(10, 2) ", TypeRef("numeric(10,2)"), "numeric(10,2)"),
        ("timestamptz", TypeRef("timestamp with time zone"), "timestamptz"),
        ("timestamp(3) with time zone", TypeRef("timestamp(3) with time zone"), "timestamptz(3)"),
        ("time", TypeRef("time without time zone"), "time"),
        ("varchar(20)[]", TypeRef("character varying(20)", dimensions=1), "varchar(20)[]"),
        ("interval day to second", TypeRef("interval day to second"), "interval day to second"),
        ("public.order_status[]", TypeRef(type_id=STATUS.id, dimensions=1), "order_status[]"),
        ('"Size"', TypeRef(type_id=SIZE.id), 'shop."Size"'),
        ("extensions.citext", TypeRef("extensions.citext"), "extensions.citext"),
    ],
)
def test_a_type_is_stored_as_postgresql_prints_it(typed: str, stored: TypeRef, shown: str) -> None:
    assert read_type(typed, DESIGN) == stored
    assert show_type(stored, DESIGN) == shown
    assert read_type(shown, DESIGN) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "is not a type"),
        ("int; drop table x", "is not a type"),
        ("order_stats", "There is no type order_stats. Create the enum"),
        ("serial", "Choose integer and let the column be an identity"),
        ("billing.order_status", "There is no type billing.order_status"),
    ],
)
def test_what_is_no_type_is_refused_with_a_way_out(typed: str, reason: str) -> None:
    with pytest.raises(DesignerError, match=reason):
        read_type(typed, DESIGN)
