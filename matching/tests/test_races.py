"""Real races, on PostgreSQL, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.tests.factories import UserFactory
from core.errors import DomainError
from jobs.tests.factories import NOW
from matching import runs, services
from matching.models import Search
from matching.tests.factories import SearchFactory

WORKERS = 6


@pytest.mark.django_db(transaction=True)
def test_a_search_changed_while_it_is_deleted_deadlocks_nobody():
    runs.ensure_engine("default")
    owner = UserFactory()
    SearchFactory(owner=owner, is_default=True)
    for _round in range(3):
        search = SearchFactory(owner=owner, is_default=False)
        copies = [Search.objects.get(pk=search.pk) for _ in range(WORKERS)]
        gate = Barrier(WORKERS)

        def work(n, copies=copies, gate=gate):
            gate.wait()
            try:
                if n % 2:
                    services.delete_search(search=copies[n])
                else:
                    services.update_search(search=copies[n], wish={"name": str(n)}, now=NOW)
            except DomainError as error:
                return error.code
            finally:
                connection.close()
            return "done"

        with ThreadPoolExecutor(WORKERS) as pool:
            assert set(pool.map(work, range(WORKERS))) <= {"done", "gone"}
        assert not Search.objects.filter(pk=search.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_confirmed_in_many_tabs_is_one_and_the_others_are_told_so():
    owner = UserFactory()
    gate = Barrier(WORKERS)

    def work(_n):
        gate.wait()
        try:
            services.confirm_fact(user=owner, kind="SKILL", text="Django", now=NOW)
        except DomainError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(WORKERS) as pool:
        ends = sorted(pool.map(work, range(WORKERS)))
    assert ends == ["done"] + ["fact_known"] * (WORKERS - 1)
