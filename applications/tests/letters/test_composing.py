"""Letters by rules: prose in eight languages, and never a statement that is not in the resume."""

import re
from datetime import date

import pytest

from applications.drafting.checking import Gate, without_blocked
from applications.drafting.composing import compose
from applications.drafting.phrasing import clean_title, day_of, month_of, phrase_of
from applications.drafting.types import Length, Material, Pair, Tone
from applications.tests.letters.conftest import material, told


def letter(known: Material, tone=Tone.PLAIN, length=Length.STANDARD, turn=0, language=""):
    language = language or known.resume_language
    gate = Gate.of(known, language=language)
    return compose(
        known, language=language, tone=tone, length=length, passes=gate.passes, turn=turn
    )


class TestEveryLetter:
    @pytest.mark.parametrize(("turn", "tone"), list(enumerate(Tone)))
    def test_passes_the_gate(self, language, turn, tone):
        known = material(language)
        gate = Gate.of(known, language=language)
        for length in Length:
            text = letter(known, tone, length, turn)
            assert gate.check(text).passes, text
            assert without_blocked(text, gate) == text

    def test_greets_tells_of_the_latest_job_asks_and_signs(self, language):
        known = material(language)
        text = letter(known)
        paragraphs = text.split("\n\n")
        assert len(paragraphs) >= 5
        assert known.resume["basics"]["name"] == text.split("\n")[-1]
        assert known.company in paragraphs[1]
        assert known.resume["work"][0]["name"] in paragraphs[1]
        assert len(paragraphs[2].split()) > 10
        assert "{" not in text
        assert "\n-" not in text

    def test_is_longer_where_more_is_wanted(self, language):
        known = material(language)
        words = [len(letter(known, length=length).split()) for length in Length]
        assert words == sorted(words)
        assert words[0] < words[1]

    def test_sounds_otherwise_in_another_tone(self, language):
        known = material(language)
        assert len({letter(known, tone) for tone in Tone}) == 3

    def test_is_worded_otherwise_on_another_turn(self, language):
        known = material(language)
        assert letter(known, turn=0) != letter(known, turn=1)


class TestCompose:
    def test_tells_first_what_answers_the_posting(self):
        line = "Supported the practice manager with a budget of £450,000"
        text = letter(material("en", pairs=(Pair("", "budgets", line),)), length=Length.SHORT)
        assert text.split("\n\n")[2].startswith(
            "At Northfield Surgery I supported the practice manager"
        )

    def test_says_before_that_only_where_the_dates_say_so(self):
        known = material("en")
        work = [dict(row) for row in known.resume["work"]]
        assert "Before that" in letter(known)
        work[1]["endDate"] = "2020-06"  # both at once for a year
        text = letter(material("en", resume={**known.resume, "work": work}))
        assert "Before that" not in text

    def test_tells_of_the_latest_job_first_in_whatever_order_the_resume_lists_them(self):
        known = material("en")
        turned = {**known.resume, "work": known.resume["work"][::-1]}
        assert letter(material("en", resume=turned)) == letter(known)

    def test_translates_no_line_into_another_language(self):
        known = material("en", posting_language="de")
        text = letter(known, language="de")
        assert "Sehr geehrte" in letter(known, Tone.FORMAL, language="de")
        assert "waiting times" not in text
        assert Gate.of(known, language="de").check(text).passes

    def test_quotes_a_line_of_the_posting_that_the_resume_answers(self):
        line = "You keep waiting times short with us."
        pair = Pair("", line, "Reduced patient waiting times by 35% with a new booking system")
        known = material("en", pairs=(pair,), posting=f"{material('en').posting}\n{line}")
        paragraph = letter(known).split("\n\n")[2]
        assert paragraph.startswith(f"Your posting says “{line.rstrip('.')}”; this is what I can")
        assert ". At Northfield Surgery I reduced patient waiting times by 35%" in paragraph

    def test_says_a_confirmed_fact_where_the_posting_speaks_of_it(self):
        posting = material("en").posting + "\nYou have a driving licence."
        assert "I hold a full driving licence." in letter(material("en", posting=posting))
        assert "driving licence" not in letter(material("en"))

    def test_of_an_empty_resume_nothing_is_made_up(self):
        text = letter(material("en", resume={"basics": {"name": "A B"}}, facts=()))
        assert re.findall(r"I (?:worked|currently|have)", text) == []
        assert "Practice Manager" in text


