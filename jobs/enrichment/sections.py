"""Which part of a description demands, which only wishes, which speaks of something else."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

_HEADINGS = (
    ("NICE", r"nice[- ]to[- ]haves?|good to have|preferred|desirable|desired|bonus(?: points| skills)?|(?:it['’]s a )?plus(?:es)?\b|would be (?:a plus|nice|great)|ideally|advantageous|wünschenswert|von vorteil|pluspunkte|idealerweise|atouts?|les plus|serait un plus|souhait[ée]\w*|deseable|valorable|se valora|gradito|costituisce titolo|pré is|mile widziane|diferencia(?:l|is)|desej[áa]ve(?:l|is)|optional|extra credit|brownie"),
    ("MUST", r"requirements?|required|must[- ]haves?|qualifications?|what (?:you['’]?ll|you will|we) need|what (?:we['’]re|we are|you) (?:looking for|bring)|what you(?:['’]ll)? (?:bring|have)|who you are|about you|your (?:profile|skills|background|experience|qualifications)|essential|minimum|skills?(?: (?:and|&) (?:experience|qualifications|knowledge|abilities|competenc\w+))?|experience(?: required)?|the (?:ideal )?candidate|person specification|key (?:skills|competenc\w+)|knowledge|education|you have|ihr profil|dein profil|anforderung\w*|qualifikation\w*|das bringst du mit|das bringen sie mit|voraussetzung\w*|was (?:du|sie) mitbring\w+|profil(?: recherch[ée])?|votre profil|ton profil|comp[ée]tences?(?: (?:requises|techniques))?|pr[ée]-?requis|qualifications requises|requisitos?|perfil|qu[ée] buscamos|requisiti|competenze|wat (?:vragen wij|breng jij mee|wij vragen)|functie-eisen|jouw profiel|wymagania|oczekujemy|requisitos obrigat[óo]rios|technical stack|tech stack|stack technique|environnement technique"),
    ("WORK", r"responsibilit\w+|what you(?:['’]ll| will)(?: be)? do(?:ing)?|duties|role(?: overview| purpose| summary| description)?|the (?:role|job|position|opportunity)|your (?:role|tasks|mission|responsibilities)|job (?:description|summary|purpose|duties|details)|position (?:summary|overview|description)|essential (?:functions|duties)|key (?:responsibilities|accountabilities|duties|tasks)|day[- ]to[- ]day|tasks|aufgaben\w*|deine aufgaben|ihre aufgaben|t[äa]tigkeit\w*|missions?|vos missions|responsabilit[ée]s|le poste|description du poste|funciones|responsabilidades|tareas|mansioni|responsabilit[àa]|attivit[àa]|taken|werkzaamheden|functieomschrijving|obowi[ąa]zki|zakres|atividades|in this role"),
    ("ELSE", r"benefits?|perks?|what we offer|we offer|why (?:join|work|us|you)|about (?:us|the company|the team|our)|who we are|our (?:company|culture|values|mission|benefits|story)|company (?:overview|description|profile)|the company|compensation|salary|pay(?: range)?|equal opportunit\w+|diversity|eeo|how to apply|to apply|application|apply|contact|interview process|wir bieten|das bieten wir|unser angebot|[üu]ber uns|benefits bei|ihre vorteile|deine vorteile|kontakt|avantages|nous offrons|pourquoi nous|qui sommes[- ]nous|l['’]entreprise|[àa] propos|notre (?:entreprise|soci[ée]t[ée])|processus|ofrecemos|qu[ée] ofrecemos|beneficios|sobre nosotros|offriamo|cosa offriamo|chi siamo|wij bieden|wat bieden wij|over ons|oferujemy|o nas|o que oferecemos|benef[íi]cios|sobre (?:n[óo]s|a empresa)|privacy|disclaimer|location|additional information"),
)  # fmt: skip
_HEADING = re.compile(
    r"^[\W_]{0,4}(?:(?:the|our|your|my|key|basic|additional|other|technical|core|specific|general|main|les|vos|tes|deine|ihre|unsere|tus|sus|i|le|la|het|de|de la|du) ){0,2}(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _HEADINGS)
    + r")\b[^\n.!?]{0,45}$",
    re.IGNORECASE,
)
# In one-line descriptions headings run into the text: "… Requirements: 3 years of …".
_INLINE = re.compile(
    r"(?:(?<=[.!?•\n…] )|(?<=^)|(?<=\n)|(?<=  ))(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _HEADINGS)
    + r")(?: \w+){0,2} ?:",
    re.IGNORECASE,
)
_NICE_LINE = re.compile(
    r"\b(?:nice to have|(?:is|are|would be|be|as|considered|seen as|definite|big|strong|huge) (?:an? )?(?:\w+ )?(?:plus|bonus|advantage|asset)|preferred(?! name| candidate)|desirable|advantageous|ideally|"
    r"bonus points?|un plus|un atout|von vorteil|wünschenswert|idealerweise|idéalement|deseable|valorable|se valorar[áa]|mile widziane|diferencial|but not (?:required|essential)|not required)\b",
    re.IGNORECASE,
)
_ELSE_LINE = re.compile(
    r"\b(?:(?:medical|dental|vision|health|life|disability)(?:,| and| &)? (?:insurance|coverage|dental|benefits|vision|care plan)|equal[- ]opportunit\w+|401\(?k|"
    r"parental leave|paid time off|regardless of|without regard|reasonable accommodations?|veteran|sexual orientation|gender identity|pension|"
    r"mutuelle|tickets? restaurants?|titres? restaurants?|employee assistance|discounts?|gym membership|applicable laws?|privacy|recruit(?:ment|ing) (?:agenc|fraud|process)\w*)\b",
    re.IGNORECASE,
)
_LONGEST_HEADING = 70
_LONGEST_LINE = 400


class Sections:
    """The sections of one text; `kind_at` answers MUST, NICE, WORK, ELSE or "".

    `nice` and `other` are the offsets of words that may make a line NICE or ELSE, ascending.
    """

    def __init__(self, text: str, nice: Sequence[int], other: Sequence[int]) -> None:
        self._text = text
        self._nice, self._other = nice, other
        self._lines: dict[int, str] = {}
        self._starts: list[int] = [0]
        self._kinds: list[str] = [""]
        at = 0
        for line in text.split("\n"):
            if 2 < len(line) <= _LONGEST_HEADING and not line.startswith("• "):  # noqa: PLR2004
                match = _HEADING.match(line)
                if match:
                    self._add(at, match.lastgroup or "")
            at += len(line) + 1
        if len(self._starts) == 1:
            for match in _INLINE.finditer(text, 0, text.rfind(":") + 1):  # each ends with a colon
                self._add(match.start(), match.lastgroup or "")

    def _add(self, at: int, kind: str) -> None:
        self._starts.append(at)
        self._kinds.append(kind)

    def kind_at(self, offset: int) -> str:
        """The kind of section an offset lies in.

        A line that says `is a plus` is NICE, one about benefits or equal opportunity ELSE, wherever it stands.
        """
        kind = self._kinds[bisect_right(self._starts, offset) - 1]
        if kind in {"NICE", "ELSE"}:
            return kind
        start = max(self._text.rfind("\n", 0, offset), self._text.rfind(". ", 0, offset)) + 1
        if start not in self._lines:
            self._lines[start] = self._line_kind(start, offset)
        return self._lines[start] or kind

    def _line_kind(self, start: int, offset: int) -> str:
        line_end, stop = self._text.find("\n", offset), self._text.find(". ", offset)
        end = min(e for e in (line_end, stop, len(self._text)) if e >= 0)
        may_be_nice = end - start < _LONGEST_LINE and _any_within(self._nice, start, end)
        if may_be_nice and _NICE_LINE.search(self._text, start, end):
            return "NICE"
        if _any_within(self._other, start, end) and _ELSE_LINE.search(self._text, start, end):
            return "ELSE"
        return ""


def _any_within(offsets: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(offsets, start - 1)  # the space before a word belongs to its offset
    return at < len(offsets) and offsets[at] < end
