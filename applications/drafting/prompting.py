"""What a model is asked for a letter. Pure. No prompt makes a model honest: the gate after it does."""

import json
from collections.abc import Sequence

from applications.drafting.types import Length, Material, Tone
from core.llm.types import Message
from core.llm.untrusted import RULE, Quoted, quoted

_NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish",
    "pt": "Portuguese", "it": "Italian", "pl": "Polish", "nl": "Dutch",
}  # fmt: skip
_WORDS = {Length.SHORT: 90, Length.STANDARD: 170, Length.LONG: 260}
_TONES = {
    Tone.PLAIN: "plain and direct, short sentences, no flattery",
    Tone.WARM: "warm and personal, still to the point",
    Tone.FORMAL: "formal and courteous, as business letters are in this language",
}
_LONGEST_RESUME, _LONGEST_POSTING, _LONGEST_SAMPLE, _LONGEST_LETTER = 14_000, 8_000, 3_000, 8_000
_OATH = (
    "You write a cover letter for the person whose RESUME is quoted. You write under oath: every "
    "statement about the person – employers, titles, schools, degrees, dates, numbers, skills, "
    "certificates, names – must stand in RESUME or FACTS, as strong as it stands there and about the "
    "same job; never add, round, guess or combine. Every statement about the company must stand in "
    "POSTING. What is not there is left out. "
)
_FORM = (
    "Answer with the letter alone: greeting, paragraphs parted by an empty line, sign-off, name. No "
    "heading, no address, no date, no list, no markup, no links, no placeholders, no remarks. "
)
_SAMPLES = "SAMPLES show how the person writes: sound like them, take no facts from them. "


def letter_messages(
    material: Material,
    *,
    language: str,
    tone: Tone,
    length: Length,
    samples: Sequence[str] = (),
    draft: int = 1,
) -> list[Message]:
    """The question for a whole letter; another `draft` is another question."""
    task = (
        f"{_OATH}{_FORM}{_SAMPLES if samples else ''}"
        f"Language: {_NAMES[language]}. Tone: {_TONES[tone]}. About {_WORDS[length]} words. "
        f"{f'This is draft {draft}: word it differently. ' if draft > 1 else ''}{RULE}"
    )
    return [Message("system", task), Message("user", _quotes(material, samples))]


def paragraph_messages(
    material: Material, *, letter: str, number: int, language: str, tone: Tone
) -> list[Message]:
    """The question for one paragraph written anew; `number` counts from 0 and is one of them."""
    paragraphs = letter.split("\n\n")
    task = (
        f"{_OATH}LETTER is the person's letter; its paragraph {number + 1} is quoted as PARAGRAPH. Write "
        "that paragraph anew, saying it in other words or better with other evidence, so that it fits "
        "between the others. Answer with the one paragraph alone, without an empty line. "
        f"Language: {_NAMES[language]}. Tone: {_TONES[tone]}. {RULE}"
    )
    whole = quoted(letter, name="LETTER", most_characters=_LONGEST_LETTER).text
    part = quoted(paragraphs[number], name="PARAGRAPH", most_characters=_LONGEST_LETTER).text
    return [
        Message("system", task),
        Message("user", f"{_quotes(material, ())}\n\n{whole}\n\n{part}"),
    ]


def quoted_posting(material: Material) -> Quoted:
    """The posting as it may stand in a prompt; says what was left out of it."""
    return quoted(material.posting_text, name="POSTING", most_characters=_LONGEST_POSTING)


def _quotes(material: Material, samples: Sequence[str]) -> str:
    resume = json.dumps(material.resume, ensure_ascii=False, indent=0)
    parts = [
        quoted(resume, name="RESUME", most_characters=_LONGEST_RESUME).text,
        quoted("\n".join(material.facts), name="FACTS", most_characters=_LONGEST_SAMPLE).text,
        quoted_posting(material).text,
    ]
    parts += [
        quoted(each, name="SAMPLES", most_characters=_LONGEST_SAMPLE).text for each in samples
    ]
    return "\n\n".join(parts)