class TestPhrases:
    @pytest.mark.parametrize(
        ("language", "line", "form", "text"),
        [
            ("en", "Led a team of 4.", "verb", "led a team of 4"),
            ("en", "- Reduced costs by 3%. Then left it.", "verb", "reduced costs by 3%"),
            ("en", "Managing two shops", "noun", "managing two shops"),
            ("en", "Needed elsewhere now", "verb", "needed elsewhere now"),
            ("en", "Python services at scale", "result", "Python services at scale"),
            ("de", "Betreuung von Kunden", "noun", "die Betreuung von Kunden"),
            (
                "de",
                "Selbstständige Bearbeitung der Post",
                "noun",
                "die selbstständige Bearbeitung der Post",
            ),
            ("de", "Umsatz um 3 % gesteigert", "result", "Umsatz um 3 % gesteigert"),
            ("fr", "Encadrement de deux apprentis", "noun", "l'encadrement de deux apprentis"),
            ("fr", "Gérer les stocks du magasin", "infinitive", "de gérer les stocks du magasin"),
            ("fr", "Organiser les tournées", "infinitive", "d'organiser les tournées"),
            ("es", "Gestión de pedidos", "noun", "la gestión de pedidos"),
            ("es", "Organicé los turnos", "verb", "organicé los turnos"),
            ("pt", "Gestão de stocks", "noun", "a gestão de stocks"),
            ("it", "Sviluppo di piani", "noun", "lo sviluppo di piani"),
            ("pl", "Prowadziłam sklep", "verb", "prowadziłam sklep"),
            ("nl", "Begeleiding van leerlingen", "noun", "begeleiding van leerlingen"),
        ],
    )
    def test_fit_their_frames(self, language, line, form, text):
        phrase = phrase_of(line, language)
        assert (phrase.form, phrase.text) == (form, text)

    def test_a_lone_word_or_a_page_fits_none(self):
        assert phrase_of("Excel", "en") is None
        assert phrase_of("word " * 100, "en") is None

    def test_titles_lose_the_letters_of_the_genders(self):
        assert clean_title("Pflegefachkraft (m/w/d)") == "Pflegefachkraft"
        assert clean_title("Engineer (m/f/x) - Backend") == "Engineer - Backend"
        assert clean_title("Manager (part time)") == "Manager (part time)"

    @pytest.mark.parametrize(
        ("language", "day", "month"),
        [
            ("en", "1 May 2026", "May 2026"), ("de", "1. Mai 2026", "Mai 2026"),
            ("fr", "1er mai 2026", "mai 2026"), ("es", "1 de mayo de 2026", "mayo de 2026"),
            ("pt", "1 de maio de 2026", "maio de 2026"), ("it", "1º maggio 2026", "maggio 2026"),
            ("pl", "1 maja 2026 r.", "maja 2026"), ("nl", "1 mei 2026", "mei 2026"),
        ],
    )  # fmt: skip
    def test_dates_are_written_as_the_language_writes_them(self, language, day, month):
        assert day_of(date(2026, 5, 1), language) == day
        assert month_of("2026-05-12", language) == month
        assert month_of("2026", language) == "2026"
        assert month_of("soon", language) == ""

    def test_americans_write_the_month_first(self):
        assert day_of(date(2026, 5, 1), "en", is_american=True) == "May 1, 2026"


class TestGate:
    def test_a_sentence_confirmed_word_for_word_passes(self, language):
        false = told(language)["statements"]["false"][:6]
        for sentence in false:
            known = material(language)
            assert not Gate.of(known, language=language).check(sentence).passes
            confirmed = material(language, facts=(sentence,))
            assert Gate.of(confirmed, language=language).check(sentence).passes

    def test_what_is_too_long_passes_nothing(self):
        gate = Gate.of(material("en"), language="en")
        assert not gate.check("I worked. " * 2000).passes
