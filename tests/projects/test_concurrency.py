"""Several people and processes at once, on real connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from msgspec.structs import replace

from designer.design import Design
from designer.design.edits import put
from projects.models import Change, Project, User
from projects.selectors import load_design
from projects.services import EditConflict, edit_design
from projects.services.edits import lock_project
from tests.projects.test_edits import adding, table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def in_thread(work: Callable[[], object]) -> object:
    try:
        return work()
    finally:
        connection.close()


def test_numbers_have_no_gaps_when_many_edit_at_once(
    project: Project, owner: User, threads: ThreadPoolExecutor
) -> None:
    start = Barrier(4)

    def add(worker: int) -> None:
        start.wait()
        for step in range(5):
            new = table(f"t{worker}_{step}")
            edit_design(project=project, acting_user=owner, label=f"Add {new.name}", edit=adding(new))

    list(threads.map(lambda worker: in_thread(lambda: add(worker)), range(4)))
    assert [change.number for change in Change.objects.order_by("number")] == list(range(1, 21))
    assert len(load_design(project).tables) == 20


def test_the_second_of_two_simultaneous_edits_of_one_column_is_refused(
    project: Project, owner: User, editor: User, threads: ThreadPoolExecutor
) -> None:
    invoices = table("invoices", "total")
    edit_design(project=project, acting_user=owner, label="Add", edit=adding(invoices))
    is_inside, may_go_on = Event(), Event()

    def rename(name: str, *, slowly: bool) -> Callable[[Design], Design]:
        def edit(design: Design) -> Design:
            if slowly:
                is_inside.set()
                may_go_on.wait(10)
            current = design.tables_by_id[invoices.id]
            return put(design, replace(current, columns=(replace(current.columns[0], name=name),)))

        return edit

    def submit(user: User, name: str, *, slowly: bool) -> object:
        return edit_design(
            project=project,
            acting_user=user,
            label=f"Rename total to {name}",
            edit=rename(name, slowly=slowly),
            expected_number=1,
        )

    first = threads.submit(in_thread, lambda: submit(editor, "amount", slowly=True))
    assert is_inside.wait(10)
    second = threads.submit(in_thread, lambda: submit(owner, "sum", slowly=False))
    may_go_on.set()
    first.result(10)
    with pytest.raises(EditConflict, match="was changed by Eve"):
        second.result(10)
    assert load_design(project).tables[0].columns[0].name == "amount"
    assert Change.objects.count() == 2


def test_edits_of_different_projects_do_not_wait_for_each_other(
    project: Project, owner: User, threads: ThreadPoolExecutor
) -> None:
    other = Project.objects.create(team=project.team, name="Other", slug="other")
    with transaction.atomic():
        lock_project(project)
        work = threads.submit(
            in_thread,
            lambda: edit_design(project=other, acting_user=owner, label="Add", edit=adding(table("one"))),
        )
        assert work.result(10) is not None
