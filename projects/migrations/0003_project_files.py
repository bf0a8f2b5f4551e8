import django.db.models.deletion
from django.db import migrations, models

TEXTS = {"seed_sql": "seed.sql", "config_toml": "config.toml"}


def texts_to_files(apps, _):
    """The seed and the configuration become files like any other."""
    Project, ProjectFile = apps.get_model("projects", "Project"), apps.get_model("projects", "ProjectFile")
    for project in Project.objects.all():
        for field, path in TEXTS.items():
            if text := getattr(project, field):
                ProjectFile.objects.create(project=project, path=path, content=text.encode())


def files_to_texts(apps, _):
    ProjectFile = apps.get_model("projects", "ProjectFile")
    for field, path in TEXTS.items():
        for file in ProjectFile.objects.filter(path=path).select_related("project"):
            setattr(file.project, field, bytes(file.content).decode(errors="replace"))
            file.project.save(update_fields=[field])


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_any_kind")]

    operations = [
        migrations.CreateModel(
            name="ProjectFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.TextField()),
                ("content", models.BinaryField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="projects.project"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("project", "path"), name="project_file_is_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.TextField()),
                ("before", models.BinaryField(null=True)),
                ("after", models.BinaryField(null=True)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="projects.change"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("change", "path"), name="change_file_path_is_unique"),
                ],
            },
        ),
        migrations.RunPython(texts_to_files, files_to_texts),
        migrations.RemoveField(model_name="project", name="seed_sql"),
        migrations.RemoveField(model_name="project", name="config_toml"),
        migrations.RemoveConstraint(model_name="migration", name="migration_number_is_unique"),
        migrations.RemoveConstraint(model_name="migration", name="migration_version_is_unique"),
        migrations.AlterField(model_name="migration", name="version", field=models.CharField(max_length=40)),
        migrations.AddField(model_name="migration", name="is_undone", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="migration", name="remark", field=models.TextField(blank=True)),
        migrations.AddConstraint(
            model_name="migration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_undone", False)), fields=("project", "number"), name="migration_number_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="migration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_undone", False)),
                fields=("project", "version"),
                name="migration_version_is_unique",
            ),
        ),
    ]
