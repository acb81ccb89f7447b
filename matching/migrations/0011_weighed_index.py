"""The index of vectors holds both halves as the re-ranker weighs them, every row of one length.

Rows that are there are changed where they stand: nothing has to be read again.
"""

import pgvector.django
from django.db import migrations, models

_DENSE, _WORK, _LENGTH = 1.6, 8.0, 9.6
_WEIGH = f"""
UPDATE matching_postingvector v
SET embedding = (weighed.half || array_fill(
    sqrt(greatest({_LENGTH} - power(l2_norm(weighed.half), 2), 0))::real, ARRAY[1])::halfvec(1)
)::halfvec(288)
FROM (
    SELECT id, subvector(embedding, 1, 287)::halfvec(287) * (
        array_fill(sqrt({_DENSE})::real, ARRAY[256]) || array_fill(sqrt({_WORK})::real, ARRAY[31])
    )::halfvec(287) AS half
    FROM matching_postingvector
) AS weighed
WHERE weighed.id = v.id"""
_UNWEIGH = f"""
UPDATE matching_postingvector v
SET embedding = embedding * (
    array_fill((1 / sqrt({_DENSE}))::real, ARRAY[256])
    || array_fill((1 / sqrt({_WORK}))::real, ARRAY[31]) || array_fill(0::real, ARRAY[1])
)::halfvec(288)"""


def rename(before, after):
    def change(apps, schema_editor):
        versions = apps.get_model("matching", "EngineVersion").objects
        versions.filter(algorithm=before).update(algorithm=after)

    return change


class Migration(migrations.Migration):
    dependencies = [("matching", "0010_found_by")]
    operations = [
        migrations.RemoveIndex(model_name="postingvector", name="posting_vectors_hnsw"),
        migrations.RunSQL(_WEIGH, _UNWEIGH),
        migrations.RunPython(
            rename("learned/1", "learned/2"), rename("learned/2", "learned/1")
        ),
        migrations.AlterField(
            model_name="postingvector",
            name="embedding",
            field=pgvector.django.HalfVectorField(
                dimensions=288,
                help_text="Title and text as a dense vector, then the probabilities of each field of work; weighed.",
            ),
        ),
        # The rows that were just changed may have checks pending, which forbid making an index.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="postingvector",
            index=pgvector.django.HnswIndex(
                condition=models.Q(("is_settled", True)),
                ef_construction=128,
                fields=["embedding"],
                m=16,
                name="posting_vectors_hnsw",
                opclasses=["halfvec_cosine_ops"],
            ),
        ),
    ]
