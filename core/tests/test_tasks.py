import pytest
from django.db import transaction

from core.tasks import task

UNSENDABLE = object()  # publishing it fails as it does when the broker is away


@task(seconds=1)
def greet(*, one: object) -> None:
    """Do nothing."""


@pytest.mark.django_db(transaction=True)
class TestOnCommit:
    def test_a_message_that_cannot_be_sent_fails_no_request(self, caplog):
        with transaction.atomic():
            greet.delay_on_commit(one=UNSENDABLE)
            greet.apply_async_on_commit(kwargs={"one": UNSENDABLE})
        said = [record.getMessage() for record in caplog.records]
        assert len([line for line in said if "Error calling" in line]) == 2
