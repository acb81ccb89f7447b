"""Talent Solution through Google's own client: batches of postings, checked one by one.

A batch that succeeded says only that at least one posting did, so every result is read. Creating is
not repeatable by itself: what is there already is looked up and updated, what is gone is created.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from google.api_core import exceptions
from google.api_core.operation import Operation
from google.auth.exceptions import GoogleAuthError
from google.cloud import talent_v4 as talent
from google.rpc import code_pb2, status_pb2
from google.type import money_pb2
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from core.talent import company_client, job_client
from jobs.pipeline.talent.door import (
    NAMES,
    JobDraft,
    Outcome,
    TalentDownError,
    TalentQuotaError,
    TalentRefusedError,
)
from jobs.pipeline.throttling import turns

T = TypeVar("T")

_ATTEMPTS = 3
_SHORTEST_WAIT, _LONGEST_WAIT = 2.0, 10.0
_CALL_SECONDS, _BATCH_SECONDS = 30.0, 300.0
#: Google allows 300 writing calls a minute; reading for them counts as well.
_SECONDS_BETWEEN_CALLS = 0.25
_WORTH_ANOTHER_TRY = (
    exceptions.ServiceUnavailable,
    exceptions.DeadlineExceeded,
    exceptions.ResourceExhausted,
    exceptions.InternalServerError,
)
_REFUSALS = (exceptions.InvalidArgument, exceptions.FailedPrecondition, exceptions.OutOfRange)
_DESCRIPTION, _TITLE, _ADDRESS, _URI = 100_000, 500, 500, 2000
_SKILLS, _SKILL = 200, 255
_COMPANIES_READ = 200_000
_NANO = Decimal(10) ** 9


def open_door(parent: str, endpoint: str, count: Callable[[], None]) -> "GoogleTalent":
    """Return the door for a tenant. Raises: TalentDownError when there are no credentials."""
    try:
        return GoogleTalent(
            parent,
            job_client(endpoint),
            company_client(endpoint),
            turns("talent", _SECONDS_BETWEEN_CALLS),
            count,
        )
    except GoogleAuthError as error:
        raise TalentDownError(f"No credentials: {error}") from error


@dataclass(slots=True)
class GoogleTalent:
    """A `TalentDoor`. `turn` waits until a call may start, `count` counts it or refuses."""

    parent: str
    jobs: talent.JobServiceClient
    companies: talent.CompanyServiceClient
    turn: Callable[[], None]
    count: Callable[[], None]
    _known: dict[str, str] | None = field(default=None, init=False)

    def company(self, external_id: str, name: str) -> str:
        """Create an employer, or find the one of this id."""
        wanted = talent.Company(external_id=external_id[:NAMES], display_name=name[:NAMES])
        try:
            made = self._call(self.companies.create_company, parent=self.parent, company=wanted)
        except exceptions.AlreadyExists:
            return self._found_company(external_id)
        return str(made.name)

    def look(self) -> None:
        """List one employer."""
        request = talent.ListCompaniesRequest(parent=self.parent, page_size=1)
        self._call(self.companies.list_companies, request=request)

    def write(self, drafts: Sequence[JobDraft]) -> dict[str, Outcome]:
        """Create those without a name, update the others."""
        new = [draft for draft in drafts if not draft.name]
        held = [draft for draft in drafts if draft.name]
        return self._created(new, may_exist=True) | self._updated(held, may_be_gone=True)

    def remove(self, names: Sequence[str]) -> dict[str, Outcome]:
        """Delete by name; what is not there is deleted."""
        results = self._batch(self.jobs.batch_delete_jobs, names=list(names))
        outcomes: dict[str, Outcome] = {}
        for name, result in zip(names, _in_order(results, names), strict=True):
            gone = _code(result) in (code_pb2.OK, code_pb2.NOT_FOUND)
            outcomes[name] = Outcome() if gone else Outcome(reason=_outcome(result).reason)
        return outcomes

    def _created(self, drafts: Sequence[JobDraft], *, may_exist: bool) -> dict[str, Outcome]:
        results = self._write(self.jobs.batch_create_jobs, drafts)
        there = [
            one for one in drafts if _code(results[one.requisition_id]) == code_pb2.ALREADY_EXISTS
        ]
        outcomes = {key: _outcome(result) for key, result in results.items()}
        if there and may_exist:
            found = [draft for draft in map(self._with_name, there) if draft]
            outcomes |= self._updated(found, may_be_gone=False)
        return outcomes

    def _updated(self, drafts: Sequence[JobDraft], *, may_be_gone: bool) -> dict[str, Outcome]:
        results = self._write(self.jobs.batch_update_jobs, drafts)
        gone = [one for one in drafts if _code(results[one.requisition_id]) == code_pb2.NOT_FOUND]
        outcomes = {key: _outcome(result) for key, result in results.items()}
        if gone and may_be_gone:
            outcomes |= self._created([replace(one, name="") for one in gone], may_exist=False)
        return outcomes

    def _write(
        self, method: Callable[..., Operation], drafts: Sequence[JobDraft]
    ) -> dict[str, talent.JobResult | None]:
        if not drafts:
            return {}
        results = self._batch(method, jobs=[job_of(draft) for draft in drafts])
        by_id = {result.job.requisition_id: result for result in results}
        in_order = _in_order(results, drafts)
        return {
            draft.requisition_id: by_id.get(draft.requisition_id, result)
            for draft, result in zip(drafts, in_order, strict=True)
        }

    def _batch(self, method: Callable[..., Operation], **words: Any) -> list[talent.JobResult]:
        """Raises: TalentRefusedError also when all of it is there already: then each is sent alone."""
        try:
            operation = self._call(method, parent=self.parent, **words)
            done = self._translated(partial(_awaited, operation))
        except exceptions.AlreadyExists as error:
            raise TalentRefusedError(_said(error)) from error
        return list(done.job_results)

    def _with_name(self, draft: JobDraft) -> JobDraft | None:
        """The same posting under the name it is held by."""
        wanted = f'companyName = "{draft.company}" AND requisitionId = "{draft.requisition_id}"'
        request = talent.ListJobsRequest(parent=self.parent, filter=wanted, page_size=1)
        found = self._call(self.jobs.list_jobs, request=request)
        job = next(iter(found.jobs), None)
        return replace(draft, name=job.name) if job else None

    def _found_company(self, external_id: str) -> str:
        """An employer made before, whose name was not written down: a kill came between."""
        if self._known is None:
            pager = self._call(self.companies.list_companies, parent=self.parent)
            read = islice(self._translated(lambda: iter(pager)), _COMPANIES_READ)
            self._known = {company.external_id: company.name for company in read}
        try:
            return self._known[external_id]
        except KeyError:
            raise TalentRefusedError(f"The employer {external_id} is there and is not.") from None

    def _call(self, method: Callable[..., T], **words: Any) -> T:
        """Make one call, three times at most. Raises: AlreadyExists, or an error of the door."""
        retrying = Retrying(
            retry=retry_if_exception_type(_WORTH_ANOTHER_TRY),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_exponential(min=_SHORTEST_WAIT, max=_LONGEST_WAIT),
            reraise=True,
        )

        def once() -> T:
            self.turn()
            self.count()
            return method(**words, timeout=_CALL_SECONDS)

        return self._translated(lambda: retrying(once))

    @staticmethod
    def _translated(call: Callable[[], T]) -> T:
        try:
            return call()
        except exceptions.AlreadyExists:
            raise
        except exceptions.ResourceExhausted as error:
            raise TalentQuotaError(f"Quota used up: {_said(error)}") from error
        except _REFUSALS as error:
            raise TalentRefusedError(_said(error)) from error
        except (exceptions.GoogleAPIError, GoogleAuthError) as error:
            raise TalentDownError(_said(error)) from error


def _awaited(operation: Any) -> Any:
    """The answer to a batch, when it is there; the package leaves this method untyped."""
    return operation.result(timeout=_BATCH_SECONDS)


def job_of(draft: JobDraft) -> talent.Job:
    """A draft in Google's words, cut to what it takes."""
    job = talent.Job(
        name=draft.name,
        company=draft.company,
        requisition_id=draft.requisition_id[:NAMES],
        title=draft.title[:_TITLE],
        description=draft.description[:_DESCRIPTION],
        addresses=[address[:_ADDRESS] for address in draft.addresses],
        application_info=talent.Job.ApplicationInfo(
            uris=[uri for uri in draft.uris if len(uri) <= _URI],
            instruction="" if draft.uris else draft.source,
        ),
        language_code=draft.language,
        posting_publish_time=draft.published_at,
        posting_expire_time=draft.expires_at,
        custom_attributes=_attributes(draft),
        employment_types=[draft.employment_type] if draft.employment_type else [],
        job_level=draft.level or None,
        posting_region="TELECOMMUTE" if draft.is_remote else None,
    )
    if draft.pay_unit:
        job.compensation_info = _pay(draft)
    return job


