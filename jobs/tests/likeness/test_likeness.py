from dataclasses import replace
from itertools import permutations
from uuid import UUID, uuid5

import pytest
from rensa import RMinHash

from jobs.likeness import (
    Answer,
    Facts,
    Kind,
    companies,
    compare,
    kind_of,
    likeness_keys,
    partition,
    read,
    texts,
    titles,
)
from jobs.likeness.urls import canonical_url

SPACE = UUID(int=7)
TEXT = (
    "We bake sourdough bread for the whole town and look for somebody who enjoys early hours. "
    "You knead, shape and bake by hand, keep the ovens clean and help in the shop at noon. "
    "We pay for your training, give you bread to take home and every second weekend off."
)


def facts(name="a", **changes):
    """One bakery's advertisement."""
    start = Facts(
        id=uuid5(SPACE, name), source=name, external_id=name, title="Baker", company="Hartwell Ltd",
        text=TEXT, place="London", country="GB", lat=51.5, lon=-0.12,
    )  # fmt: skip
    return replace(start, **changes)


def answer(one, other):
    return compare(read(one), read(other)).answer


class TestCanonicalUrl:
    @pytest.mark.parametrize(
        ("url", "same"),
        [
            ("HTTP://Jobs.Example.org:80/a/1/#apply", "https://jobs.example.org/a/1"),
            ("https://x.org/a?utm_source=q&id=7&gclid=z", "https://x.org/a?id=7"),
            ("https://x.org/a?gh_src=1&lever-source=LinkedIn&ref=me", "https://x.org/a"),
            ("https://x.org/a?gh_jid=4", "https://x.org/a?gh_jid=4"),
            ("https://x.org/A/b?q=1&p=2", "https://x.org/A/b?q=1&p=2"),
            ("https://x.org:8443/a", "https://x.org:8443/a"),
            ("https://x.org/", ""),
            ("javascript:alert(1)", ""),
            ("https://[::1", ""),
            ("https://x.org:99999/a", ""),
        ],
    )
    def test_strips_only_what_says_who_linked(self, url, same):
        assert canonical_url(url) == same


class TestCompanyCore:
    @pytest.mark.parametrize(
        ("name", "core"),
        [
            ("Hartwell & Finch GmbH & Co. KG", "hartwell finch"),
            ("ACME UK Ltd.", "acme"),
            ("Amazon.com", "amazon"),
            ("CV Library", ""),
            ("Advertiser Confidential", ""),
            ("France", "france"),
            ("The Company", "the company"),
        ],
    )
    def test_drops_legal_forms_and_branches(self, name, core):
        assert companies.company_core(name) == core


class TestTitleRelation:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("Baker (m/w/d)", "Baker", "EQUAL"),
            ("Développeur·se web (H/F)", "Développeur.se Web F/H", "EQUAL"),
            ("Data Scientist - £40k-£50k + bonus", "Data scientist", "EQUAL"),
            ("Analytics Engineer, Data", "Data Analytics Engineer", "EQUAL"),
            ("CNC Operators", "CNC Operator", "EQUAL"),
            ("Baker in London", "Baker", "EQUAL"),
            ("Java Developer", "Developer", "WIDER"),
            ("Data Engineer (Contract)", "Data Engineer", "EQUAL"),
            ("Senior Baker", "Baker", "OTHER"),
            ("Baker II", "Baker", "OTHER"),
            ("Baker II", "Baker III", "OTHER"),
            ("Teacher year 3", "Teacher year 5", "OTHER"),
            ("Nurse, part time", "Nurse, full time", "OTHER"),
            ("Intern 2026", "Intern 2027", "OTHER"),
            ("Java Developer", "Python Developer", "OTHER"),
            ("Baker", "Plumber", "OTHER"),
        ],
    )
    def test_tells_jobs_apart(self, one, other, expected):
        read_one = titles.read_title(one, "London", country="GB")
        read_other = titles.read_title(other, "London", country="GB")

        assert titles.relation(read_one, read_other).name == expected
        assert titles.relation(read_other, read_one).name == expected


