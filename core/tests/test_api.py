import pytest
from rest_framework.exceptions import NotFound

from core.api import explain
from core.errors import DomainError, TransientError


class QuotaSpentError(DomainError):
    """Today's quota is spent."""

    code = "quota_spent"
    status = 402


class TestExplain:
    @pytest.mark.parametrize(
        ("error", "status", "code", "sentence"),
        [
            (DomainError("No."), 409, "conflict", "No."),
            (QuotaSpentError(), 402, "quota_spent", "Today's quota is spent."),
            (TransientError("The store is away."), 503, "try_later", "The store is away."),
            (NotFound("Nothing here."), 404, "not_found", "Nothing here."),
        ],
    )
    def test_answers_with_a_code_and_a_sentence(self, error, status, code, sentence):
        response = explain(error, {})
        assert response is not None
        assert response.status_code == status
        assert response.data["code"] == code
        assert response.data["detail"] == sentence

    def test_lets_a_bug_crash(self):
        assert explain(KeyError("oops"), {}) is None
