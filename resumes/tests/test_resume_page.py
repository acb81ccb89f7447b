"""The page of one resume: places, questions, corrections, versions."""

import html

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from applications.tests.factories import ApplicationFactory
from resumes import storage
from resumes.models import ResumeVersion
from resumes.parsing.sniff import PDF
from resumes.tests import files
from resumes.tests.factories import ResumeVersionFactory

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
BOX = {"page": 0, "line": 0, "box": [72.0, 60.0, 150.0, 74.0], "confidence": 0.98}


@pytest.fixture
def sam(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def version(sam):
    """A version whose original is a PDF of one page."""
    made = ResumeVersionFactory(
        resume__owner=sam,
        media_type=PDF,
        pages=1,
        provenance={"/basics/name": BOX, "/work/0/position": {**BOX, "line": 3, "confidence": 0.4}},
    )
    made.file_key = storage.key_of(sam.pk, made.sha256)
    made.save()
    storage.store(made.file_key, files.pdf())
    return made


def text_of(response):
    return html.unescape(response.content.decode())


def page_of(version, query=""):
    return f"{reverse('resume', args=[version.resume_id])}{query}"


def edit_of(version, section, query=""):
    return f"{reverse('resume-edit', args=[version.pk, section])}{query}"


class TestOriginal:
    def test_stands_beside_what_was_read_with_its_places(self, client, version):
        page = text_of(client.get(page_of(version)))
        assert reverse("resume-page", args=[version.sha256, 1]) in page
        assert 'viewBox="0 0 612.0 792.0"' in page
        assert page.count('data-mark="m0-0-72-74"') == 2
        assert 'href="#f-basics-name"' in page
        assert 'id="f-basics-name"' in page

    def test_writes_numbers_for_machines_in_every_language(self, client, version):
        page = text_of(client.get(page_of(version), HTTP_ACCEPT_LANGUAGE="de"))
        assert 'x="70.5"' in page

    def test_is_the_text_where_there_are_no_pages(self, client, sam):
        version = ResumeVersionFactory(
            resume__owner=sam,
            media_type="text/plain",
            provenance={"/basics/name": {"page": 0, "line": 0, "box": None, "confidence": 0.9}},
        )
        page = text_of(client.get(page_of(version)))
        assert '<a class="line" href="#f-basics-name" data-mark="m0-0">Sam Example</a>' in page

    def test_does_not_break_the_page_when_it_is_lost(self, client, version):
        storage.delete(version.file_key)
        page = text_of(client.get(page_of(version)))
        assert "Django and PostgreSQL at Acme" in page
        assert "sheet-marks" not in page


class TestCheck:
    def test_asks_with_the_place_and_what_was_read(self, client, version):
        page = text_of(client.get(page_of(version)))
        assert "2 things to check" in page
        assert "Your position at Acme" in page
        assert "Not on my resume" in page
        assert '<div class="crop"' in page
        assert 'data-part="fix"' in page

    def test_keeps_three_kinds_of_answers_as_one_version(self, client, version):
        answers = {"verdict_0": "right", "verdict_1": "fix", "answer_1": "Leeds"}
        answers["answer_0"] = "Backend developer"
        response = client.post(reverse("resume-check", args=[version.pk]), answers)
        edited = ResumeVersion.objects.get(origin="EDITED")
        assert response["Location"] == page_of(version, f"?version={edited.number}")
        assert edited.parsed["basics"]["location"]["city"] == "Leeds"
        assert edited.provenance["/work/0/position"]["confidence"] == 1.0
        assert "Nothing left to check" in text_of(client.get(response["Location"]))

    def test_never_asks_again_for_what_is_not_there(self, client, version):
        check = reverse("resume-check", args=[version.pk])
        client.post(check, {"verdict_0": "absent", "verdict_1": "absent"})
        edited = ResumeVersion.objects.get(origin="EDITED")
        assert "position" not in edited.parsed["work"][0]
        assert "Nothing left to check" in text_of(client.get(page_of(version)))

    def test_gives_a_wrong_answer_back_beside_its_question(self, client, sam):
        version = ResumeVersionFactory(
            resume__owner=sam, provenance={"/basics/email": {**BOX, "confidence": 0.3}}
        )
        check = reverse("resume-check", args=[version.pk])
        response = client.post(check, {"verdict_0": "fix", "answer_0": "sam at example"})
        assert response.status_code == 422
        assert "This is not an e-mail address" in text_of(response)
        assert "sam at example" in text_of(response)
        assert not ResumeVersion.objects.filter(origin="EDITED").exists()

    def test_refuses_an_answer_that_is_too_long(self, client, version):
        answers = {"verdict_0": "fix", "answer_0": "x" * 1001, "verdict_1": "absent"}
        response = client.post(reverse("resume-check", args=[version.pk]), answers)
        assert response.status_code == 422
        assert "At most 1000 characters fit here" in text_of(response)
        assert not ResumeVersion.objects.filter(origin="EDITED").exists()
        assert "maxlength" not in text_of(response)


class TestEdit:
    def saved(self, client, version, section, query="", **fields):
        form = client.get(edit_of(version, section, query)).context["form"]
        data = {name: form[name].value() or "" for name in form.fields if "remove" not in name}
        return client.post(edit_of(version, section, query), {**data, **fields})

    def test_saves_one_entry_as_one_version(self, client, version):
        response = self.saved(
            client,
            version,
            "work",
            "?entry=0&focus=0-position",
            **{
                "0-position": "Lead developer",
                "0-startDate": "March 2018",
                "0-highlights": "Built a Django REST API on PostgreSQL\r\nRan it\r\n\r\n",
            },
        )
        edited = ResumeVersion.objects.get(origin="EDITED")
        assert response["Location"].startswith(page_of(version, f"?version={edited.number}"))
        job = edited.parsed["work"][0]
        assert (job["position"], job["startDate"]) == ("Lead developer", "2018-03")
        assert job["highlights"] == ["Built a Django REST API on PostgreSQL", "Ran it"]
        assert job["endDate"] == "2024-05"
        assert "/work/0/endDate" not in edited.provenance

    def test_saves_nothing_when_nothing_changed(self, client, version):
        self.saved(client, version, "work", "?entry=0")
        self.saved(client, version, "basics")
        self.saved(client, version, "skills")
        assert ResumeVersion.objects.count() == 1

    def test_saves_a_short_list_at_once(self, client, version):
        fields = {"0-keywords": "Python\nRust", "new-name": "Tools", "new-keywords": "Git"}
        self.saved(client, version, "skills", "?entry=0&focus=0-keywords", **fields)
        edited = ResumeVersion.objects.get(origin="EDITED")
        assert edited.parsed["skills"] == [
            {"name": "Backend", "keywords": ["Python", "Rust"]},
            {"name": "Tools", "keywords": ["Git"]},
        ]

    def test_takes_single_words_as_one_list(self, client, version):
        version.parsed["skills"] = [
            {"name": "Python"},
            {"name": "Data", "keywords": ["SQL"]},
            {"name": "Pyhton"},
            {"name": "Git"},
        ]
        version.save()
        self.saved(client, version, "skills")
        assert ResumeVersion.objects.count() == 1
        words = {"words": "Rust\r\nPython\r\nGo", "1-level": "Good"}
        self.saved(client, version, "skills", **words)
        skills = ResumeVersion.objects.get(origin="EDITED").parsed["skills"]
        assert sorted(skill["name"] for skill in skills) == ["Data", "Go", "Python", "Rust"]
        assert {"name": "Data", "keywords": ["SQL"], "level": "Good"} in skills

    def test_adds_and_removes_an_entry(self, client, version):
        self.saved(client, version, "work", "?entry=new", **{"new-position": "Intern"})
        added = ResumeVersion.objects.get(origin="EDITED")
        assert [job["position"] for job in added.parsed["work"]] == ["Backend developer", "Intern"]
        self.saved(client, added, "work", "?entry=0", **{"0-remove": "on"})
        newest = ResumeVersion.objects.order_by("-number").first()
        assert [job["position"] for job in newest.parsed["work"]] == ["Intern"]

    def test_adds_the_first_of_a_section(self, client, version):
        self.saved(client, version, "profiles", "?entry=new", **{"new-url": "github.com/sam"})
        edited = ResumeVersion.objects.get(origin="EDITED")
        assert edited.parsed["basics"]["profiles"] == [{"url": "github.com/sam"}]

    def test_never_cuts_what_is_long(self, client, version):
        assert "maxlength" not in text_of(client.get(edit_of(version, "work", "?entry=0")))
        words = [f"Skill {number}" for number in range(300)]
        self.saved(client, version, "skills", **{"0-keywords": "\r\n".join(words)})
        self.saved(client, version, "basics", label="x" * 700)
        (of_skills, of_label) = ResumeVersion.objects.filter(origin="EDITED").order_by("number")
        assert of_skills.parsed["skills"][0]["keywords"] == words
        assert of_label.parsed["basics"]["label"] == "x" * 700

    def test_keeps_what_was_read_longer_than_anybody_writes(self, client, version):
        long = ["x" * 6000, *map(str, range(1100))]
        version.parsed["work"][0]["highlights"] = long
        version.save()
        self.saved(client, version, "work", "?entry=0", **{"0-name": "Acme Ltd"})
        job = ResumeVersion.objects.get(origin="EDITED").parsed["work"][0]
        assert (job["name"], job["highlights"]) == ("Acme Ltd", long)

    @pytest.mark.parametrize(
        ("section", "query", "fields", "sentence"),
        [
            ("basics", "", {"label": "x" * 1001}, "At most 1000 characters fit here"),
            ("basics", "", {"summary": "x" * 20_001}, "At most 20000 characters fit here"),
            ("skills", "", {"0-keywords": "x\n" * 1001}, "At most 1000 entries fit here"),
            ("basics", "", {"email": "x"}, "This is not an e-mail address"),
            ("basics", "", {"phone": "12"}, "This is not a phone number"),
            ("work", "?entry=0", {"0-endDate": "soon"}, "Write it as 2019 or 2019-04."),
            ("work", "?entry=0", {"0-endDate": "2001"}, "The end lies before the start."),
        ],
    )
    def test_gives_what_makes_no_sense_back(
        self, client, version, section, query, fields, sentence
    ):
        response = self.saved(client, version, section, query, **fields)
        assert response.status_code == 422
        assert sentence in text_of(response)
        assert ResumeVersion.objects.count() == 1

    def test_says_so_when_another_window_saved_first(self, client, version):
        form = client.get(edit_of(version, "basics")).context["form"]
        stale = {name: form[name].value() or "" for name in form.fields}
        self.saved(client, version, "basics", name="Samira")
        response = client.post(edit_of(version, "basics"), {**stale, "name": "Sammy"})
        assert response.status_code == 422
        assert "was saved meanwhile" in text_of(response)
        assert "Sammy" in text_of(response)

    def test_stands_in_the_place_of_what_it_corrects(self, client, version):
        part = text_of(client.get(edit_of(version, "work", "?entry=0&focus=0-name"), **HTMX))
        assert 'id="entry-work-0"' in part
        assert "<html" not in part
        assert part.index("data-focus-after-swap") > part.index("0-position")
        wrong = client.post(edit_of(version, "work", "?entry=0"), {"0-endDate": "x"}, **HTMX)
        assert (wrong.status_code, wrong["HX-Retarget"]) == (422, "#entry-work-0")
        data = {"newest": version.number, "name": "Samira", "email": "sam@example.org"}
        saved = client.post(edit_of(version, "basics"), data, **HTMX)
        assert saved["HX-Push-Url"] == page_of(version, f"?version={version.number + 1}")
        assert f"Saved as version {version.number + 1}" in text_of(saved)

    @pytest.mark.parametrize(
        ("section", "query"), [("nothing", ""), ("work", "?entry=9"), ("work", "?entry=x")]
    )
    def test_knows_only_what_is_there(self, client, version, section, query):
        assert client.get(edit_of(version, section, query)).status_code == 404

    def test_knows_no_version_that_was_not_read(self, client, sam):
        failed = ResumeVersionFactory(resume__owner=sam, state="FAILED")
        assert client.get(edit_of(failed, "basics")).status_code == 404


class TestVersions:
    def two(self, client, version):
        data = {"newest": version.number, "name": "Samira Example", "email": "sam@example.org"}
        client.post(edit_of(version, "basics"), data)
        return ResumeVersion.objects.get(origin="EDITED")

    def test_are_compared_side_by_side(self, client, version):
        self.two(client, version)
        page = text_of(client.get(reverse("resume-compare", args=[version.resume_id])))
        assert "2 changed" in page or "1 changed" in page
        assert "<del>" in page
        assert "removed:" in page
        assert "Samira" in page

    def test_need_two_to_be_compared(self, client, version):
        page = client.get(reverse("resume-compare", args=[version.resume_id]))
        assert "One version so far" in text_of(page)

    @pytest.mark.parametrize("query", ["?from=99&to=1", "?from=x", "?from=99999999999999999999"])
    def test_know_only_numbers_that_are_there(self, client, version, query):
        self.two(client, version)
        page = reverse("resume-compare", args=[version.resume_id])
        assert client.get(f"{page}{query}").status_code == 404

    def test_come_back_as_the_newest(self, client, version):
        self.two(client, version)
        response = client.post(reverse("resume-version-restore", args=[version.pk]), follow=True)
        assert "is back as version" in text_of(response)
        newest = ResumeVersion.objects.order_by("-number").first()
        assert (newest.origin, newest.parsed) == ("RESTORED", version.parsed)

    def test_say_when_an_older_one_is_looked_at(self, client, version):
        edited = self.two(client, version)
        page = text_of(client.get(page_of(version, f"?version={version.number}")))
        assert f"the newest is {edited.number}" in page
        assert "Restore this one" in page

    def test_say_which_applications_they_go_with(self, client, sam, version):
        edited = self.two(client, version)
        ours = ApplicationFactory.create_batch(2, owner=sam, version=version)
        theirs = ApplicationFactory(version=version)
        page = text_of(client.get(page_of(version)))
        assert page.count("Used in 2 applications") == 1
        assert all(reverse("application", args=[one.pk]) in page for one in ours)
        assert str(ours[0]) in page
        assert str(theirs.pk) not in page
        of_old = text_of(client.get(page_of(version, f"?version={version.number}")))
        assert of_old.count("Used in 2 applications") == 2
        ApplicationFactory(owner=sam, version=edited)
        assert "Used in 1 application" in text_of(client.get(page_of(version)))

    def test_ask_once_whatever_they_are_used_for(
        self, client, sam, version, django_assert_max_num_queries
    ):
        def queries():
            with django_assert_max_num_queries(60) as seen:
                client.get(page_of(version))
            return len(seen)

        self.two(client, version)
        ApplicationFactory(owner=sam, version=version)
        few = queries()
        ApplicationFactory.create_batch(20, owner=sam, version=version)
        assert queries() == few

    def test_have_names(self, client, version):
        label = reverse("resume-version-label", args=[version.pk])
        client.post(label, {"label": "Sent to Acme"})
        assert "“Sent to Acme”" in text_of(client.get(page_of(version)))
        assert client.post(label, {"label": "x" * 81}).status_code == 422
        client.post(label, {"label": ""})
        version.refresh_from_db()
        assert version.label == ""


class TestOwnership:
    @pytest.mark.parametrize(
        ("name", "method"),
        [
            ("resume-check", "post"),
            ("resume-version-restore", "post"),
            ("resume-version-label", "get"),
            ("resume-version-label", "post"),
        ],
    )
    def test_hides_the_versions_of_others(self, client, sam, name, method):
        theirs = ResumeVersionFactory()
        assert getattr(client, method)(reverse(name, args=[theirs.pk])).status_code == 404
        assert ResumeVersion.objects.count() == 1

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_hides_their_entries_and_their_differences(self, client, sam, method):
        theirs = ResumeVersionFactory()
        assert getattr(client, method)(edit_of(theirs, "basics")).status_code == 404
        compare = reverse("resume-compare", args=[theirs.resume_id])
        assert client.get(compare).status_code == 404
