from uuid import uuid4

import pytest
from msgspec.structs import replace

from designer.design import Column, Design, DocumentError, Enum, EnumValue, Grant, Policy, Table, TypeRef
from designer.design.documents import content_hash, decode_design, encode_design, fingerprint, from_body, to_body

USERS = Table(
    id=uuid4(),
    schema="public",
    name="users",
    columns=(Column(id=uuid4(), name="id", type=TypeRef("uuid"), is_nullable=False, default="gen_random_uuid()"),),
    policies=(Policy(id=uuid4(), name="own", roles=("authenticated",), using="id = auth.uid()"),),
    grants=(Grant(grantee="anon", privileges=("SELECT",)),),
    has_rls=True,
)
MOOD = Enum(id=uuid4(), schema="public", name="mood", values=(EnumValue(uuid4(), "sad"), EnumValue(uuid4(), "ok")))
DESIGN = Design(tables=(USERS,), enums=(MOOD,))


def test_a_design_survives_json() -> None:
    assert decode_design(encode_design(DESIGN)) == DESIGN


def test_a_definition_survives_its_body() -> None:
    assert from_body("tables", to_body(USERS)) == USERS


def test_equal_designs_have_one_hash_and_others_another() -> None:
    assert content_hash(DESIGN) == content_hash(decode_design(encode_design(DESIGN)))
    assert content_hash(DESIGN) != content_hash(Design(tables=(USERS,)))


def test_a_fingerprint_is_the_same_however_it_was_reckoned() -> None:
    changed = replace(DESIGN, tables=(replace(USERS, has_rls=False),))
    known = fingerprint(DESIGN)
    assert known == fingerprint(DESIGN) == fingerprint(decode_design(encode_design(DESIGN)))
    assert fingerprint(changed, DESIGN) == fingerprint(decode_design(encode_design(changed))) != known
    assert fingerprint(replace(changed, tables=(USERS,)), changed) == known


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (b"not json", "malformed"),
        (b'{"tables": 1}', "$.tables"),
        (b'{"tables": [{"id": "x", "schema": "public", "name": "t"}]}', "$.tables[0].id"),
        (b'{"tables": [{"schema": "public", "name": "t"}]}', "`id`"),
        (b"\xff\xfe", "not a design"),
    ],
)
def test_a_damaged_document_is_refused_with_its_place(document: bytes, place: str) -> None:
    with pytest.raises(DocumentError, match="not a design") as caught:
        decode_design(document)
    assert place in str(caught.value)


def test_a_damaged_body_is_refused_with_its_place() -> None:
    with pytest.raises(DocumentError, match=r"\$\.name"):
        from_body("tables", {**to_body(USERS), "name": 3})
