"""Skills go into their index at once: every search read all that waited to be put there."""

import django.contrib.postgres.indexes
from django.db import migrations, models

NAME = "postings_by_skill"


class Migration(migrations.Migration):
    dependencies = [("jobs", "0010_search_passing")]
    operations = [
        migrations.RunSQL(
            f"ALTER INDEX {NAME} SET (fastupdate = off)",
            f"ALTER INDEX {NAME} RESET (fastupdate)",
            state_operations=[
                migrations.RemoveIndex(model_name="posting", name=NAME),
                migrations.AddIndex(
                    model_name="posting",
                    index=django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("status", "ACTIVE")),
                        fastupdate=False,
                        fields=["skills"],
                        name=NAME,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            f"SELECT gin_clean_pending_list('{NAME}'::regclass)", migrations.RunSQL.noop
        ),
    ]
