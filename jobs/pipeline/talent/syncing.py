"""The stage after publishing: Talent Solution gets what is new, changed or over.

What is to be done stands in the postings themselves (`sync_status` PENDING, or a name although
they are closed), so a kill loses nothing and everything may be done twice. Nothing here undoes a
publication: what cannot be sent waits, the best postings first.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Expression

from jobs import demand
from jobs.models import Company, Posting, RejectedRow, SourceRun, StageRun
from jobs.pipeline import recording
from jobs.pipeline.talent import calls
from jobs.pipeline.talent import door as doors
from jobs.pipeline.talent.door import (
    BATCH,
    Outcome,
    TalentDoor,
    TalentError,
    TalentQuotaError,
    TalentRefusedError,
)
from jobs.pipeline.talent.mapping import draft_of
from jobs.skills import normalise_title

log = logging.getLogger(__name__)

Stage = StageRun.Stage
Sync = Posting.SyncStatus
STAGE_SECONDS = 600  # of a run; the sweep takes the rest
_QUOTA = "quota: "
_UNKNOWN = "Not stated"
_NOT_FOUND = "NOT_FOUND"
_DAY = 24 * 3600
_LONGEST_REASON = 80
_MOST_WANTED = 200
_WORTH = ("is_complete", "has_salary", "has_skills")

_WRITTEN = """
UPDATE jobs_posting posting SET
    cts_job_name = written.name,
    sync_status = CASE WHEN posting.content_hash = written.hash THEN 'SYNCED' ELSE 'PENDING' END
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS written (id, name, hash)
WHERE posting.id = written.id
"""
_REFUSED = """
UPDATE jobs_posting posting SET sync_status = 'FAILED'
FROM unnest(%s::uuid[], %s::text[]) AS refused (id, hash)
WHERE posting.id = refused.id AND posting.content_hash = refused.hash
"""
_REMOVED = """
UPDATE jobs_posting SET cts_job_name = '',
    sync_status = CASE WHEN status = 'ACTIVE' THEN 'PENDING' ELSE 'NONE' END
WHERE cts_job_name = ANY(%s)
"""


def status_of_new(*, is_sample: bool) -> str:
    """What a new or changed posting waits for."""
    return Sync.PENDING if doors.is_configured() and not is_sample else Sync.NONE


def sync_run(run: SourceRun, *, now: datetime, seconds: float = STAGE_SECONDS) -> None:
    """Bring Talent Solution in step with a source's postings, for so long; never fails the run."""
    if not doors.is_configured() or run.source.is_sample or not _has_work(run):
        return
    if is_resting(now):
        return
    turn = _Turn(run, now, until=time.monotonic() + seconds)
    try:
        turn.work(doors.opened(_counter(now)))
    except TalentQuotaError as error:
        turn.stop(f"{_QUOTA}{error} The rest waits for tomorrow, the best postings first.")
    except TalentError as error:
        turn.stop(str(error))
    else:
        turn.stop("")


def sync_waiting(*, now: datetime, seconds: float = STAGE_SECONDS) -> int:
    """Go on with what waits, source by source, for so long; returns how many sources had work."""
    if not doors.is_configured() or is_resting(now):
        return 0
    until, done = time.monotonic() + seconds, 0
    for run in _runs_with_work():
        left = until - time.monotonic()
        if left <= 0 or is_resting(now):
            break
        sync_run(run, now=now, seconds=left)
        done += 1
    return done


def request_all() -> int:
    """Have every open posting sent again: after Talent Solution was set up, or lost what it held."""
    wanted = Posting.objects.live().filter(status=Posting.Status.ACTIVE)
    return wanted.exclude(sync_status=Sync.PENDING).update(sync_status=Sync.PENDING)


def is_resting(now: datetime) -> bool:
    """Whether the quota of the day was used up, ours or Google's; days are UTC."""
    if calls.today(now=now).left_for_sync <= 0:
        return True
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    stopped = StageRun.objects.filter(stage=Stage.SYNC_TALENT, error__startswith=_QUOTA)
    return stopped.filter(updated_at__gte=midnight).exists()


def _counter(now: datetime) -> Callable[[], None]:
    """Counts a call against the day it is made on, which may end while we work."""
    began = time.monotonic()

    def count() -> None:
        moment = now + timedelta(seconds=time.monotonic() - began)
        if not calls.take(calls.Purpose.SYNC, now=moment):
            raise TalentQuotaError(f"{calls.today(now=moment)}.")

    return count


