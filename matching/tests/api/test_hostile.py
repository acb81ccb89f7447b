"""Every door of matching, with whatever a stranger may send."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from matching.tests.api.test_asking import BY_RESUME, BY_TEXT, LIKE, TEXT
from matching.tests.factories import published
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return ResumeVersionFactory()


hostile = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["\x00", "' OR 1=1 --", "%s%s%n", "[0,1", "{}", "NaN", "١٢٣", "\u202e", "-1"]),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)
FIELDS = (
    "resume_text", "resume_id", "job_description", "location", "remote", "job_type", "job_level",
    "limit", "stipend_min", "stipend_period", "stipend_currency", "internship_only", "job_id",
    "top", "direction", "verdict", "reason", "roles", "places", "pay_floor", "show", "cursor",
    "min_fit", "search", "resume", "cadence", "levels", "countries",
)  # fmt: skip
REFUSALS = {400, 401, 404, 409, 429}
fuzzed = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class TestHostileInput:
    """Every door of matching, with whatever a stranger may send: an answer, never a crash."""

    @pytest.fixture
    def doors(self, version):
        posting = published()
        client = APIClient(raise_request_exception=False)
        client.force_authenticate(version.owner)
        return client, str(posting.pk)

    @fuzzed
    @given(asked=st.dictionaries(st.sampled_from(FIELDS), hostile, max_size=6))
    def test_in_a_body_is_answered(self, doors, asked):
        client, key = doors
        for method, url, needed in (
            ("post", BY_TEXT, {"job_description": TEXT}),
            ("put", f"/api/v1/matches/leanings/{key}", {}),
            ("put", f"/api/v1/matches/verdicts/{key}", {}),
            ("post", "/api/v1/searches", {}),
        ):
            for sent in (asked, {**needed, **asked}, {**asked, **needed}):
                body = json.dumps(sent)
                answer = getattr(client, method)(url, body, content_type="application/json")
                assert answer.status_code in REFUSALS | {200, 201, 204}, (url, sent)

    @fuzzed
    @given(asked=st.dictionaries(st.sampled_from(FIELDS), hostile, max_size=6))
    def test_beside_a_stored_resume_is_answered(self, doors, version, asked):
        client, _ = doors
        sent = {**asked, "resume_id": str(version.resume_id)}
        sent.pop("resume_text", None)
        answer = client.post(BY_RESUME, json.dumps(sent), content_type="application/json")
        assert answer.status_code in REFUSALS | {200}, sent

    @fuzzed
    @given(asked=st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60), max_size=5))
    def test_in_a_query_is_answered(self, doors, asked):
        client, key = doors
        for url in (LIKE, "/api/v1/matches", "/api/v1/matches/taste", "/api/v1/searches"):
            for sent in (asked, {**asked, "job_id": key}):
                clean = {name: value.encode(errors="replace") for name, value in sent.items()}
                assert client.get(url, clean).status_code in REFUSALS | {200}, (url, sent)
