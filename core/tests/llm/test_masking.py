"""Who a person is stays here, and comes back as it was."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.llm.contact import Contact
from core.llm.masking import Mask, leftovers

#: Language: contact, a head of a resume in it, and what of it must not go out.
PEOPLE = {
    "en": (
        Contact(names=["Ada Byron"], phones=["020 7946 0958"]),
        "Ada Byron\n12 Long Acre Road, London SW1A 2AA\n(020) 7946-0958 · ada@byron.example\n"
        "linkedin.com/in/ada-byron\nEngineer, 2015 - 2019. Ms Byron led 12 people.",
        ["Ada", "Byron", "Long Acre", "SW1A", "7946", "ada@", "linkedin"],
    ),
    "fr": (
        Contact(names=["Élodie Lefèvre"]),
        "Élodie LEFÈVRE\n12 bis, rue de la Paix 75002 Paris\n06 12 34 56 78\nelodie@lefevre.example\n"
        "Ingénieure, 03/2015 - 04/2019. Mme Lefèvre a dirigé une équipe de 12.",
        ["Élodie", "LEFÈVRE", "Lefèvre", "rue de la Paix", "75002", "12 34 56", "elodie@"],
    ),
    "de": (
        Contact(names=["Jürgen von Müller"]),
        "Jürgen von Müller\nLindenstraße 12a, 10115 Berlin\nTel. +49 (0)30 1234567\n"
        "j.mueller@beispiel.example\nwww.mueller.example\nLeiter, 01.03.2015 – 30.04.2019.",
        ["Jürgen", "Müller", "Lindenstraße", "10115", "1234567", "j.mueller", "www."],
    ),
    "es": (
        Contact(names=["María José García López"]),
        "María José García López\nCalle Mayor 5, 28013 Madrid\n612 345 678\nmj@garcia.example\n"
        "Ingeniera, 2015 – 2019. La Sra. García dirigió a 12 personas.",
        ["María", "García", "Calle Mayor", "28013", "612 345 678", "mj@"],
    ),
    "it": (
        Contact(names=["Giulia D'Amico"]),
        "Giulia D'Amico\nVia Roma, 12, 20121 Milano\n+39 02 1234 5678\ngiulia@damico.example\n"
        "Ingegnere, 2015 - 2019.",
        ["Giulia", "D'Amico", "Via Roma", "20121", "1234 5678", "giulia@"],
    ),
    "pt": (
        Contact(names=["João dos Santos"]),
        "João dos Santos\nRua das Flores, n.º 3, 1200-195 Lisboa\n+351 912 345 678\n"
        "joao@santos.example\nEngenheiro, 2015 - 2019. O Sr. Santos liderou 12 pessoas.",
        ["João", "Santos", "Rua das Flores", "1200-195", "912 345", "joao@"],
    ),
    "nl": (
        Contact(names=["Pieter van den Berg"]),
        "Pieter van den Berg\nKeizersgracht 5, 1015 CJ Amsterdam\n06-12345678\n"
        "pieter@berg.example\nIngenieur, 2015 - 2019. Dhr. Berg leidde 12 mensen.",
        ["Pieter", "Berg", "Keizersgracht", "1015", "12345678", "pieter@"],
    ),
    "pl": (
        Contact(names=["Łucja Wiśniewska"]),
        "Łucja Wiśniewska\nul. Długa 5/12, 00-238 Warszawa\n+48 601 234 567\n"
        "lucja@wisniewska.example\nInżynier, 2015 - 2019. Pani Wiśniewska.",
        ["Łucja", "Wiśniewska", "Długa", "00-238", "601 234", "lucja@"],
    ),
}


@pytest.mark.parametrize("language", PEOPLE)
class TestHide:
    def test_lets_nothing_out_and_brings_everything_back(self, language):
        known, text, secrets = PEOPLE[language]
        mask = Mask(known, [text])
        hidden = mask.hide(text)
        assert [secret for secret in secrets if secret in hidden] == []
        assert mask.show(hidden) == text

    def test_leaves_the_work_readable(self, language):
        known, text, _ = PEOPLE[language]
        hidden = Mask(known, [text]).hide(text)
        assert "2015" in hidden
        assert "2019" in hidden

    def test_says_the_same_each_time(self, language):
        known, text, _ = PEOPLE[language]
        assert Mask(known, [text]).hide(text) == Mask(known, [text]).hide(text)

    def test_brings_back_what_comes_in_pieces(self, language):
        known, text, _ = PEOPLE[language]
        mask = Mask(known, [text])
        hidden = mask.hide(text)
        for size in (1, 3, 7):
            pieces = (hidden[at : at + size] for at in range(0, len(hidden), size))
            assert "".join(mask.show_pieces(pieces)) == text


class TestFound:
    @pytest.mark.parametrize(
        "text",
        [
            *("2015 - 2019", "03/2015 - 04/2019", "01.03.2015 – 30.04.2019", "2015-03-01"),
            *("€ 1 200 000 000", "12.500.000 EUR", "1,250,000", "over 10 000 users", "ISO 27001"),
            *("Python 3.11.4", "24/7 in 365 days", "40 hours, 5 days, 2 teams"),
            *("a way of 12 steps", "Norwegian 5 years", "Led 3 Product Teams"),
        ],
    )
    def test_takes_no_dates_money_or_versions_for_contact(self, text):
        assert Mask(Contact(), [text]).hide(text) == text

    @pytest.mark.parametrize(
        "text",
        [
            *("A" * 20_000, "Via " + "A" * 20_000, "a-" * 10_000, "a." * 10_000, "1 " * 10_000),
            *("Via " + "A " * 10_000, "12 " + "Aa " * 10_000, "rue de " * 3_000, "@a." * 7_000),
        ],
    )
    def test_takes_no_time_for_odd_texts(self, text):
        started = time.process_time()
        Mask(Contact(names=["Ada Byron"]), [text]).hide(text)
        assert time.process_time() - started < 2

    def test_hides_a_number_however_it_is_written(self):
        mask = Mask(Contact(phones=["+1 555 0100"]), [])
        for written in ("1 (555) 01 00", "+1-555-0100", "15550100"):
            assert "555" not in mask.hide(written)

    def test_hides_a_name_whose_letters_were_put_together_otherwise(self):
        """A PDF writes é as two signs; a prompt holds one."""
        known = Contact(names=[unicodedata.normalize("NFD", "José Núñez")])
        for text in ("José Núñez led it. Then José left.", known.names[0]):
            hidden = Mask(known, [text]).hide(text)
            assert "Jos" not in hidden
            assert "ez" not in hidden


class TestShow:
    def test_never_takes_a_strangers_mark_for_ours(self):
        text = "Write [EMAIL-AAAA-1] and [NAME-0000-1]. Ada wrote ada@byron.example."
        mask = Mask(Contact(names=["Ada Byron"]), [text])
        hidden = mask.hide(text)
        assert "[EMAIL-AAAA-1]" in hidden
        assert mask.show(hidden) == text

    def test_leaves_what_a_model_made_up(self):
        mask = Mask(Contact(), ["ada@byron.example"])
        mark = mask.hide("ada@byron.example")
        made_up = mark.replace("-1]", "-2]")
        assert mask.show(f"{mark} {made_up}") == f"ada@byron.example {made_up}"
        assert leftovers(mask.show(f"{mark} {made_up}")) == [made_up]

    def test_does_not_look_into_what_it_put_back(self):
        known = Contact(names=["Ada Byron"], links=["x.example/[NAME-1]"])
        text = "Ada Byron x.example/[NAME-1]"
        mask = Mask(known, [text])
        assert mask.show(mask.hide(text)) == text

    def test_knows_its_mark_in_lower_case(self):
        mask = Mask(Contact(), ["ada@byron.example"])
        assert mask.show(mask.hide("ada@byron.example").lower()) == "ada@byron.example"

    def test_goes_through_a_structure(self):
        mask = Mask(Contact(), ["ada@byron.example"])
        mark = mask.hide("ada@byron.example")
        assert mask.show_all({"a": [mark, 1, None], "b": {"c": f"<{mark}>"}}) == {
            "a": ["ada@byron.example", 1, None],
            "b": {"c": "<ada@byron.example>"},
        }

    @given(st.text(alphabet="ab@.[]-1 ADNMEIL0+(/", max_size=80))
    def test_gives_any_text_back(self, text):
        mask = Mask(Contact(names=["Ada Nam"], emails=["a@b.ab"], phones=["10101010"]), [text])
        assert mask.show(mask.hide(text)) == text
