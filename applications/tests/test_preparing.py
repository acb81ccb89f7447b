"""The interview sheet by rules, in eight languages, and the matcher of recurring questions."""

import tomllib
from pathlib import Path

import pytest

from applications.answering import guess_topic, likeness
from applications.models import Answer
from applications.preparing import LANGUAGES, Asked, Kind, make_sheet
from applications.tailoring import Want

WANTS = (
    Want("Django", "3+ years of Django"),
    Want("Kubernetes", "Kubernetes and Kafka are a plus"),
    Want("Kafka", "Kubernetes and Kafka are a plus"),
    Want("Run the nightly import", "Run the nightly import.", is_skill=False),
)
RESUME = {"work": [{"name": "Acme", "position": "Developer", "highlights": ["Built a Django API"]}]}


def sheet(language="en", **more):
    known = {"role": "Developer", "company": "Globex", "wants": WANTS, **more}
    asked = Asked(missing=frozenset({"Kubernetes", "Kafka"}), languages=("de", "en"), **known)
    return make_sheet(asked, RESUME, language=language, resume_language="en")


def of(made, kind):
    return [one for one in made.questions if one.kind is kind]


class TestMakeSheet:
    def test_answers_with_the_persons_own_lines(self):
        [skill] = of(sheet(), Kind.SKILL)
        assert "Django" in skill.text
        assert (skill.proofs[0].text, skill.proofs[0].where) == (
            "Built a Django API",
            "Developer · Acme",
        )

    def test_asks_once_for_what_one_line_asks(self):
        [gap] = of(sheet(), Kind.GAP)
        assert "Kubernetes, Kafka" in gap.text

    def test_asks_back_what_the_posting_leaves_open(self):
        assert len(sheet().to_ask) == len(sheet(states_pay=True, states_remote=True).to_ask) + 2

    def test_asks_leaders_and_beginners_other_things(self):
        [lead], [junior] = of(sheet(leads=True), Kind.LEVEL), of(sheet(leads=False), Kind.LEVEL)
        assert lead.text != junior.text
        assert of(sheet(), Kind.LEVEL) == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_speaks_the_language_whole(self, language):
        made = sheet(language, leads=True)
        texts = [*(one.text for one in made.questions), *made.to_ask, *made.star]
        assert made.language == language
        assert not [text for text in texts if "{" in text or not text]
        assert len(made.star) == 4
        assert len(of(made, Kind.LANGUAGE)) == (1 if language in {"de", "en"} else 2)

    def test_falls_back_to_english(self):
        assert sheet("fi").language == "en"


class TestGuessTopic:
    HELD = tomllib.loads(Path("bench/data/answers/phrasings.toml").read_text(encoding="utf-8"))
    ASKED = [
        (topic, text)
        for topic, languages in HELD.items()
        for texts in languages.values()
        for text in texts
    ]

    def test_finds_the_topic_of_most_wordings_and_of_few_others(self):
        """The figures of docs/tailoring.md."""
        told = [(topic, guess_topic(text)) for topic, text in self.ASKED]
        known = [(topic, guess) for topic, guess in told if topic != "NONE"]
        others = [guess for topic, guess in told if topic == "NONE"]
        assert len(known) >= 120
        assert sum(g is not None and g.topic == t for t, g in known) / len(known) >= 0.9
        assert sum(guess is not None for guess in others) <= 1

    def test_knows_topics_an_answer_can_have(self):
        words = Path("applications/answering/words/topics.toml").read_text(encoding="utf-8")
        assert set(tomllib.loads(words)) == (set(Answer.Topic.values) - {"OTHER"}) | {"NONE"}
        assert set(self.HELD) == set(tomllib.loads(words))

    def test_takes_anything(self):
        assert guess_topic("") is None
        assert guess_topic("🙂 ?") is None
        assert likeness("Same words", "same WORDS!") == pytest.approx(1.0)
