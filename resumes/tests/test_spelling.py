"""Words are looked up by the system's own program, where it and a dictionary are installed."""

import pytest

from resumes.ingest import spelling
from resumes.ingest.spelling import unknown_words

# Speaks as hunspell does with -l: it lists the words its dictionary does not have.
PROGRAM = """#!/bin/sh
case "$*" in *en_GB*) known="bread colour" ;; *en_US*) known="bread color" ;; *) exit 1 ;; esac
while read -r word; do
    case " $known " in *" $word "*) ;; *) echo "$word" ;; esac
done
"""


@pytest.fixture(autouse=True)
def nothing_remembered():
    spelling._command.cache_clear()
    yield
    spelling._command.cache_clear()


@pytest.fixture
def hunspell(tmp_path, monkeypatch):
    program = tmp_path / "hunspell"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


class TestUnknownWords:
    def test_are_those_that_no_dictionary_of_the_language_has(self, hunspell):
        words = ["bread", "color", "colour", "bred"]
        assert unknown_words(words, language="en") == {"bred"}

    def test_are_not_known_where_there_is_no_dictionary(self, hunspell):
        assert unknown_words(["pain"], language="fr") is None
        assert unknown_words(["wort"], language="xx") is None

    def test_are_not_known_without_a_program(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PATH", str(tmp_path))
        assert unknown_words(["bread"], language="en") is None
