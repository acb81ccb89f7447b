"""Places of postings hold their field of work and their words; a version that uses them serves.

Vectors that are there already go on serving: they are widened by zeros, and read again in the
background (`words` is null until then).
"""

import uuid

import pgvector.django
from django.db import migrations, models

OLD = uuid.UUID("0193a000-0000-7000-8000-000000000001")
NEW = uuid.UUID("0193a000-0000-7000-8000-000000000002")
NAME = "local-2"
_WIDEN = """
ALTER TABLE matching_postingvector ALTER COLUMN embedding TYPE halfvec(288)
USING (embedding || array_fill(0::real, ARRAY[32])::halfvec(32))::halfvec(288)"""
_NARROW = """
ALTER TABLE matching_postingvector ALTER COLUMN embedding TYPE halfvec(256)
USING subvector(embedding, 1, 256)::halfvec(256)"""


def add(apps, schema_editor):
    engines = apps.get_model("matching", "EngineVersion").objects
    before = engines.filter(algorithm="static-256/1")
    served = before.filter(state="ACTIVE").first()
    before.update(state="RETIRED")
    new, _ = engines.get_or_create(
        name=NAME,
        defaults={
            "id": NEW,
            "algorithm": "learned/1",
            "state": "READY" if engines.filter(state="ACTIVE").exists() else "ACTIVE",
            "artefacts": {"fields": "", "words": "", "dense": "static"},
        },
    )
    if served is not None:
        vectors = apps.get_model("matching", "PostingVector").objects
        vectors.filter(engine=served).update(engine=new, field=None)


def remove(apps, schema_editor):
    engines = apps.get_model("matching", "EngineVersion").objects
    apps.get_model("matching", "PostingVector").objects.filter(engine_id=NEW).delete()
    engines.filter(pk=NEW).delete()
    engines.filter(pk=OLD).update(state="ACTIVE")


class Migration(migrations.Migration):
    dependencies = [("matching", "0005_search_hits")]
    operations = [
        migrations.RemoveIndex(model_name="postingvector", name="posting_vectors_hnsw"),
        migrations.RunSQL(
            _WIDEN,
            _NARROW,
            state_operations=[
                migrations.AlterField(
                    model_name="postingvector",
                    name="embedding",
                    field=pgvector.django.HalfVectorField(
                        dimensions=288,
                        help_text="Title and text as a dense vector, then the probabilities of each field of work.",
                    ),
                )
            ],
        ),
        migrations.AlterField(
            model_name="postingvector",
            name="field",
            field=pgvector.django.HalfVectorField(
                null=True, help_text="The probabilities of each field of work."
            ),
        ),
        migrations.AddField(
            model_name="postingvector",
            name="words",
            field=pgvector.django.SparseVectorField(
                null=True,
                help_text="The most telling words, weighed; null until this version read the text.",
            ),
        ),
        migrations.RunPython(add, remove),
        # The rows that were just moved have checks pending, which forbid making an index.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="postingvector",
            index=pgvector.django.HnswIndex(
                condition=models.Q(("is_settled", True)),
                ef_construction=40,
                fields=["embedding"],
                m=12,
                name="posting_vectors_hnsw",
                opclasses=["halfvec_cosine_ops"],
            ),
        ),
    ]
