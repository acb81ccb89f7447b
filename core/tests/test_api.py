import base64
from urllib.parse import urlencode

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from core.api import Keyset, explain
from core.errors import BadCursorError, DomainError, TransientError


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
            (Http404("Nothing here."), 404, "not_found", "Nothing here."),
            (PermissionDenied(), 403, "permission_denied", None),
        ],
    )
    def test_answers_with_a_code_and_a_sentence(self, error, status, code, sentence):
        response = explain(error, {})
        assert response is not None
        assert response.status_code == status
        assert response.data["code"] == code
        assert sentence is None or response.data["detail"] == sentence

    def test_gives_a_bare_list_of_errors_a_code_too(self):
        response = explain(ValidationError(["Not like this."]), {})
        assert response is not None
        assert response.data == {"code": "invalid", "detail": ["Not like this."]}

    def test_lets_a_bug_crash(self):
        assert explain(KeyError("oops"), {}) is None


class TestKeyset:
    def decode(self, cursor):
        request = APIRequestFactory().get("/", {"cursor": cursor})
        return Keyset().decode_cursor(Request(request))

    def made_of(self, **parts):
        return base64.b64encode(urlencode(parts).encode()).decode()

    def test_goes_on_where_the_page_before_ended(self):
        assert self.decode(self.made_of(p="2026-01-01 00:00:00+00:00")).position is not None

    @pytest.mark.parametrize(
        "position",
        [
            "garbage",
            "\x00",
            "2026-13-45 99:00:00+00:00",
            "2026-01-01 00:00:00",
            "0001-01-01 00:00:00+14:00",
            "9999-12-31 23:59:59-14:00",
        ],
    )
    def test_refuses_a_position_that_is_no_moment(self, position):
        with pytest.raises(BadCursorError):
            self.decode(self.made_of(p=position))

    @pytest.mark.parametrize("cursor", ["abc", "\x00", "A" * 400, "%"])
    def test_refuses_what_is_no_cursor(self, cursor):
        with pytest.raises(BadCursorError):
            self.decode(cursor)
