"""Where the person lives: found as written, taken apart into what JSON Resume asks for."""

import re
from itertools import zip_longest

from resumes.parsing.contact import LABEL, pieces
from resumes.parsing.document import Line, clean
from resumes.parsing.facts import Fact
from resumes.parsing.lexicon import CITY_STATE, is_district, is_place, is_town, title_score
from resumes.parsing.phones import EMAIL, PHONE
from resumes.parsing.vocabulary import normal

_HEAD_LINES = 12
_STREET_AND_CODE = re.compile(r"\d\w?, (?:[A-Z]{1,2}-)?\d{4,5}$")
_LINK = re.compile(r"://|www\.|\w\.[a-z]{2,}/")
_FEW = 2
_TOWN = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ '’-][^\W\d_]+){0,3}(?:, [A-ZÀ-ÖØ-Þ][^\W\d_]+)?")


def find_place(head: list[Line], name: Fact | None, lines: list[Line]) -> Fact | None:
    """Where the person lives, as written."""
    found: list[Fact] = []
    for line, following in zip_longest(head, head[1:]):
        for part in [*_dashed(line), *_over_lines(line, following), *pieces(line)]:
            text = _unlabelled(part)
            if name is not None and _is_part_of(text, name.text):
                continue
            street = _address(text)
            if street and title_score(street) < 1:
                labelled = text != part or any(c in street for c in ",0123456789")
                found.append(Fact(street, line, 0.9 if labelled else 0.82))
    if found:
        return max(found, key=lambda fact: fact.confidence)
    return (
        _district(head, name)
        or _place_in_text(head, name)
        or _labelled_place(head + lines[:40])
        or _among_contacts(head, name)
    )


def _unlabelled(part: str) -> str:
    """A piece without its label, whatever that says where a street follows: 'Find me at: Main Street 4'."""
    text = LABEL.sub("", part).strip()
    label, colon, rest = text.partition(": ")
    street = colon and not any(c.isdigit() for c in label) and _STREET.search(rest)
    return rest.strip() if street else text


def _over_lines(line: Line, following: Line | None) -> list[str]:
    """A place that a narrow column broke behind its comma or postcode: 'Portland,' over 'OR'."""
    if following is None or following.block != line.block:
        return []
    if _STREET_AND_CODE.search(line.text) and is_town(following.text):
        return [f"{pieces(line)[-1]} {following.text}"]
    if not line.text.endswith(","):
        return []
    last, first = pieces(line)[-1:], pieces(following)[:1]
    whole = f"{last[0]} {first[0]}" if last and first else ""
    return [whole] if is_place(LABEL.sub("", whole)) else []


def _dashed(line: Line) -> list[str]:
    """Pieces with a dash in them that are one place: 'São Paulo – SP'."""
    parts = (clean(part) for part in re.split(r"[|•·]|\t|;", line.text))
    return [part for part in parts if re.search(r"\s[–—-]\s[A-Z]{2}$", part) and is_place(part)]


def _district(head: list[Line], name: Fact | None) -> Fact | None:
    """A part of a known town near the top: 'Bremen-Neustadt', 'Stoneybatter, Dublin 7'."""
    for line in head[:_HEAD_LINES]:
        for part in pieces(line):
            text = LABEL.sub("", part).strip()
            if is_district(text) and not (name and _is_part_of(text, name.text)):
                return Fact(text, line, 0.75)
    return None


def _is_part_of(text: str, name: str) -> bool:
    """Whether a text is the name, a word of it, or it and more: 'Elizabeth' and 'Logan' are towns too."""
    words = set(normal(text).split())
    return bool(words) and (words <= set(normal(name).split()) or normal(name) in normal(text))


def _among_contacts(head: list[Line], name: Fact | None) -> Fact | None:
    """What stands between phone and mail and is neither, where it is one short text: a place nobody listed."""
    for index, line in enumerate(head[:_HEAD_LINES]):
        parts = [(line, part) for part in pieces(line)]
        if len(parts) == 1 and name is not None and line.block != name.line.block:
            parts += [
                (each, each.text)
                for each in head[index + 1 : index + 3]
                if each.block == line.block
            ]
        rest = [(each, text) for each, text in parts if not _is_contact(text)]
        if len(parts) - len(rest) < _FEW or len(rest) != 1:
            continue
        each, text = rest[0]
        text = LABEL.sub("", text).strip()
        if (
            _TOWN.fullmatch(text)
            and title_score(text) < 1
            and not (name and _is_part_of(text, name.text))
        ):
            return Fact(text, each, 0.6)
    return None


def _is_contact(text: str) -> bool:
    return bool(EMAIL.search(text) or PHONE.search(text) or _LINK.search(text))


