"""Projects, teams, imports and releases."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from projects.forms.drafts import DraftForm
from projects.models import Membership, Project, Team, User
from projects.selectors import teams_of
from projects.selectors.files import CONFIG, SEED, load_text
from projects.services.starters import list_starters


class ProjectForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new project: what it is called, and what it starts with."""

    BLANK, IMPORT = "", "import"

    start = forms.ChoiceField(label="Start with", required=False)
    team = forms.ModelChoiceField(queryset=Team.objects.none(), empty_label=None)

    class Meta:
        model = Project
        fields: ClassVar = ["name", "team", "description", "postgres_version", "auto_expose_new_tables"]
        labels: ClassVar = {
            "postgres_version": "PostgreSQL version",
            "auto_expose_new_tables": "New tables are open to the API roles",
        }
        help_texts: ClassVar = {
            "auto_expose_new_tables": "As Supabase did until October 2026. Off, every grant is written down."
        }
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [membership.team_id for membership in teams_of(user) if membership.can_edit]
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Team.objects.filter(pk__in=ids).order_by("name")
        self.fields["team"].initial = ids[0] if ids else None
        start = self.fields["start"]
        assert isinstance(start, forms.ChoiceField)  # noqa: S101 - declared above
        start.choices = [(value, title) for value, title, _ in self.starts()]

    @classmethod
    def starts(cls) -> list[tuple[str, str, str]]:
        """What a project may start with: value, title, and a line about it."""
        return [
            (cls.BLANK, "Nothing", "An empty canvas. Type your first table."),
            (cls.IMPORT, "SQL you have", "Paste or upload SQL, a pg_dump or a Supabase folder on the next page."),
            *((row.slug, row.access.title, row.access.words) for row in list_starters()),
        ]

    @property
    def chosen_start(self) -> str:
        """What is ticked."""
        return str(self.data.get("start", "") if self.is_bound else self.BLANK)


class ProjectSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What can be changed of a project besides its design."""

    class Meta:
        model = Project
        fields: ClassVar = [
            "name",
            "description",
            "postgres_version",
            "auto_expose_new_tables",
        ]
        labels: ClassVar = ProjectForm.Meta.labels
        help_texts: ClassVar = ProjectForm.Meta.help_texts
        widgets: ClassVar = ProjectForm.Meta.widgets

    seed = forms.CharField(
        label="seed.sql",
        required=False,
        strip=False,
        max_length=5_000_000,
        help_text="Exported as supabase/seed.sql; never part of a migration.",
        widget=forms.Textarea(attrs={"rows": 8, "class": "sql", "spellcheck": "false"}),
    )
    config = forms.CharField(
        label="config.toml",
        required=False,
        strip=False,
        max_length=200_000,
        help_text="Exported as supabase/config.toml. Empty means a small one of ours.",
        widget=forms.Textarea(attrs={"rows": 8, "class": "sql", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, instance: Project) -> None:
        texts = {"seed": load_text(instance, SEED), "config": load_text(instance, CONFIG)}
        super().__init__(data, instance=instance, initial=texts)

    def texts(self) -> dict[str, str]:
        """The files as typed, by path."""
        return {SEED: self.cleaned_data["seed"], CONFIG: self.cleaned_data["config"]}

    def settings(self) -> dict[str, Any]:
        """What is kept with the project itself."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class TeamForm(forms.Form):
    """A team's name."""

    name = forms.CharField(max_length=100)


class MemberForm(forms.Form):
    """Somebody with an account, to be added to a team."""

    email = forms.EmailField(label="Email address")
    role = forms.ChoiceField(choices=Membership.Role.choices, initial=Membership.Role.EDITOR)


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(choices=Membership.Role.choices)


class ReleaseForm(DraftForm):
    """The name of a migration, and a word about its proof."""

    confirms_unproven = forms.BooleanField(
        required=False,
        label="Release it although it is not proven",
        help_text="Your name stays with that decision.",
    )
