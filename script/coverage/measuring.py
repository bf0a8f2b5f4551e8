"""What becomes of each example: applied, read, and built again from the design alone."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from designer.catalog import read_design
from designer.catalog.verbatim import with_verbatim
from designer.design import Design, Verbatim
from designer.migrations import write_design
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase, sandbox_run
from designer.sandbox.scripts import apply_script
from script.coverage.examples import Example, read_examples


class Measurement(Struct, frozen=True):
    """One example, what of it is kept verbatim, and what went wrong (nothing ever should)."""

    example: Example
    verbatim: tuple[Verbatim, ...]
    problems: tuple[str, ...]
    is_refused: bool = False
    """Whether the example itself could not be made."""


def measure_coverage(cluster: Cluster) -> list[Measurement]:
    """All examples, in the order of their file."""
    examples = read_examples()
    ordinary = [example for example in examples if not example.needs_superuser]
    privileged = [example for example in examples if example.needs_superuser]
    found = {row.example.mark: row for row in (*_measure(cluster, ordinary), *_look_at(cluster, privileged))}
    return [found[example.mark] for example in examples]


def read_example_design(cluster: Cluster) -> Design:
    """One design with everything that the examples make and a project may make."""
    with sandbox_run(cluster) as run:
        source = run.database()
        with source.connect() as connection:
            for example in read_examples():
                if not example.needs_superuser:
                    apply_script(connection, read_script(example.sql))
            design = read_design(connection)
        return _whole(design, source)


def _measure(cluster: Cluster, examples: Sequence[Example]) -> list[Measurement]:
    """What a project can make: read, and proven by building it again."""
    with sandbox_run(cluster) as run:
        source, target = run.database(), run.database()
        with source.connect() as connection:
            problems = [
                f"{example.mark}: {result.error.message}"
                for example in examples
                for result in apply_script(connection, read_script(example.sql))
                if result.error is not None
            ]
            design = read_design(connection)
        design = _whole(design, source)
        with target.connect() as connection:
            results = apply_script(connection, read_script(";\n".join([*write_design(design), ""])))
        problems += [f"{row.error.message} in: {row.excerpt}" for row in results if row.error is not None]
        problems += compare_dumps(source.dump(), target.dump())
    return [_measurement(example, design, problems) for example in examples]


def _look_at(cluster: Cluster, examples: Sequence[Example]) -> list[Measurement]:
    """What only a superuser can make: read as it would be found in a database that has it."""
    with sandbox_run(cluster) as run:
        source = run.database()
        problems = []
        with cluster.connect(source.name) as connection:
            for example in examples:
                try:
                    connection.execute(example.sql.encode())
                except Exception as error:
                    problems.append(f"{example.mark}: {error}")
        with source.connect() as connection:
            design = _whole(read_design(connection), source)
    # These belong to the superuser who made them, which is no part of the example.
    verbatim = tuple(row for row in design.verbatim if row.kind != "OWNER")
    return [_measurement(example, replace(design, verbatim=verbatim), problems) for example in examples]


def _whole(design: Design, database: ScratchDatabase) -> Design:
    return with_verbatim(design, database.dump_entries(), database.platform_entries())


def _measurement(example: Example, design: Design, problems: Sequence[str]) -> Measurement:
    kept = tuple(row for row in design.verbatim if example.mark in f"{row.schema} {row.name} {row.create_sql}")
    own = tuple(row for row in problems if example.mark in row)
    return Measurement(example, kept, own, any(row.startswith(f"{example.mark}: ") for row in own))