def _wanted() -> dict[str, set[str]]:
    """The occupations people here look for, by country."""
    found: dict[str, set[str]] = {}
    for each in demand.wanted()[:_MOST_WANTED]:
        occupation = normalise_title(each.role).occupation
        if occupation:
            found.setdefault(each.country.upper(), set()).add(occupation)
    return found


def _waiting(
    source_id: UUID, wanted: Mapping[str, set[str]] = MappingProxyType({})
) -> QuerySet[Posting]:
    """What is to be written, the best first.

    That is: what people here look for, then the fullest advertisements, then the newest.
    """
    best: Expression = Case(
        *(
            When(country=country, occupation__in=sorted(names), then=Value(len(_WORTH) + 1))
            for country, names in wanted.items()
        ),
        default=Value(0),
        output_field=IntegerField(),
    )
    for flag in _WORTH:
        has = When(flags__contains=[flag], then=Value(1))
        best = best + Case(has, default=Value(0), output_field=IntegerField())
    waiting = Posting.objects.filter(
        source_id=source_id, status=Posting.Status.ACTIVE, sync_status=Sync.PENDING
    )
    return waiting.select_related("company", "source").order_by(
        best.desc(), F("posted_at").desc(), "pk"
    )


def _closed(source_id: UUID) -> QuerySet[Posting]:
    over = Posting.objects.filter(source_id=source_id).exclude(cts_job_name="")
    return over.exclude(status=Posting.Status.ACTIVE)


def _has_work(run: SourceRun) -> bool:
    return _waiting(run.source_id).exists() or _closed(run.source_id).exists()


def _runs_with_work() -> Iterator[SourceRun]:
    """The last finished run of every source something waits for."""
    open_ = Q(status=Posting.Status.ACTIVE, sync_status=Sync.PENDING)
    over = ~Q(cts_job_name="") & ~Q(status=Posting.Status.ACTIVE)
    sources = Posting.objects.live().filter(open_ | over).values("source_id").distinct()
    runs = SourceRun.objects.filter(source__in=sources, state=SourceRun.State.DONE)
    yield from runs.select_related("source").order_by("source", "-started_at").distinct("source")


