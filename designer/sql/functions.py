"""Functions and procedures."""

from __future__ import annotations

from designer.design import Argument, Design, DesignerError, Function, FunctionRef
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from designer.sql.names import name_of
from designer.sql.options import write_setting

_INPUT_MODES = frozenset({"in", "inout", "variadic"})


def write_create_function(function: Function, *, or_replace: bool = True) -> list[str]:
    """CREATE [OR REPLACE] FUNCTION or PROCEDURE. Replacing keeps grants and comment; see `can_replace_function`."""
    words = f"create or replace {_kind(function)}" if or_replace else f"create {_kind(function)}"
    lines = [f"{words} {name_of(function)}({_arguments(function)})"]
    lines += [f"  {line}" for line in (*_result(function), *_attributes(function))]
    return ["\n".join([*lines, _body(function)])]


def write_drop_function(function: Function) -> list[str]:
    return [f"drop {_kind(function)} {signature(function)}"]


def can_replace_function(old: Function, new: Function) -> bool:
    """Whether CREATE OR REPLACE can turn old into new.

    The result, the kind, the inputs' names and types and taking a default away need a new function (PostgreSQL docs,
    CREATE FUNCTION, Notes).
    """
    if (old.is_procedure, old.is_window, old.returns) != (new.is_procedure, new.is_window, new.returns):
        return False
    if len(old.arguments) != len(new.arguments):
        return False
    pairs = zip(old.arguments, new.arguments, strict=True)
    return all(
        (before.type, before.mode) == (after.type, after.mode)
        and (before.name == after.name or not before.name)
        and (before.default is None or after.default is not None)
        for before, after in pairs
    )


def signature(function: Function) -> str:
    """The name with the types that identify it, as ALTER, DROP, COMMENT and GRANT want it."""
    if function.is_procedure:
        # Output arguments are part of a procedure's identity since PostgreSQL 14.
        types = [f"{argument.mode} {argument.type}" for argument in function.arguments]
    else:
        types = [argument.type for argument in function.arguments if argument.mode in _INPUT_MODES]
    return f"{name_of(function)}({', '.join(types)})"


def write_function_ref(ref: FunctionRef, design: Design) -> str:
    """The qualified name of the function. Raises DesignerError when the design does not have it."""
    if ref.function_id is None:
        return ref.name
    function = design.by_id.get(ref.function_id)
    if not isinstance(function, Function):
        raise DesignerError("A type or aggregate refers to a function that is not in the design. Choose another.")
    return name_of(function)


def _kind(function: Function) -> str:
    return "procedure" if function.is_procedure else "function"


def _arguments(function: Function) -> str:
    arguments = [_argument(argument) for argument in function.arguments if argument.mode != "table"]
    joined = ", ".join(arguments)
    return joined if len(joined) <= 80 else "\n  " + ",\n  ".join(arguments) + "\n"


def _argument(argument: Argument) -> str:
    words = [] if argument.mode in {"in", "table"} else [argument.mode]
    words += [quote_identifier(argument.name)] if argument.name else []
    words.append(argument.type)
    return " ".join(words) + (f" default {argument.default}" if argument.default is not None else "")


def _result(function: Function) -> list[str]:
    table = [_argument(argument) for argument in function.arguments if argument.mode == "table"]
    if table:
        return [f"returns table ({', '.join(table)})"]
    return [] if function.returns is None else [f"returns {function.returns}"]


def _attributes(function: Function) -> list[str]:
    lines = [f"language {quote_identifier(function.language)}"]
    transformed = ", ".join(f"for type {name}" for name in function.transforms)
    lines += [f"transform {transformed}"] if transformed else []
    lines += ["window"] if function.is_window else []
    lines += [function.volatility] if function.volatility != "volatile" else []
    lines += ["strict"] if function.is_strict else []
    lines += ["leakproof"] if function.is_leakproof else []
    lines += ["security definer"] if function.is_security_definer else []
    lines += [f"parallel {function.parallel}"] if function.parallel != "unsafe" else []
    lines += [f"cost {function.cost:.15g}"] if function.cost is not None else []
    lines += [f"rows {function.rows:.15g}"] if function.rows is not None else []
    lines += [f"support {function.support}"] if function.support else []
    return lines + [write_setting(name, value) for name, value in function.settings]


def _body(function: Function) -> str:
    if function.is_sql_body:
        return function.body
    if function.link_symbol is not None:
        return f"as {quote_literal(function.body)}, {quote_literal(function.link_symbol)}"
    return f"as {dollar_quote(function.body)}"
