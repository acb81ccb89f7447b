from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0003_run_tries"),
    ]

    operations = [
        migrations.AlterModelOptions(name="postingsearch", options={"verbose_name": "search row"}),
    ]