@dataclass(slots=True)
class _Turn:
    """One stretch of work on one source's postings, and what it comes to."""

    run: SourceRun
    now: datetime
    until: float
    made_again: set[UUID | None] = field(default_factory=set)
    tally: recording.Tally = field(default_factory=recording.Tally)
    watch: recording.Stopwatch = field(default_factory=recording.Stopwatch)

    def work(self, door: TalentDoor) -> None:
        """Delete what is over, then write what waits. Raises: TalentError."""
        self._remove(door)
        wanted = _wanted()
        while self._has_time():
            batch = list(_waiting(self.run.source_id, wanted)[:BATCH])
            if not batch:
                return
            self._write(door, batch)

    def stop(self, error: str) -> None:
        """Add what was done to the stage's row."""
        stage, _made = StageRun.objects.get_or_create(run=self.run, stage=Stage.SYNC_TALENT)
        self.tally.add(
            rows_in=stage.rows_in,
            rows_out=stage.rows_out,
            rejected=stage.rejected,
            seconds=stage.seconds + self.watch.lap(),
        )
        recording.record(self.run, Stage.SYNC_TALENT, self.tally, error=error)
        if error:
            recording.note(self.run, Stage.SYNC_TALENT, error)
            log.warning("Talent Solution, %s: %s", self.run.source.slug, error)

    def _has_time(self) -> bool:
        return time.monotonic() < self.until

    def _remove(self, door: TalentDoor) -> None:
        names = list(_closed(self.run.source_id).values_list("cts_job_name", flat=True))
        for batch in _batches(names):
            if not self._has_time():
                return
            outcomes = _each(door.remove, batch, str)
            gone = [name for name, outcome in outcomes.items() if not outcome.reason]
            _execute(_REMOVED, gone)
            self.tally.add(rows_in=len(batch), rows_out=len(gone))
            for name in outcomes.keys() - set(gone):
                recording.note(
                    self.run, Stage.SYNC_TALENT, f"{name} was not deleted: {outcomes[name].reason}"
                )

    def _write(self, door: TalentDoor, batch: Sequence[Posting]) -> None:
        outcomes = self._sent(door, batch)
        again = [one for one in batch if self._lost_its_employer(one, outcomes)]
        if again:
            self._forget_employers(again)
            outcomes |= self._sent(door, again)
        self._keep(batch, outcomes)

    def _sent(self, door: TalentDoor, batch: Sequence[Posting]) -> dict[str, Outcome]:
        companies = self._companies(door, batch)
        drafts = [draft_of(one, company=companies[one.company_id], now=self.now) for one in batch]
        return _each(door.write, drafts, lambda draft: draft.requisition_id)

    def _lost_its_employer(self, posting: Posting, outcomes: Mapping[str, Outcome]) -> bool:
        """What cannot be created for want of something: its employer was deleted over there."""
        is_lost = outcomes[posting.requisition_id].reason.startswith(_NOT_FOUND)
        return is_lost and posting.company_id not in self.made_again

    def _forget_employers(self, postings: Sequence[Posting]) -> None:
        """Have these employers made again, once a turn."""
        self.made_again |= {one.company_id for one in postings}
        Company.objects.filter(postings__in=postings).update(cts_company_name="")
        cache.delete(_default_key())
        for one in postings:
            if one.company is not None:
                one.company.cts_company_name = ""

    def _keep(self, batch: Sequence[Posting], outcomes: Mapping[str, Outcome]) -> None:
        good = [one for one in batch if outcomes[one.requisition_id].name]
        bad = [one for one in batch if not outcomes[one.requisition_id].name]
        names = [outcomes[one.requisition_id].name for one in good]
        _execute(_WRITTEN, [one.pk for one in good], names, [one.content_hash for one in good])
        _execute(_REFUSED, [one.pk for one in bad], [one.content_hash for one in bad])
        RejectedRow.objects.bulk_create(
            RejectedRow(
                run=self.run,
                stage=Stage.SYNC_TALENT,
                reason=recording.said(outcomes[one.requisition_id].reason)[:_LONGEST_REASON],
                payload={"id": str(one.pk), "title": one.title, "company": one.company_name},
            )
            for one in bad
        )
        self.tally.add(rows_in=len(batch), rows_out=len(good), rejected=len(bad))

    def _companies(self, door: TalentDoor, batch: Sequence[Posting]) -> dict[UUID | None, str]:
        """The resource name of each employer of a batch; the default one where there is none."""
        wanted = {one.company_id: one.company for one in batch}
        return {key: self._company(door, company) for key, company in wanted.items()}

    def _company(self, door: TalentDoor, company: Company | None) -> str:
        if company is None:
            return _default_company(door)
        if company.cts_company_name:
            return company.cts_company_name
        try:
            name = door.company(str(company.pk), company.name)
        except TalentRefusedError as error:
            words = f"{company.name} stands under the default employer: {error}"
            recording.note(self.run, Stage.SYNC_TALENT, words)
            return _default_company(door)
        Company.objects.filter(pk=company.pk).update(cts_company_name=name)
        company.cts_company_name = name
        return name


def _default_company(door: TalentDoor) -> str:
    """The employer of postings that name none, or one the service does not take."""
    key = _default_key()
    return str(cache.get_or_set(key, lambda: door.company("default", _default_name()), _DAY))


def _default_name() -> str:
    return settings.CTS_COMPANY_NAME or _UNKNOWN


def _default_key() -> str:
    digest = hashlib.sha256(_default_name().encode()).hexdigest()[:16]
    return f"talent-default:{doors.parent()}:{digest}"


def _each(
    call: Callable[[Sequence[Any]], Mapping[str, Outcome]],
    batch: Sequence[Any],
    key: Callable[[Any], str],
) -> dict[str, Outcome]:
    """What became of each of a batch, though one bad row makes the service refuse them all."""
    try:
        return dict(call(batch))
    except TalentRefusedError as error:
        if len(batch) == 1:
            return {key(batch[0]): Outcome(reason=str(error))}
    half = len(batch) // 2
    return _each(call, batch[:half], key) | _each(call, batch[half:], key)


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _execute(statement: str, *values: Sequence[object]) -> None:
    if values[0]:
        with connection.cursor() as cursor:
            cursor.execute(statement, list(map(list, values)))