class TestCompare:
    @pytest.mark.parametrize(
        "changes",
        [
            {"text": f"{TEXT[:200]}…"},
            {"company": "HARTWELL"},
            {"company": ""},
            {"place": "", "lat": None, "lon": None},
            {"place": "Leeds", "lat": 53.8, "lon": -1.55},
            {"title": "Baker (m/f/d)"},
        ],
        ids=["excerpt", "spelling", "nobody", "no place", "elsewhere", "gender mark"],
    )
    def test_knows_the_same_job(self, changes):
        assert answer(facts("a"), facts("b", **changes)) is Answer.SAME

    @pytest.mark.parametrize(
        "changes",
        [
            {"title": "Senior baker"},
            {"title": "Pastry cook"},
            {"text": f"{TEXT} Vacancy ref: 77-B"},
        ],
        ids=["level", "role", "requisition"],
    )
    def test_knows_another_job(self, changes):
        one = facts("a", text=f"{TEXT} Vacancy ref: 76-B")

        assert answer(one, facts("b", **changes)) is Answer.DIFFERENT

    @pytest.mark.parametrize(
        "changes",
        [
            {"company": "Finch", "place": "Leeds", "lat": 53.8, "lon": -1.55},
            {"text": "Something else entirely is written here. " * 9},
            {"text": ""},
            {"country": "US", "company": "Another"},
        ],
        ids=["another employer elsewhere", "another text", "no text", "another country"],
    )
    def test_stays_unsure_rather_than_wrong(self, changes):
        one = facts("a", company="Hartwell", text=TEXT if changes.get("text") != "" else "")
        if changes.get("text") == "":
            changes = {**changes, "place": "Leeds"}

        assert answer(one, facts("b", **changes)) is Answer.UNSURE

    def test_two_ids_open_on_an_employers_own_board_are_two_openings(self):
        board = {"source": "greenhouse", "is_own_board": True}
        one, other = facts("a", **board), facts("b", **board)

        assert answer(one, other) is Answer.DIFFERENT
        assert answer(one, replace(other, is_open=False)) is Answer.SAME
        assert answer(one, replace(other, place="Leeds", lat=53.8, lon=-1.55)) is Answer.SAME

    def test_one_page_is_one_job_whatever_its_text(self):
        one = facts("a", url="https://x.org/jobs/1?utm_source=a")
        other = facts("b", url="http://x.org/jobs/1/", text="Ours to write anew. " * 20)

        assert answer(one, other) is Answer.SAME

    def test_does_not_mind_the_order(self):
        some = [facts("a"), facts("b", title="Baker II"), facts("c", text=TEXT[:150])]

        for one, other in permutations(some, 2):
            assert compare(read(one), read(other)) == compare(read(other), read(one))


class TestLikenessKeys:
    def test_are_the_same_in_every_process_and_version(self):
        """Keys are stored: a library that hashes otherwise would meet nobody published before."""
        sketch = RMinHash(num_perm=4, seed=42)
        sketch.update(["we bake bread", "bake bread daily"])

        assert RMinHash.ALGORITHM_VERSION == 2
        assert sketch.digest() == [960235889, 1200619950, 898261828, 3395963368]

    def test_meet_where_the_text_or_the_names_do(self):
        one = set(likeness_keys(read(facts("a"))))
        cut = set(likeness_keys(read(facts("b", text=TEXT[:100], company="Hartwell"))))
        unnamed = set(likeness_keys(read(facts("c", company="", title="Bread maker"))))

        assert {kind_of(key) for key in one & cut} == {Kind.NAME}
        assert {kind_of(key) for key in one & unnamed} == {Kind.TEXT}

    def test_places_of_one_listing_meet(self):
        keys = [set(likeness_keys(read(facts("a")), place_key=place)) for place in ("x", "y")]

        assert Kind.LISTING in {kind_of(key) for key in keys[0] & keys[1]}

    @pytest.mark.parametrize("text", ["", "\x00", "🦊" * 400, "a " * 50_000, "\ud800 lone"])
    def test_survive_any_text(self, text):
        keys = likeness_keys(read(facts("a", text=text, title=text[:300] or "x")))

        assert all(0 < key < 2**63 for key in keys)


class TestReferences:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Req ID: 358018 NTT", {"358018"}),
            ("Requisition number: 2357615 Job", {"2357615"}),
            ("Job ref: 2026-109 Job type", {"2026-109"}),
            ("We refer: you", set()),
        ],
    )
    def test_are_read(self, text, found):
        assert texts.references(text) == found


class TestPartition:
    a, b, c, d = sorted(uuid5(SPACE, str(n)) for n in range(4))

    def test_joins_what_is_the_same(self):
        found = partition({(self.a, self.b): 1.0, (self.b, self.c): 0.9}, [])

        assert found.groups() == [[self.a, self.b, self.c]]

    def test_never_brings_together_what_must_stand_apart(self):
        same = {(self.a, self.b): 0.9, (self.b, self.c): 0.8}

        found = partition(same, [(self.a, self.c)])

        assert found.groups() == [[self.a, self.b]]

    def test_splits_a_standing_group_by_a_later_mark(self):
        found = partition({}, [(self.a, self.b)], together=[[self.a, self.b, self.c]])

        assert found.groups() == [[self.a, self.c]]

    def test_gives_the_same_groups_in_any_order(self):
        pairs = [((self.a, self.b), 0.9), ((self.b, self.c), 0.9), ((self.c, self.d), 0.9)]
        apart = [(self.a, self.d)]

        found = {str(partition(dict(order), apart).groups()) for order in permutations(pairs)}

        assert len(found) == 1