def _attributes(draft: JobDraft) -> dict[str, talent.CustomAttribute]:
    """What has no field of its own; a search may filter by each (`matching.engines.talent_search`)."""
    skills = [skill for skill in draft.skills if len(skill) <= _SKILL][:_SKILLS]
    stated = {
        "source": [draft.source],
        "skills": skills,
        "level": [draft.exact_level],
        "internship": ["yes"] if draft.is_internship else [],
    }
    return {
        name: talent.CustomAttribute(string_values=values, filterable=True)
        for name, values in stated.items()
        if any(values)
    }


def _pay(draft: JobDraft) -> talent.CompensationInfo:
    info = talent.CompensationInfo
    span = info.CompensationRange()
    if draft.pay_min is not None:
        span.min_compensation = _money(draft.pay_min, draft.pay_currency)
    if draft.pay_max is not None:
        span.max_compensation = _money(draft.pay_max, draft.pay_currency)
    entry = info.CompensationEntry(
        type_=info.CompensationType.BASE, unit=draft.pay_unit, range_=span
    )
    return info(entries=[entry])


def _money(amount: Decimal, currency: str) -> money_pb2.Money:
    units = int(amount)
    return money_pb2.Money(currency_code=currency, units=units, nanos=int((amount - units) * _NANO))


def _in_order(
    results: Sequence[talent.JobResult], asked: Sequence[object]
) -> Iterable[talent.JobResult | None]:
    """The results beside what was asked, where there are as many; a failed one may not say whose it is."""
    return results if len(results) == len(asked) else [None] * len(asked)


def _code(result: talent.JobResult | None) -> int:
    return code_pb2.UNKNOWN if result is None else int(result.status.code)


def _outcome(result: talent.JobResult | None) -> Outcome:
    if result is None:
        return Outcome(reason="Talent Solution did not say what became of it.")
    if result.status.code != code_pb2.OK:
        return Outcome(reason=_reason(result.status))
    return Outcome(name=result.job.name)


def _reason(status: status_pb2.Status) -> str:
    return f"{code_pb2.Code.Name(status.code)}: {status.message}"


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {getattr(error, 'message', '') or error}"
