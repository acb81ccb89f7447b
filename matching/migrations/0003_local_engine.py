"""The first version of the local engine, active from the start."""

import uuid

from django.db import migrations

NAME = "local-1"
ID = uuid.UUID("0193a000-0000-7000-8000-000000000001")


def add(apps, schema_editor):
    engines = apps.get_model("matching", "EngineVersion")
    engines.objects.get_or_create(
        name=NAME,
        defaults={
            "id": ID,
            "algorithm": "static-256/1",
            "state": "ACTIVE",
            "artefacts": {
                "vectors": "static-minilm-256",
                "field_model": "field-of-work.npz",
                "rules": "1",
            },
        },
    )


def remove(apps, schema_editor):
    apps.get_model("matching", "EngineVersion").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_engine_state")]
    operations = [migrations.RunPython(add, remove)]
