"""Addresses of the web app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from designer.design import KINDS
from projects.forms import PART_FORMS
from projects.views import (
    access,
    access_tests,
    advice,
    canvases,
    columns,
    designers,
    diagrams,
    drafts,
    drawers,
    explanations,
    exports,
    hand_edits,
    histories,
    imports,
    live,
    matrices,
    migrations,
    parts,
    projects,
    proofs,
    proposals,
    releases,
    removals,
    searches,
    sql_edits,
    teams,
)


class KindConverter(StringConverter):
    """A kind of definition."""

    regex = "|".join(KINDS)


class PartKindConverter(StringConverter):
    """A kind of what sits on a table."""

    regex = "|".join(PART_FORMS)


class FormatConverter(StringConverter):
    """A picture format."""

    regex = "svg|png|pdf"


class NotationConverter(StringConverter):
    """A diagram as text."""

    regex = "mermaid|dbml|txt"


register_converter(KindConverter, "kind")
register_converter(PartKindConverter, "part")
register_converter(FormatConverter, "format")
register_converter(NotationConverter, "notation")

app_name = "projects"

team_urls = [
    # teams/
    path("new/", teams.add_team, name="new-team"),
    path("<int:team_id>/", teams.show_team, name="team"),
    path("<int:team_id>/members/", teams.invite, name="invite"),
    path("<int:team_id>/members/<int:user_id>/role/", teams.set_role, name="set-role"),
    path("<int:team_id>/members/<int:user_id>/remove/", teams.expel, name="expel"),
]

table_urls = [
    # projects/<slug>/tables/<table_id>/
    path("edit/", designers.edit_table, name="edit-table"),
    path("columns/", columns.edit_columns, name="columns"),
    path("<part:part_kind>/new/", parts.add_part, name="new-part"),
    path("<part:part_kind>/<uuid:part_id>/", parts.show_part, name="part"),
    path("<part:part_kind>/<uuid:part_id>/remove/", removals.remove_part, name="remove-part"),
]

draft_urls = [
    # projects/<slug>/migrations/release/ for what is not in a draft yet, projects/<slug>/migrations/drafts/<draft_id>/
    path("", releases.release, name="release"),
    path("files/<str:name>/", hand_edits.edit_file, name="edit-file"),
    path("copies/", releases.drop_copies, name="drop-copies"),
    path("prove/", proofs.prove_next, name="prove-next"),
]

project_urls: list[URLPattern | URLResolver] = [
    # projects/<slug>/
    path("", designers.show_designer, name="designer"),
    path("settings/", projects.edit_settings, name="settings"),
    path("delete/", projects.remove_project, name="delete"),
    path("start/", projects.start, name="start"),
    path("undo/", histories.undo, name="undo"),
    path("redo/", histories.redo, name="redo"),
    path("history/<int:number>/", histories.return_here, name="return"),
    path("diagram.<format:format>", diagrams.draw_diagram, name="diagram"),
    path("view.<format:format>", diagrams.draw_view, name="draw-view"),
    path("diagram.<notation:notation>", diagrams.write_diagram, name="notation"),
    path("canvas.json", canvases.show_canvas, name="canvas"),
    path("canvas/cards.json", canvases.show_cards, name="cards"),
    path("canvas/lens.json", canvases.show_lens, name="lens"),
    path("canvas/layout/", canvases.lay_out, name="lay-out"),
    path("canvas/", canvases.change, name="change-canvas"),
    path("finds/", searches.list_everything, name="finds"),
    path("events/", live.watch_project, name="events"),
    path("presence/", live.tell_presence, name="presence"),
    path("warm/", live.warm, name="warm"),
    path("updates/", live.show_updates, name="updates"),
    path("drawer/<slug:tab>/", drawers.show_drawer, name="drawer"),
    path("import/", imports.import_sql, name="import"),
    path("runs/<int:run_id>/", imports.show_run, name="run"),
    path("runs/<int:run_id>/events/", imports.watch_run, name="run-events"),
    path("runs/<int:run_id>/changes/", proposals.show_proposal, name="proposal"),
    path("runs/<int:run_id>/changes/drop/", proposals.drop, name="drop-proposal"),
    path("runs/<int:run_id>/cancel/", imports.cancel_run, name="cancel-run"),
    path("migrations/", migrations.list_migrations, name="migrations"),
    path("migrations/release/", include(draft_urls)),
    path("migrations/drafts/cut/", drafts.cut, name="cut-draft"),
    path("migrations/drafts/restore/", drafts.restore, name="restore-drafts"),
    path("migrations/drafts/<int:draft_id>/", include(draft_urls)),
    path("migrations/drafts/<int:draft_id>/move/", drafts.move, name="move-draft"),
    path("migrations/drafts/<int:draft_id>/rename/", drafts.rename, name="rename-draft"),
    path("migrations/drafts/<int:draft_id>/squash/", drafts.squash, name="squash-draft"),
    path("migrations/drafts/<int:draft_id>/delete/", drafts.delete, name="delete-draft"),
    path("migrations/<int:number>/prove/", proofs.prove_migration, name="prove-migration"),
    path("migrations/<int:number>/take-back/", migrations.take_back_migration, name="take-back"),
    path("migrations/<int:number>/", migrations.show_migration, name="migration"),
    path("migrations/<int:number>/<str:name>/", migrations.show_file, name="migration-file"),
    path("access/", access.show_access, name="access"),
    path("access/tests/", access_tests.show_tests, name="access-tests"),
    path("access/tests/run/", access_tests.run_tests, name="run-access-tests"),
    path("access/tests/<str:name>", access_tests.show_test_file, name="access-test-file"),
    path("access/stated/", matrices.show_matrix, name="matrix"),
    path("access/stated/model/", matrices.edit_model, name="access-model"),
    path("access/stated/bundle/", matrices.apply_bundle, name="apply-bundle"),
    path("access/stated/<uuid:table_id>/", matrices.edit_table_access, name="table-access"),
    path("access/stated/<uuid:table_id>/detach/", matrices.detach, name="detach-access"),
    path("access/explain/", explanations.show_question, name="explain"),
    path("access/explain/ask/", explanations.explain_access, name="explain-access"),
    path("access/measure/", access.measure, name="measure-access"),
    path("advice/", advice.show_advice, name="advice"),
    path("advice/look/", advice.look, name="look-for-holes"),
    path("advice/fix/", advice.fix, name="fix"),
    path("export/", exports.show_export, name="export"),
    path("export/download/", exports.download, name="download"),
    path("<kind:kind>/new/", designers.add_object, name="new-object"),
    path("<kind:kind>/<uuid:object_id>/", designers.show_object, name="object"),
    path("<kind:kind>/<uuid:object_id>/sql/", sql_edits.edit_object_sql, name="object-sql"),
    path("<kind:kind>/<uuid:object_id>/grants/", parts.edit_grants, name="grants"),
    path("<kind:kind>/<uuid:object_id>/remove/", removals.remove_object, name="remove-object"),
    path("tables/<uuid:table_id>/", include(table_urls)),
]

urlpatterns = [
    path("", projects.list_projects, name="list"),
    path("projects/new/", projects.add_project, name="new-project"),
    path("projects/<slug:slug>/", include(project_urls)),
    path("teams/", include(team_urls)),
]
