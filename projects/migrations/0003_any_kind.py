from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_migration_change_number")]

    operations = [
        migrations.AlterField(model_name="definition", name="kind", field=models.CharField(max_length=40)),
    ]
