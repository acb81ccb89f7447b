"""One page of a search of Talent Solution, through Google's own client.

Imports an optional, heavy package: only `matching.engines.talent` loads this, where it is configured.
Source: https://cloud.google.com/talent-solution/job-search/docs/reference/rest/v4/projects.tenants.jobs/search
"""

from collections.abc import Iterator
from dataclasses import dataclass

from google.api_core import exceptions
from google.auth.exceptions import GoogleAuthError
from google.cloud import talent_v4 as talent
from google.type import latlng_pb2, money_pb2

from core.talent import job_client
from jobs.selectors.places import country_name
from matching.engines.protocol import EngineAwayError, Question
from matching.engines.talent import Asker
from matching.types import WishedPlace, Wishes

PAGE = 100
_MOST_PLACES, _MOST_LANGUAGES = 5, 10
_KM_IN_A_MILE = 1.609344
_TYPES = {"CONTRACT": "CONTRACTOR", "OTHER": "OTHER_EMPLOYMENT_TYPE"}
_UNITS = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
_Preference = talent.LocationFilter.TelecommutePreference


def open_finder(parent: str, endpoint: str) -> "GoogleFinder":
    """Return the door to a tenant. Raises: EngineAwayError when there are no credentials."""
    try:
        return GoogleFinder(parent, job_client(endpoint))
    except GoogleAuthError as error:
        raise EngineAwayError(f"No credentials: {error}") from error


@dataclass(frozen=True, slots=True)
class GoogleFinder:
    """A `matching.engines.talent.Finder`."""

    parent: str
    client: talent.JobServiceClient

    def page(
        self, question: Question, query: str, asker: Asker, *, token: str, seconds: float
    ) -> tuple[list[str], str]:
        """Ask once: whoever waits for a page has no time for a second try."""
        request = talent.SearchJobsRequest(
            parent=self.parent,
            request_metadata=talent.RequestMetadata(
                domain=asker.domain, session_id=asker.session_id, user_id=asker.user_id
            ),
            job_query=job_query(question.wishes, query, question.profile.language),
            job_view=talent.JobView.JOB_VIEW_ID_ONLY,
            max_page_size=PAGE,
            page_token=token,
            order_by="relevance desc",
            diversification_level="DISABLED",  # we show the same work once ourselves
            enable_broadening=True,
        )
        try:
            found = self.client.search_jobs(request, timeout=max(seconds, 0.001), retry=None)
        except (exceptions.GoogleAPIError, GoogleAuthError) as error:
            said = getattr(error, "message", "") or error
            raise EngineAwayError(f"{type(error).__name__}: {said}") from error
        return [one.job.requisition_id for one in found.matching_jobs], found.next_page_token


def job_query(wishes: Wishes, query: str, language: str) -> talent.JobQuery:
    """Say in Google's words what is looked for.

    It is never narrower than a person's wishes where it can help it: they are applied again here.
    """
    return talent.JobQuery(
        query=query,
        query_language_code=language,
        disable_spell_check=True,  # it makes "Go" and "R" into words
        location_filters=_places(wishes),
        compensation_filter=_pay(wishes),
        employment_types=[_TYPES.get(name, name) for name in wishes.employment_types],
        language_codes=_languages(wishes),
        custom_attribute_filter=" AND ".join(_attributes(wishes)),
    )


def _languages(wishes: Wishes) -> list[str]:
    """Only what the person confirmed: a guess from a resume rules nothing out."""
    is_asked = wishes.is_confirmed and len(wishes.languages) <= _MOST_LANGUAGES
    return list(wishes.languages) if is_asked else []


def _places(wishes: Wishes) -> list[talent.LocationFilter]:
    """Any of these will do; more than Google takes are left to our own filter."""
    if wishes.remote == "ONLY":
        asked = [_remote(code) for code in wishes.countries] or [_remote("")]
    elif wishes.places:
        also = [_remote("")] if wishes.remote == "ALSO" else []
        asked = [*map(_near, wishes.places), *also]
    else:
        asked = [
            talent.LocationFilter(address=country_name(code), region_code=code)
            for code in wishes.countries
        ]
    return asked if len(asked) <= _MOST_PLACES else []


def _remote(country: str) -> talent.LocationFilter:
    return talent.LocationFilter(
        telecommute_preference=_Preference.TELECOMMUTE_ALLOWED, region_code=country
    )


def _near(place: WishedPlace) -> talent.LocationFilter:
    miles = place.radius_km / _KM_IN_A_MILE
    if place.lat is None or place.lon is None:
        return talent.LocationFilter(
            address=place.name, region_code=place.country, distance_in_miles=miles
        )
    point = latlng_pb2.LatLng(latitude=place.lat, longitude=place.lon)
    return talent.LocationFilter(lat_lng=point, distance_in_miles=miles)


def _pay(wishes: Wishes) -> talent.CompensationFilter | None:
    """A yearly floor; postings that state no pay are found too. Needs a currency."""
    if wishes.pay_floor is None or not wishes.pay_currency:
        return None
    floor = money_pb2.Money(currency_code=wishes.pay_currency, units=wishes.pay_floor)
    return talent.CompensationFilter(
        type_=talent.CompensationFilter.FilterType.ANNUALIZED_BASE_AMOUNT,
        units=_UNITS,
        range_=talent.CompensationInfo.CompensationRange(min_compensation=floor),
        include_jobs_with_unspecified_compensation_range=True,
    )


def _attributes(wishes: Wishes) -> Iterator[str]:
    """What has no filter of its own: the levels as we tell them apart, and internships."""
    if wishes.levels:
        levels = " OR ".join(f'level = "{level}"' for level in wishes.levels)
        yield f"({levels} OR EMPTY(level))"
    if wishes.internship_only:
        yield 'internship = "yes"'
