"""Figures of the pages: from the request that edits a definition to the fragment that shows the result."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http import HTTPStatus
from typing import TYPE_CHECKING

from designer.design import Design
from designer.sandbox.clusters import get_cluster
from script.benchmarks.designs import make_design
from script.benchmarks.engines import LARGE as LARGEST
from script.benchmarks.engines import WIDE, make_wide_design
from script.benchmarks.figures import Figure
from script.benchmarks.sandboxes import round_trips
from script.benchmarks.timings import measure

if TYPE_CHECKING:
    from django.test import Client

    from projects.models import User

RUNS = 60
EXAMPLE_GOAL, LARGE_GOAL = 100, 200
LARGE = (500, 750)
_END_OTHERS = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()"""


def page_figures() -> Iterator[Figure]:
    """The designer page of large projects, the design being read from the store each time."""
    with test_store():
        client, _ = sign_in()
        yield _page(client, "large", make_design(*LARGEST), f"{LARGEST[0]} tables")
        yield _page(client, "wide", make_wide_design(), f"{WIDE[0]} tables of {WIDE[1]} columns")


def _page(client: Client, slug: str, design: Design, name: str) -> Figure:
    from projects.models import Project
    from projects.selectors.recent_designs import remember

    project = Project.objects.get(slug=import_design(slug, design))
    timing = measure(
        lambda: client.get(f"/projects/{slug}/", headers={"HX-Request": "false"}),
        runs=5,
        prepare=lambda: remember(project, 0, Design()),
    )
    subject = f"The designer page of {name}"
    return Figure(subject=subject, timing=timing, reference=round_trips(get_cluster()), goal=1000)


def edit_figures() -> Iterator[Figure]:
    """Edits of columns as htmx sends them, each tried on the project's workbench, on two projects."""
    with test_store():
        from projects.services.examples import load_example

        client, user = sign_in()
        example = load_example(acting_user=user)
        large = import_design("large", make_design(*LARGE))
        for slug, name, goal in (
            (example.slug, "the example project", EXAMPLE_GOAL),
            (large, f"{LARGE[0]} tables", LARGE_GOAL),
        ):
            reference = round_trips(get_cluster())
            edits = Edits(client, slug)
            timing = measure(edits.send, runs=RUNS, warm_up=4, prepare=edits.prepare)
            subject = f"Edit of a definition, request to fragment, on {name}"
            yield Figure(subject=subject, timing=timing, reference=reference, goal=goal, is_p95=True)


@contextmanager
def test_store() -> Iterator[None]:
    """A database of its own on the store's server, gone afterwards."""
    # One connection is enough here, and a pool would keep the database from being dropped.
    os.environ["DATABASE_POOL"] = "false"
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    import config.asgi  # noqa: F401 - sets Python up as the web process does

    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        # A page's stream of events, or a thread that a page was answered in, may still hold a session.
        with connection.cursor() as cursor:
            cursor.execute(_END_OTHERS)
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


def sign_in() -> tuple[Client, User]:
    """A browser in which somebody is signed in, who has a team."""
    from django.test import Client

    from projects.models import User
    from projects.services import create_team

    user = User.objects.create_user("bench@example.com", "a password for a moment", name="Bench")
    create_team(name="Bench", acting_user=user)
    client = Client(headers={"HX-Request": "true"})
    client.force_login(user)
    return client, user


def import_design(slug: str, design: Design) -> str:
    """Makes a project of the design; gives its slug back."""
    from projects.models import Team, User
    from projects.services import create_project
    from projects.services.imports import import_into_project

    user = User.objects.get()
    project = create_project(team=Team.objects.get(), acting_user=user, name=slug, slug=slug)
    import_into_project(project=project, acting_user=user, design=design, label="Import")
    return slug


class Edits:
    """Changes one column after the other, in turn its name and its comment, far apart in the design."""

    def __init__(self, client: Client, slug: str) -> None:
        from projects.models import Project
        from projects.selectors import load_design

        self._client = client
        design = load_design(Project.objects.get(slug=slug))
        tables = [table for table in design.tables if not table.is_managed and table.partition_of is None]
        places = [(table.id, column.id) for table in tables for column in table.columns if column.generated is None]
        addresses = [f"/projects/{slug}/tables/{table}/columns/{column}/" for table, column in places]
        self._addresses = itertools.cycle(address for offset in range(7) for address in addresses[offset::7])
        self._fields = itertools.cycle(("name", "comment"))

    def prepare(self) -> None:
        """Opens the form of the next column and fills it in."""
        self._address = next(self._addresses)
        self._values = _form_values(self._client.get(self._address).content.decode(), self._address)
        field = next(self._fields)
        self._values[field] = f"{self._values[field]}_edited" if self._values[field] else "Edited"

    def send(self) -> None:
        """Sends the form. Raises RuntimeError when the edit is refused, for then there is nothing to measure."""
        response = self._client.post(self._address, self._values)
        if response.status_code != HTTPStatus.OK:
            raise RuntimeError(f"{self._address} answered {response.status_code}: {response.content.decode()[:2000]}")


def _form_values(html: str, address: str) -> dict[str, str]:
    reader = _FormReader(address)
    reader.feed(html)
    if not reader.values:
        raise RuntimeError(f"{address} has no form")
    return reader.values


class _FormReader(HTMLParser):
    """Collects what a browser would send for the form of one address."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._address = address
        self._is_inside = False
        self._text: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = found.get("action") == self._address
        if not self._is_inside:
            return
        name = found.get("name", "")
        if tag == "input" and name and (found.get("type") != "checkbox" or "checked" in found):
            self.values[name] = found.get("value", "on")
        elif tag == "textarea":
            self._text, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.values):
            self.values[self._select] = found.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._is_inside = False
