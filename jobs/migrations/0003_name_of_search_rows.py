from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_staging_and_search_facets"),
    ]

    operations = [
        migrations.AlterModelOptions(name="postingsearch", options={"verbose_name": "search row"}),
    ]
