"""Rows that an older release wrote are weighed where they stand."""

from importlib import import_module

import numpy as np
import pytest
from django.db import connection

from matching.engine.space import halves, indexed
from matching.models import PostingVector
from matching.tests.factories import published

migration = import_module("matching.migrations.0011_weighed_index")


def held():
    return np.array([list(PostingVector.objects.get().embedding)], np.float32)


@pytest.mark.django_db
def test_is_what_would_be_written_today():
    published(title="Ward nurse", description="Care for patients.")
    today = held()
    dense, work = halves(today)
    with connection.cursor() as cursor:
        cursor.execute(migration._UNWEIGH)
        older = held()
        assert older[0, :-1] == pytest.approx(np.hstack([dense, work])[0], abs=2e-3)
        assert older[0, -1] == 0
        cursor.execute(migration._WEIGH)
    assert held() == pytest.approx(today, abs=5e-3)
    assert held() == pytest.approx(indexed(dense, work), abs=5e-3)
