"""Released migrations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from projects.models.projects import Project
from projects.models.records import Record
from projects.models.snapshots import Snapshot
from projects.models.users import User


class _Unchanging(models.QuerySet["Migration"]):
    """Rows whose files, names and designs stay what they are: others have run them."""

    def update(self, **fields: Any) -> int:
        """Marks imports as undone or not. Raises RuntimeError for any other field."""
        if fields.keys() - {"is_undone"}:
            raise RuntimeError("A released migration cannot be changed. Release another one after it.")
        return super().update(**fields)


class RecordedMigrations(models.Manager["Migration"]):
    """Every migration."""

    def get_queryset(self) -> models.QuerySet[Migration]:
        return _Unchanging(self.model, using=self._db)


class ReleasedMigrations(RecordedMigrations):
    """The migrations that count: without those whose import was undone."""

    def get_queryset(self) -> models.QuerySet[Migration]:
        return super().get_queryset().filter(is_undone=False)


class Migration(Record):
    """A released step from one snapshot to the next; never changed afterwards.

    `files` lists [{name, up, down, is_transactional}] in the order they run; `name` is "<version>_<name>.sql" and
    each file has a version of its own, one second apart; `script` is there where rows are filled beside it, and
    `is_edited` where somebody wrote it by hand. `version` is the last of them: the next migration starts after it.
    `base` is null for the first.

    `is_imported` marks the files of an imported folder. They stay byte for byte what they were, so `files` has only
    their names, and ProjectFile the bytes, at `migrations/<name>`; they have no `down`. `remark` says where the design
    they lead to falls short of them. Undoing the import sets `is_undone`, the only field that is ever updated; such a
    migration is found through `recorded` alone.
    """

    objects = ReleasedMigrations()
    recorded = RecordedMigrations()

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="migrations")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    version = models.CharField(max_length=40)
    base = models.ForeignKey(Snapshot, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(Snapshot, on_delete=models.RESTRICT, related_name="+")
    change_number = models.PositiveBigIntegerField(default=0)
    """The last change it contains."""
    files = models.JSONField()
    operations = models.JSONField(default=list)
    answers = models.JSONField(default=list)
    """The questions of the release, each with its answer."""
    is_imported = models.BooleanField(default=False)
    is_undone = models.BooleanField(default=False)
    remark = models.TextField(blank=True)
    is_confirmed_unproven = models.BooleanField(default=False)
    """Whether whoever released it said so knowing that it was not proven."""
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "number"], condition=models.Q(is_undone=False), name="migration_number_is_unique"
            ),
            models.UniqueConstraint(
                fields=["project", "version"], condition=models.Q(is_undone=False), name="migration_version_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}_{self.name}"

    @property
    def names(self) -> list[str]:
        """The names of its files, in the order they run."""
        return [file["name"] for file in self.files]