def _place_in_text(head: list[Line], name: Fact | None) -> Fact | None:
    for line in head:
        match = CITY_STATE.search(line.text)
        if match and (name is None or name.text not in match[0]):
            return Fact(match[0], line, 0.75)
    return None


def _labelled_place(lines: list[Line]) -> Fact | None:
    for line in lines:
        label = re.match(
            r"^(?:address|location|adresse|anschrift|wohnort|dirección|morada|endereço|indirizzo|adres|woonplaats)\s*:\s*(\S.{2,80})$",
            line.text,
            re.IGNORECASE,
        )
        if label:
            return Fact(label[1], line, 0.9)
    return None


_STREET = re.compile(
    r"\d+\w?\b.*\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|blvd|boulevard|way|court|ct|place|square)\b|\b(?:rue|avenue|calle|avenida|rua|via|piazza|ul\.|ulica|plaza|paseo|laan|straat)\s|(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|straat|laan|plein|gracht)\s*\d",
    re.IGNORECASE,
)


def _address(text: str) -> str | None:
    if EMAIL.search(text) or len(text) > 90 or "http" in text:
        return None
    if is_place(text):
        return text
    if _STREET.search(text) and any(c.isdigit() for c in text) and not PHONE.fullmatch(text):
        return text
    code_and_city = re.fullmatch(
        r"(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{3})?\s+([A-ZÀ-Ý][\w.'’ -]+?)(?:,\s*([A-ZÀ-Ý][\w ]+))?", text
    )
    return text if code_and_city else None


def country_of(place: Fact | None) -> str | None:
    """The country a place is in, where its writing says so; for phone numbers without a country code."""
    if place is None:
        return None
    if CITY_STATE.search(place.text):
        state = re.search(r",\s*([A-Z]{2,3})\b", place.text)
        return (
            "CA"
            if state and state[1] in {"ON", "QC", "BC", "AB", "MB", "SK", "NS", "NB", "NL"}
            else "US"
        )
    last = normal(re.split(r"[,(]", place.text)[-1])
    return _COUNTRY_CODES.get(last)


_COUNTRY_CODES = {
    name: code
    for code, names in {
        "US": "usa|us|united states|united states of america|california|new york|texas|washington|florida|illinois|massachusetts",
        "GB": "uk|united kingdom|england|scotland|wales|great britain|vereinigtes konigreich|royaume uni|reino unido|regno unito|wielka brytania",
        "DE": "germany|deutschland|allemagne|alemania|alemanha|germania|niemcy|duitsland",
        "FR": "france|frankreich|francia|franca|francja|frankrijk",
        "ES": "spain|espana|spanien|espagne|espanha|spagna|hiszpania|spanje",
        "PT": "portugal",
        "BR": "brazil|brasil",
        "IT": "italy|italia|italien|italie|wlochy",
        "PL": "poland|polska|polen|pologne|polonia|polonia",
        "NL": "netherlands|the netherlands|nederland|niederlande|pays bas|paises bajos|holland|holandia",
        "AT": "austria|osterreich|autriche",
        "CH": "switzerland|schweiz|suisse|svizzera",
        "BE": "belgium|belgie|belgique|belgien",
        "IN": "india",
        "CA": "canada",
        "AU": "australia",
        "IE": "ireland",
        "MX": "mexico",
        "TR": "turkey|turkiye",
    }.items()
    for name in names.split("|")
}


def place_parts(text: str) -> dict[str, str]:
    """The parts of a place as JSON Resume names them; what cannot be told apart stays in `address`."""
    parts: dict[str, str] = {}
    street = _STREET.search(text) is not None
    code = re.search(
        r"(?<!\d)(?:\d{5}(?:-\d{3,4})?|\d{4} ?[A-Z]{2}|\d{2}-\d{3}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{4})(?!\d)",
        text,
    )
    if street:
        parts["address"] = text
        return parts
    if code:
        parts["postalCode"] = code[0]
        text = (
            text[: code.start()].rstrip(" ,")
            + ("," if code.start() and code.end() < len(text) else "")
            + text[code.end() :]
        ).strip(" ,")
    pieces = [p.strip(" ()") for p in re.split(r",|\s\(|\s[–-]\s", text) if p.strip(" ()")]
    if pieces:
        parts["city"] = pieces[0]
    if len(pieces) > 1:
        parts["region"] = (
            pieces[1] if len(pieces) > 2 or normal(pieces[-1]) not in _COUNTRY_CODES else pieces[-1]
        )
    if len(pieces) > 2:
        parts["country"] = pieces[-1]
    return parts
