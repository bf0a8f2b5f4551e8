"""Designs as JSON documents: written compactly, read with full type checking."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

import msgspec

from designer.design.designs import TYPE_OF_KIND, Definition, Design
from designer.design.errors import DocumentError

_UUID = re.compile(rb'"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"')
_encoder = msgspec.json.Encoder(order="deterministic")
_design_decoder = msgspec.json.Decoder(Design)
_decoders: dict[str, msgspec.json.Decoder[tuple[Definition, ...]]] = {
    kind: msgspec.json.Decoder(tuple[type_, ...])  # type: ignore[valid-type]
    for kind, type_ in TYPE_OF_KIND.items()
}


def encode_design(design: Design) -> bytes:
    """The design as UTF-8 JSON; equal designs give equal bytes."""
    return _encoder.encode(design)


def decode_design(document: bytes | str) -> Design:
    """The design a document holds. Raises DocumentError naming the place and what was expected there."""
    try:
        return _design_decoder.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"The document is not a design: {error}.") from error


def with_ids(design: Design, new_ids: Mapping[UUID, UUID]) -> Design:
    """The design under other ids: all ids and references are exchanged at once.

    That is done in the encoded design, where no place that holds an id can be forgotten.
    """
    texts = {str(old).encode(): str(new).encode() for old, new in new_ids.items() if old != new}
    if not texts:
        return design
    document = _UUID.sub(lambda match: b'"' + texts.get(match[1], match[1]) + b'"', encode_design(design))
    return decode_design(document)


def to_body(definition: Definition) -> dict[str, Any]:
    """One definition as plain JSON values, to be stored."""
    return cast("dict[str, Any]", msgspec.to_builtins(definition))


def from_body(kind: str, body: dict[str, Any]) -> Definition:
    """The definition a stored body holds. Raises DocumentError."""
    try:
        return cast("Definition", msgspec.convert(body, TYPE_OF_KIND[kind]))
    except msgspec.ValidationError as error:
        raise DocumentError(f"The stored {kind} body is damaged: {error}.") from error


def decode_definitions(kind: str, document: bytes | str) -> tuple[Definition, ...]:
    """The definitions of one kind held by a JSON array of their bodies. Raises DocumentError."""
    try:
        return _decoders[kind].decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"The stored {kind} are damaged: {error}.") from error


def fingerprint(design: Design, like: Design | None = None) -> str:
    """What tells a design from others as far as its SQL goes: equal designs, in the same order, have the same.

    `like` is a design of which this one was made: definitions that the two share are not read again.
    """
    known = vars(design if like is None else like).get("digests", {})
    digests: dict[UUID, tuple[Definition, bytes]] = {}
    whole = hashlib.blake2b(_encoder.encode(design.known_defaults), digest_size=16)
    for definition in design.definitions():
        same = known.get(definition.id)
        if same is None or same[0] is not definition:
            same = definition, hashlib.blake2b(_encoder.encode(definition), digest_size=16).digest()
        digests[definition.id] = same
        whole.update(same[1])
    vars(design)["digests"] = digests
    return whole.hexdigest()


def content_hash(design: Design) -> str:
    """SHA-256 of the encoded design, in hexadecimal: the address of a snapshot. Reckoned once for a design."""
    kept = vars(design)
    if "content_hash" not in kept:
        kept["content_hash"] = hashlib.sha256(encode_design(design)).hexdigest()
    return str(kept["content_hash"])
