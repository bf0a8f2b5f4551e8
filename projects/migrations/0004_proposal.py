import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_project_files")]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change_number", models.PositiveBigIntegerField()),
                ("label", models.CharField(max_length=300)),
                ("mode", models.CharField(max_length=10)),
                ("remark", models.TextField(blank=True)),
                ("content", models.BinaryField()),
                (
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="projects.snapshot"
                    ),
                ),
                (
                    "printed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.snapshot",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="proposal", to="projects.run"
                    ),
                ),
            ],
        ),
    ]
