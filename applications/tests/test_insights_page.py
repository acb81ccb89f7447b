"""`/insights` with none, few and many, as a browser without JavaScript and a client of the API see it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import ProfileFactory
from applications import services
from applications.states import Status
from applications.tests.factories import ApplicationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam():
    return ProfileFactory.create(name="Sam Okafor", time_zone="Europe/Berlin").user


@pytest.fixture
def page(client, sam):
    client.force_login(sam)
    return client


def sent(sam, count, *steps):
    now = timezone.now()
    for n in range(count):
        row = ApplicationFactory.create(owner=sam, source_name="</script><b>", fit_at_applying=80)
        for nth, to in enumerate((Status.APPLIED, *steps)):
            at = now - timedelta(days=20 - nth - n)
            services.move_application(application=row, to=to, actor=sam, now=at)


class TestPage:
    def test_says_what_it_will_show(self, page):
        said = page.get(reverse("insights")).content.decode()
        assert "Once you have saved and sent some" in said
        assert "How far back" not in said

    def test_few_have_counts_and_no_rates(self, page, sam):
        sent(sam, 2, Status.SCREENING)
        shown = page.get(reverse("insights"))
        said = shown.content.decode()
        assert "2 of 2" in said
        assert "Rates are shown from 5 applications on" in said
        assert "100%" not in said
        assert {"bands", "sources", "stays"} & shown.context["charts"].keys() == set()

    def test_every_picture_has_its_table(self, page, sam):
        sent(sam, 6, Status.SCREENING, Status.REJECTED)
        sent(sam, 3)
        shown = page.get(reverse("insights"), {"period": "90"})
        said = shown.content.decode()
        assert shown.context["charts"].keys() == {
            "roads",
            "stays",
            "bands",
            "sources",
            "versions",
            "days",
        }
        for key in shown.context["charts"]:
            assert f'data-chart="{key}"' in said
            assert f'data-chart-table="{key}" open' in said
        assert "67% (6 of 9)" in said
        assert "35–88%" in said
        data = said.partition('id="chart-data" type="application/json">')[2].partition("</script>")
        assert json.loads(data[0])["bands"]["rates"] == [[67, 35, 88]]

    def test_a_time_with_nothing_leads_back(self, page, sam):
        old = timezone.now() - timedelta(days=60)
        row = services.add_by_hand(owner=sam, title="A", company_name="B", now=old)
        row.created_at = old
        row.save()
        said = page.get(reverse("insights"), {"period": "30"}).content.decode()
        assert "Nothing in this time" in said
        assert page.get(reverse("insights"), {"period": "nonsense"}).status_code == 200


class TestApi:
    def test_answers_the_same_figures(self, page, sam):
        sent(sam, 6, Status.SCREENING)
        answer = page.get(reverse("api-insights"), {"period": "365"})
        assert answer.status_code == 200
        body = answer.json()
        assert body["total"]["answered"] == {
            "part": 6,
            "whole": 6,
            "percent": 100,
            "low": 61,
            "high": 100,
        }
        assert body["roads"] == [{"steps": ["SCREENING"], "end": "OPEN", "count": 6}]
        assert body["by_source"][0]["name"] == "</script><b>"

    def test_refuses_an_unknown_time_and_strangers(self, page, client):
        assert page.get(reverse("api-insights"), {"period": "7"}).status_code == 400
        client.logout()
        assert client.get(reverse("api-insights")).status_code == 401
