from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="migration",
            name="change_number",
            field=models.PositiveBigIntegerField(default=0),
        ),
    ]
