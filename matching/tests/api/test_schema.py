"""What the schema says of the doors of matching."""

import pytest
from drf_spectacular.generators import SchemaGenerator

from matching.api.questions import JOB_TYPES, LEVELS


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator().get_schema(request=None, public=True)


class TestSchema:
    @pytest.mark.parametrize(
        ("path", "method"), [("match/resume", "post"), ("match/jd", "post"), ("recommend", "get")]
    )
    def test_shows_each_open_door_with_its_refusals_and_an_example(self, schema, path, method):
        door = schema["paths"][f"/api/v1/{path}"][method]
        assert {"200", "400", "429"} <= set(door["responses"])
        answer = door["responses"]["200"]["content"]["application/json"]
        assert answer["examples"]
        if method == "post":
            assert door["requestBody"]["content"]["application/json"]["examples"]
        assert {} in door["security"], "open without a token"

    def test_names_the_values_of_the_enums(self, schema):
        asked = schema["components"]["schemas"]["MatchResumeRequest"]["properties"]
        told = {name: _values(schema, asked[name]) for name in ("job_level", "job_type")}
        assert told == {"job_level": list(LEVELS), "job_type": JOB_TYPES}

    def test_examples_are_what_the_answer_is_made_of(self, schema):
        for door, answer, rows in (
            ("match/resume", "Answer", "Ranked"),
            ("recommend", "Recommendations", "Alike"),
        ):
            method = "get" if door == "recommend" else "post"
            held = schema["paths"][f"/api/v1/{door}"][method]["responses"]["200"]
            [example] = held["content"]["application/json"]["examples"].values()
            shapes = schema["components"]["schemas"]
            assert set(example["value"]) == set(shapes[answer]["properties"])
            assert set(example["value"]["jobs"][0]) == set(shapes[rows]["properties"])


def _values(schema, field):
    [reference] = field.get("allOf", [field])
    name = reference["$ref"].rsplit("/", 1)[-1]
    return schema["components"]["schemas"][name]["enum"]
