"""How the Talent Solution of the tests finds jobs: every filter of a search, read as Google reads it.

It is a bad remote on purpose: what expired, and what nobody here knows, it finds as well.
"""

import math
import re
from datetime import UTC

import grpc
from google.cloud import talent_v4 as talent

_YEARLY = {"HOURLY": 2080, "DAILY": 260, "WEEKLY": 52, "MONTHLY": 12, "YEARLY": 1}
_WORD = re.compile(r"[^\W_]+[+#]*")
_HAS = re.compile(r'(\w+) = "([^"]*)"')
_EMPTY = re.compile(r"EMPTY\((\w+)\)")


def search(jobs, companies, coordinates, request, context):
    """Answer one SearchJobs."""
    if refusal := _refusal(request):
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, refusal)
    query = request.job_query
    scored = [
        (-_score(job, query.query), job.name)
        for job in jobs.values()
        if _score(job, query.query) and _passes(job, query, companies, coordinates)
    ]
    start = int(request.page_token or 0)
    end = start + (request.max_page_size or 10)
    names = [name for _, name in sorted(scored)]
    return talent.SearchJobsResponse(
        matching_jobs=[_matching(jobs[name]) for name in names[start:end]],
        next_page_token=str(end) if end < len(names) else "",
        total_size=len(names),
    )


def _matching(job):
    """What the view of ids alone shows."""
    held = talent.Job(name=job.name, requisition_id=job.requisition_id)
    return talent.SearchJobsResponse.MatchingJob(job=held)


def _refusal(request):
    who, query = request.request_metadata, request.job_query
    if not who.allow_missing_ids and not (who.domain and who.session_id and who.user_id):
        return "who asks is missing"
    if len(query.query) > 255:
        return "the query is too long"
    if request.max_page_size > 100 or len(query.location_filters) > 5:
        return "too many at once"
    return ""


def _score(job, query):
    title, text = _words(job.title), _words(job.description)
    if "skills" in job.custom_attributes:
        text |= _words(" ".join(job.custom_attributes["skills"].string_values))
    return sum(3 * (word in title) + (word in text) for word in _words(query))


def _words(text):
    return {word.casefold() for word in _WORD.findall(text)}


def _passes(job, query, companies, coordinates):
    names = {company.name: company.display_name for company in companies.values()}
    tests = (
        not query.employment_types or set(query.employment_types) & set(job.employment_types),
        not query.language_codes or job.language_code in query.language_codes,
        not query.companies or job.company in query.companies,
        not query.company_display_names or names[job.company] in query.company_display_names,
        not query.location_filters
        or any(_is_there(job, place, coordinates) for place in query.location_filters),
        "compensation_filter" not in query or _pays(job, query.compensation_filter),
        _published(job, query.publish_time_range),
        not query.custom_attribute_filter or _has(job, query.custom_attribute_filter),
    )
    return all(tests)


def _is_there(job, place, coordinates):
    if (
        place.telecommute_preference
        == talent.LocationFilter.TelecommutePreference.TELECOMMUTE_ALLOWED
    ):
        near = not place.region_code or any(a.endswith(place.region_code) for a in job.addresses)
        return near and job.posting_region == talent.PostingRegion.TELECOMMUTE
    if place.address:
        return any(
            place.address in address or address.endswith(place.region_code)
            for address in job.addresses
        )
    here = coordinates.get(job.requisition_id)
    return here is not None and _miles(here, place.lat_lng) <= place.distance_in_miles


def _miles(here, there):
    a, b, c, d = map(math.radians, (here[0], here[1], there.latitude, there.longitude))
    cosine = math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    return 3959 * math.acos(min(1, max(-1, cosine)))


def _pays(job, wanted):
    entries = job.compensation_info.entries
    if not entries:
        return wanted.include_jobs_with_unspecified_compensation_range
    span, floor = entries[0].range_, wanted.range_.min_compensation
    most = span.max_compensation if "max_compensation" in span else span.min_compensation
    is_enough = most.units * _YEARLY[entries[0].unit.name] >= floor.units
    return is_enough and most.currency_code == floor.currency_code


def _published(job, span):
    return "start_time" not in span or job.posting_publish_time.astimezone(UTC) >= span.start_time


def _has(job, expression):
    """Whether the attributes of a job are as an expression of Google's wants them."""
    said = _HAS.sub(r'has("\1", "\2")', expression)
    said = _EMPTY.sub(r'empty("\1")', said)
    for word in ("AND", "OR", "NOT"):
        said = said.replace(f" {word} ", f" {word.lower()} ")
    held = {name: set(value.string_values) for name, value in job.custom_attributes.items()}
    names = {
        "has": lambda name, value: value in held.get(name, ()),
        "empty": lambda name: name not in held,
    }
    return eval(said, {"__builtins__": {}}, names)  # noqa: S307 - our own tests wrote it
