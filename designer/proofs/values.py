"""Values of every type as PostgreSQL reads them from text: distinct for distinct numbers, plain to look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from designer.proofs.shapes import Shapes, TypeShape

_DAY = "2024-01-{:02d}"

_PLAIN: dict[str, Callable[[int], str]] = {
    "bool": lambda n: "true" if n % 2 == 0 else "false",
    "int2": lambda n: str(n % 30000 + 1),
    "int4": lambda n: str(n + 1),
    "int8": lambda n: str(n + 1),
    "numeric": lambda n: str(n + 1),
    "float4": lambda n: f"{n + 1}.5",
    "float8": lambda n: f"{n + 1}.5",
    "money": lambda n: f"{n + 1}.00",
    "oid": lambda n: str(n + 1),
    "uuid": lambda n: f"{n + 1:08x}-0000-4000-8000-{n + 1:012x}",
    "date": lambda n: _date(n),
    "timestamp": lambda n: f"{_date(n)} 12:30:00",
    "timestamptz": lambda n: f"{_date(n)} 12:30:00+00",
    "time": lambda n: f"{n % 24:02d}:{n // 24 % 60:02d}:00",
    "timetz": lambda n: f"{n % 24:02d}:{n // 24 % 60:02d}:00+00",
    "interval": lambda n: f"{n + 1} hours",
    "json": lambda n: f'{{"number": {n + 1}}}',
    "jsonb": lambda n: f'{{"number": {n + 1}}}',
    "jsonpath": lambda n: f"$.a{n + 1}",
    "bytea": lambda n: f"\\x{n + 1:08x}",
    "inet": lambda n: f"10.0.{n // 250 % 250}.{n % 250 + 1}",
    "cidr": lambda n: f"10.{n // 250 % 250}.{n % 250}.0/24",
    "macaddr": lambda n: f"08:00:2b:01:{n // 256 % 256:02x}:{n % 256:02x}",
    "macaddr8": lambda n: f"08:00:2b:01:02:03:{n // 256 % 256:02x}:{n % 256:02x}",
    "tsvector": lambda n: f"'word{n + 1}'",
    "tsquery": lambda n: f"'word{n + 1}'",
    "xml": lambda n: f"<number>{n + 1}</number>",
    "point": lambda n: f"({n + 1},{n + 1})",
    "line": lambda n: f"{{1,-1,{n + 1}}}",
    "lseg": lambda n: f"[(0,0),({n + 1},1)]",
    "box": lambda n: f"({10 * n + 5},{10 * n + 5}),({10 * n},{10 * n})",
    "path": lambda n: f"[(0,0),({n + 1},1)]",
    "polygon": lambda n: f"((0,0),({n + 1},1),(0,1))",
    "circle": lambda n: f"<({10 * n},{10 * n}),1>",
    "pg_lsn": lambda n: f"0/{n + 1:X}",
    "regclass": lambda _: "pg_catalog.pg_class",
    "regtype": lambda _: "integer",
    "regproc": lambda _: "pg_catalog.now",
    "regprocedure": lambda _: "pg_catalog.now()",
    "regrole": lambda _: "postgres",
    "regnamespace": lambda _: "public",
    "hstore": lambda n: f'"key"=>"{n + 1}"',
    "ltree": lambda n: f"top.branch{n + 1}",
    "cube": lambda n: f"({n + 1})",
    "isbn": lambda _: "978-0-393-04002-9",
    "geometry": lambda n: f"POINT({n % 180} {n % 90})",
    "geography": lambda n: f"POINT({n % 180} {n % 90})",
}
_TEXTS = {"text", "varchar", "bpchar", "name", "citext", "char"}


def write_value(shapes: Shapes, oid: int, modifier: int, number: int) -> str | None:
    """A value of the type as text; None for a type of which nothing is known."""
    type_ = shapes.types.get(oid)
    if type_ is None:
        return None
    if type_.kind == "d":
        return write_value(shapes, type_.base, modifier if type_.modifier < 0 else type_.modifier, number)
    if type_.kind == "e":
        return type_.labels[number % len(type_.labels)] if type_.labels else None
    if type_.kind == "c":
        return _row(shapes, type_, number)
    if type_.kind in {"r", "m"} and type_.subtype is not None:
        ends = [write_value(shapes, type_.subtype, -1, 10 * number + end) for end in (0, 5)]
        inside = f"[{ends[0]},{ends[1]})"
        return f"{{{inside}}}" if type_.kind == "m" else inside
    if type_.category == "A" and type_.element:
        element = write_value(shapes, type_.element, modifier, number)
        return None if element is None else f"{{{_quoted(element)}}}"
    return _plain(type_.name, modifier, number)


def _row(shapes: Shapes, type_: TypeShape, number: int) -> str:
    values = [write_value(shapes, attribute, -1, number) for attribute in type_.attributes or ()]
    return "(" + ",".join("" if value is None else _quoted(value) for value in values) + ")"


def _plain(name: str, modifier: int, number: int) -> str | None:
    if name in _TEXTS:
        return _text(name, modifier, number)
    if name in {"bit", "varbit"}:
        length = modifier if modifier > 0 else 8
        return format(number % (1 << min(length, 30)), "b").zfill(length)[-length:]
    if name in {"vector", "halfvec", "sparsevec"}:
        size = modifier if modifier > 0 else 3
        inside = ",".join(str(number + 1) for _ in range(size))
        return f"{{1:{number + 1}}}/{size}" if name == "sparsevec" else f"[{inside}]"
    if name == "numeric" and modifier >= 4:
        precision, scale = ((modifier - 4) >> 16) & 0xFFFF, (modifier - 4) & 0x7FF
        whole = max(precision - (scale if scale < 1024 else 0), 0)
        if whole == 0:
            return f"0.{(number + 1) % 10**precision:0{precision}d}"
        return str((number + 1) % 10 ** min(whole, 9))
    writer = _PLAIN.get(name)
    return writer(number) if writer is not None else None


def _text(name: str, modifier: int, number: int) -> str:
    limit = {"name": 60, "char": 1}.get(name, modifier - 4 if modifier > 4 else 1000)
    if limit >= 12:
        return f"value {number + 1}"
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text, rest = "", number + 1
    while rest:
        rest, place = divmod(rest, 36)
        text = digits[place] + text
    return text[-limit:]


def _date(number: int) -> str:
    year, rest = divmod(number, 336)
    month, day = divmod(rest, 28)
    return f"{2024 + year % 900:04d}-{month + 1:02d}-{day + 1:02d}"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


_STRINGS = re.compile(r"'((?:[^']|'')*)'")
_NUMBERS = re.compile(r"(?<![\w.'])-?\d+(?:\.\d+)?(?![\w'])")


def guess_values(shapes: Shapes, oid: int, modifier: int, number: int, definition: str) -> Iterator[str]:
    """Values that a condition may be content with: those it mentions, their neighbours, and common forms."""
    base = _base_of(shapes, oid)
    strings = [text.replace("''", "'") for text in _STRINGS.findall(definition)]
    figures = [float(text) for text in _NUMBERS.findall(definition)]
    seen: set[str] = set()
    for value in _guesses(base, strings, figures, number):
        if value not in seen:
            seen.add(value)
            yield value
    for offset in (0, 1, 40, 400, 3000):
        written = write_value(shapes, oid, modifier, number + offset)
        if written is not None and written not in seen:
            seen.add(written)
            yield written


def _guesses(base: TypeShape | None, strings: list[str], figures: list[float], number: int) -> Iterator[str]:
    category = base.category if base is not None else "S"
    if category == "N":
        for text in [*strings, *(str(figure) for figure in figures)]:
            if re.fullmatch(r"-?\d+(\.\d+)?", text):
                whole = int(float(text))
                yield from (str(whole + number + 1), str(whole), str(whole - 1 - number), text)
        yield from ("0", "1", "-1", "0.5", "50", "100", "1000000")
    elif category == "B":
        yield from ("true", "false")
    elif category in {"D", "T"}:
        yield from strings
        yield from ("1990-01-01", "2039-12-31") if category == "D" else ("1 day", "1 second", "30 days")
    elif category == "S":
        # The strings of a list, in turn, so that rows of one table get different ones.
        yield from (strings[(number + place) % len(strings)] for place in range(len(strings)))
        yield from (f"{text.replace('%', '').replace('_', '-')}{number + 1}" for text in strings)
        yield from _texts(number)
        for figure in figures:
            if 0 < figure <= 1000:
                yield from (filler * int(figure) for filler in ("1", "a", "A"))
    else:
        yield from strings
        yield from ("{}", "[]", '{"a": 1}')


def _texts(number: int) -> Iterator[str]:
    n = number + 1
    yield from (f"user{n}@example.com", f"https://example.com/{n}", f"slug-{n}", f"name_{n}", f"+1555000{n:04d}")
    yield from (
        f"#{n:06x}",
        str(n),
        f"{n:05d}",
        "US",
        "USD",
        "en",
        "en-US",
        "a",
        "A",
        "Ab",
        "abc",
        "ABC",
        f"AB-{n:04d}",
    )
    yield from ("1.2.3", "12:00", "2024-01-01", "x" * 20, "x" * 100, "")


def _base_of(shapes: Shapes, oid: int) -> TypeShape | None:
    type_ = shapes.types.get(oid)
    while type_ is not None and type_.kind == "d":
        type_ = shapes.types.get(type_.base)
    return type_
