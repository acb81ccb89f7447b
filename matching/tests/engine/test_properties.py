"""What must hold of every fit, whatever the texts."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.fitting import fit
from matching.engine.posting import read_posting
from matching.engine.resume import read_resume
from matching.types import BAND_FLOORS, Band, Fit, PostingFacts, StopKind, Verdict, Wishes, band_of

TODAY = date(2026, 11, 22)
SKILLS = ["Python", "Django", "PostgreSQL", "Kubernetes", "Docker", "Terraform", "React", "SQL"]
POSTING = PostingFacts(
    title="Backend developer",
    description=(
        "We build payment APIs for shops in Leeds.\n"
        "You design and build REST services in Python and Django.\n"
        "You have 3+ years of work with PostgreSQL and Docker.\n"
        "A degree in computer science or similar.\n"
        "Nice to have: Kubernetes and Terraform."
    ),
    years_wanted=3,
    degree_wanted="BACHELOR",
    language="en",
    place="Leeds",
    country="GB",
)
WISHES = Wishes(countries=("GB",), languages=("en",))


def resume(skills=("Python",), position="Backend developer", highlights=None):
    return {
        "basics": {"name": "Sam Example"},
        "work": [
            {
                "name": "Acme",
                "position": position,
                "startDate": "2019-01",
                "endDate": "2024-05",
                "highlights": highlights
                or ["Built a REST API for payments used by four hundred shops"],
            }
        ],
        "education": [{"institution": "Leeds", "studyType": "BSc", "area": "Physics"}],
        "skills": [{"name": "Tools", "keywords": list(skills)}],
    }


def profile(**fields):
    parsed = resume(**fields)
    text = "\n".join([*parsed["work"][0]["highlights"], ", ".join(parsed["skills"][0]["keywords"])])
    return read_resume(parsed, text, "en", today=TODAY)


def judged(facts=POSTING, wishes=WISHES, **fields) -> Fit:
    return fit(profile(**fields), read_posting(facts), wishes)


class TestAddingATrueSkill:
    @settings(max_examples=40, deadline=None)
    @given(held=st.sets(st.sampled_from(SKILLS), min_size=1), added=st.sampled_from(SKILLS))
    def test_never_lowers_any_of_the_three_numbers(self, held, added):
        before = judged(skills=sorted(held))
        after = judged(skills=sorted(held | {added}))
        assert (after.fit, after.low, after.high) >= (before.fit, before.low, before.high)
        assert after.fit >= before.fit
        assert after.low >= before.low

    def test_raises_it_when_the_posting_asks_for_it(self):
        assert judged(skills=["Python", "PostgreSQL"]).fit > judged(skills=["Python"]).fit


class TestRepeatingWords:
    @pytest.mark.parametrize("times", [2, 20])
    def test_of_the_resume_gains_nothing(self, times):
        once = judged(skills=["Python", "Docker"])
        often = judged(skills=["Python", "Docker"] * times)
        assert often.as_json() == once.as_json() or often.fit == once.fit
        line = "Built a REST API for payments used by four hundred shops"
        assert judged(highlights=[line] * times).fit == judged(highlights=[line]).fit

    def test_of_a_dated_entry_gains_nothing(self):
        parsed = resume()
        twice = {**parsed, "work": parsed["work"] * 2}
        one = read_resume(parsed, "", "en", today=TODAY)
        two = read_resume(twice, "", "en", today=TODAY)
        assert two.months == one.months
        posting = read_posting(POSTING)
        assert fit(two, posting, WISHES).fit == fit(one, posting, WISHES).fit

    def test_of_the_posting_gains_nothing(self):
        stuffed = replace(POSTING, description=POSTING.description + "\nPython Python Python")
        assert judged(stuffed).matched[0] == judged().matched[0]
        must = read_posting(stuffed).must
        assert len({skill.name for skill in must}) == len(must)


class TestRoleShape:
    @pytest.mark.parametrize(
        "title",
        [
            "Head of backend development",
            "Director of backend development",
            "Backend development manager",
            "Backend developer internship",
        ],
    )
    def test_another_shape_never_outranks_the_right_one(self, title):
        right, wrong = judged(), judged(replace(POSTING, title=title))
        assert wrong.number < right.number
        assert wrong.fit < dict(BAND_FLOORS)[Band.GOOD]

    def test_a_manager_is_no_contributor_either(self):
        manager = {"position": "Engineering manager"}
        team = replace(POSTING, title="Engineering manager")
        assert judged(team, **manager).fit > judged(POSTING, **manager).fit

    @pytest.mark.parametrize(
        ("held", "title"),
        [
            ("Office manager", "Manager - Analytics Delivery - Assurance - Belfast"),
            ("Data analyst", "SOC Analyst"),
            ("Teaching assistant", "Sales Assistant"),
            ("Software engineer", "Sales Engineer"),
            ("HR officer", "Security Officer"),
        ],
    )
    def test_a_head_word_alone_is_not_the_same_role(self, held, title):
        facts = replace(POSTING, title=title, description="")
        part = next(part for part in judged(facts, position=held).parts if part.key == "ROLE")
        assert part.points < part.weight / 2
        assert part.evidence[0].verdict != Verdict.MET

    def test_another_name_of_the_same_work_is_nearly_the_same_role(self):
        facts = replace(POSTING, title="People Partner", description="")
        part = next(p for p in judged(facts, position="HR advisor").parts if p.key == "ROLE")
        assert part.points >= 0.75 * part.weight

    def test_a_product_manager_leads_no_people(self):
        posting = read_posting(replace(POSTING, title="Product manager"))
        assert not posting.leads_people


class TestReadingAResume:
    def test_takes_no_name_or_address_for_a_title(self):
        parsed = {"basics": {"name": "Jane Smith"}}
        text = "Jane Smith\njane.smith@example.com\nBaker Street 4, 221000"
        assert read_resume(parsed, text, "en", today=TODAY).roles == ()


class TestDeterminism:
    def test_gives_the_same_values_twice(self):
        assert judged().as_json() == judged().as_json()

    def test_survives_being_stored(self):
        found = judged()
        assert Fit.from_json(found.as_json()) == found


class TestReasons:
    def test_quote_both_sides_word_for_word(self):
        found = judged(skills=["Python", "Django", "PostgreSQL"])
        reasons = found.reasons(3)
        assert len(reasons) == 3
        texts = " ".join([POSTING.title, POSTING.description])
        for reason in reasons:
            assert reason.posting.strip("… ") in texts
            assert reason.resume

    def test_an_excerpt_still_gives_three(self):
        excerpt = replace(
            POSTING,
            description="You design and build REST services for payments in Python and Django for s…",
            is_excerpt=True,
            years_wanted=None,
            degree_wanted="",
        )
        found = judged(excerpt, skills=["Python", "Django"])
        assert len(found.reasons(3)) == 3
        assert found.is_provisional
        assert found.low <= found.fit <= found.high
        assert found.number == found.low

    def test_never_miss_what_is_no_skill(self):
        vague = "You bring performance, leadership, engineering, teamwork and analysis."
        facts = replace(POSTING, description=f"{POSTING.description}\n{vague}")
        assert judged(facts).missing == judged().missing

    def test_leave_out_what_enrichment_found_not_asked(self):
        perks = f"{POSTING.description}\nLife insurance and a gym."
        facts = replace(POSTING, description=perks, skills=("Python", "Django", "PostgreSQL"))
        assert "Insurance" not in {line.subject for line in judged(facts).missing}

    @pytest.mark.parametrize(
        "pitch",
        ["Join EY and help to build a better working world.", "This is a unique opportunity."],
    )
    def test_never_liken_work_to_a_pitch(self, pitch):
        facts = replace(POSTING, description=pitch)
        advice = "Here again, take any opportunity to use words you find in the job description."
        found = judged(facts, highlights=[advice, "Helped to build a better world of work for all"])
        assert not [line for line in found.matched if line.subject == "DUTY"]

    def test_a_skill_of_the_summary_only_is_said_elsewhere(self):
        parsed = resume(skills=["Python"])
        parsed["basics"]["summary"] = "Also at home with Docker."
        found = fit(read_resume(parsed, "", "en", today=TODAY), read_posting(POSTING), WISHES)
        assert [(line.subject, line.resume) for line in found.elsewhere] == [
            ("Docker", "Also at home with Docker.")
        ]

    def test_say_what_is_missing_and_what_is_elsewhere(self):
        found = judged(skills=["Python"])
        assert "Docker" in {line.subject for line in found.missing}
        parsed = resume(skills=["Python"])
        hidden = read_resume(parsed, "I also ran Docker at home", "en", today=TODAY)
        elsewhere = fit(hidden, read_posting(POSTING), WISHES).elsewhere
        assert [line.verdict for line in elsewhere if line.subject == "Docker"] == [
            Verdict.ELSEWHERE
        ]


class TestYears:
    def test_of_another_trade_do_not_count(self):
        facts = replace(POSTING, title="Staff nurse", description="You have 3 years of nursing.")
        part = next(part for part in judged(facts).parts if part.key == "YEARS")
        assert part.points == 0
        assert part.evidence[0].verdict == Verdict.MISSING


class TestUnknown:
    def test_too_little_stated_gives_no_number(self):
        bare = PostingFacts(title="Backend developer", description="", is_excerpt=True)
        found = fit(profile(), read_posting(bare), Wishes())
        assert found.fit is None
        assert found.number is None

    def test_leaves_the_denominator(self):
        without = replace(POSTING, years_wanted=None, degree_wanted="")
        assert judged(without).stated < judged().stated
        assert judged(without).fit is not None

    def test_one_skill_is_not_all_that_is_asked(self):
        one = replace(POSTING, description="We use Python.")
        part = next(part for part in judged(one).parts if part.key == "MUST")
        assert 0 < part.points <= part.stated < part.weight

    def test_no_part_has_more_points_than_were_stated(self):
        for part in judged(skills=SKILLS).parts:
            assert (part.points or 0) <= part.stated <= part.weight


class TestStops:
    def test_come_first_and_quote_the_posting(self):
        clearance = "You must hold active SC clearance."
        facts = replace(POSTING, description=f"{POSTING.description}\n{clearance}")
        stops = judged(facts).stops
        assert (stops[0].kind, stops[0].line) == (StopKind.LICENCE, clearance.strip(".")) or stops[
            0
        ].line == clearance
        assert not stops[0].is_certain

    def test_a_language_the_person_did_not_name(self):
        facts = replace(POSTING, description=POSTING.description + "\nFluent German is required.")
        found = judged(facts)
        assert found.is_stopped
        assert found.stops[0].kind == StopKind.LANGUAGE
        assert "German" in found.stops[0].line

    def test_pay_below_the_floor(self):
        facts = replace(POSTING, pay_yearly_max=30_000, pay_currency="GBP", pay_is_stated=True)
        wishes = replace(WISHES, pay_floor=50_000, pay_currency="GBP")
        assert judged(facts, wishes).stops[0].kind == StopKind.PAY
        estimated = replace(facts, pay_is_stated=False)
        assert not judged(estimated, wishes).is_stopped

    def test_sponsorship(self):
        line = "We are not able to offer visa sponsorship."
        facts = replace(POSTING, description=f"{POSTING.description}\n{line}")
        assert not judged(facts).is_stopped
        assert judged(facts, replace(WISHES, needs_sponsorship=True)).is_stopped
        assert judged(facts, replace(WISHES, right_to_work=("GB",))).stops == ()


class TestBands:
    def test_cover_every_number(self):
        assert [band_of(number) for number in (0, 35, 50, 65, 100)] == [
            "WEAK", "PARTIAL", "GOOD", "STRONG", "STRONG",
        ]  # fmt: skip
        assert [floor for _band, floor in BAND_FLOORS] == sorted(
            (floor for _band, floor in BAND_FLOORS), reverse=True
        )


class TestAnotherLanguage:
    def test_of_the_posting_can_be_partial_at_most(self):
        french = replace(POSTING, language="fr")
        found = judged(french, Wishes(countries=("GB",)))
        assert found.cap_note == "OTHER_LANGUAGE"
        assert found.number < dict(BAND_FLOORS)[Band.GOOD]
        assert found.stops[0].kind == StopKind.LANGUAGE
        assert found.stops[0].line in POSTING.description

    def test_that_the_person_named_is_no_matter(self):
        french = replace(POSTING, language="fr")
        assert judged(french, replace(WISHES, languages=("en", "fr"))).cap_note == ""
