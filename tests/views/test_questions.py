"""The questions of a release, asked and answered on its page."""

from __future__ import annotations

from msgspec.structs import replace

from projects.models import Migration, Project, User
from projects.selectors import load_design
from projects.services import edit_design, plan_release, release_migration
from tests.projects.test_edits import adding
from tests.views.conftest import as_user, make_id

PAGE = "/projects/coaching/migrations/release/"


def lose_a_column(project: Project, user: User) -> str:
    """Releases the design, then drops the last column of a table that nothing refers to; the question's id."""
    release_migration(project=project, acting_user=user, name="first", confirms_unproven=True)
    table = next(row for row in load_design(project).tables if row.name == "companies")
    note = replace(table.columns[-1], id=make_id("companies", "note"), name="note", default=None, generated=None)
    edit_design(
        project=project, acting_user=user, label="Add", edit=adding(replace(table, columns=(*table.columns, note)))
    )
    release_migration(project=project, acting_user=user, name="second", confirms_unproven=True, accepts_data_loss=True)
    edit_design(project=project, acting_user=user, label="Drop", edit=adding(table))
    (question,) = plan_release(project).open
    return question.id


def test_a_release_asks_saves_answers_and_keeps_them(shop: Project, editor: User) -> None:
    question = lose_a_column(shop, editor)
    client = as_user(editor)
    page = client.get(PAGE).content.decode()
    assert "1 open question" in page
    assert f'name="answer-{question}"' in page
    assert "public.companies.note is dropped" in page

    refused = client.post(PAGE, {"name": "third", "confirms_unproven": "on"})
    assert refused.status_code == 422
    assert "Answer first: drop column public.companies.note" in refused.content.decode()

    saved = client.post(PAGE, {f"answer-{question}": "keep", "row_counts": "public.companies = 3_000_000", "save": "1"})
    assert saved.headers["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "rowhouse_kept" in page
    assert "about 10.0 s" in page
    assert "All questions answered" in page

    wrong = client.post(PAGE, {f"answer-{question}": "keep", "row_counts": "companies: many", "save": "1"})
    assert wrong.status_code == 422
    assert "says no number of rows" in wrong.content.decode()

    released = client.post(PAGE, {"name": "third", "confirms_unproven": "on", f"answer-{question}": "drop"})
    assert released.headers["Location"] == "/projects/coaching/migrations/3/"
    assert [row["answer"] for row in Migration.objects.get(number=3).answers] == [{"choice": "drop"}]
    page = client.get("/projects/coaching/migrations/3/").content.decode()
    assert "going back restores the structure, not the rows" in page


def test_proving_saves_the_answers_that_were_chosen(shop: Project, editor: User) -> None:
    question = lose_a_column(shop, editor)
    prove = "/projects/coaching/migrations/release/prove/"
    wrong = as_user(editor).post(prove, {"row_counts": "companies: many"})
    assert wrong.headers["Location"] == PAGE
    started = as_user(editor).post(prove, {f"answer-{question}": "keep", "row_counts": "public.companies = 5"})
    assert "/runs/" in started.headers["Location"]
    shop.refresh_from_db()
    assert plan_release(shop).draft.answers == {question: {"choice": "keep"}}
    assert shop.row_counts == {"public.companies": 5}


def test_a_migration_is_taken_back_with_one_click(shop: Project, editor: User, viewer: User) -> None:
    lose_a_column(shop, editor)
    release_migration(project=shop, acting_user=editor, name="third", confirms_unproven=True, accepts_data_loss=True)
    back = "/projects/coaching/migrations/3/take-back/"
    assert as_user(viewer).post(back).status_code in {403, 404}
    client = as_user(editor)
    assert client.post(back).headers["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert "The design is as it was before" in page
    assert "add column" in page.lower()
    again = client.post(back)
    assert again.headers["Location"] == "/projects/coaching/migrations/3/"
