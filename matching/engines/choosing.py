"""Which engine answers: the one this install chose, or the local one when that is away."""

import logging
from functools import cache

from django.conf import settings

from matching.engines import local
from matching.engines.protocol import Engine, EngineAwayError, Question, Retrieved
from matching.engines.talent import TalentEngine, is_configured
from matching.types import Candidate

log = logging.getLogger(__name__)

LOCAL, TALENT = "local", "talent"


class LocalEngine:
    """PostgreSQL."""

    name = LOCAL

    def candidates(self, question: Question) -> tuple[Candidate, ...]:
        return local.candidates(
            question.profile,
            question.wishes,
            engine_id=question.engine_id,
            now=question.now,
            limit=question.limit,
            within=question.within,
            leanings=question.leanings,
        )


@cache
def _engines() -> dict[str, Engine]:
    return {LOCAL: LocalEngine(), TALENT: TalentEngine()}


def chosen() -> Engine:
    """The engine this install chose; the local one while another is not set up."""
    if settings.MATCHING_ENGINE == TALENT and is_configured():
        return _engines()[TALENT]
    return _engines()[LOCAL]


def retrieve(question: Question) -> Retrieved:
    """Ask the chosen engine; when it is away, or finds nothing, the local one at once.

    Postings that were just published are asked of the local engine alone: others hear of them later.
    """
    engine = chosen() if question.within is None else _engines()[LOCAL]
    if engine.name == LOCAL:
        return Retrieved(engine.candidates(question), LOCAL)
    try:
        found = engine.candidates(question)
    except EngineAwayError as error:
        log.warning("the engine %s is away, the local one answers: %s", engine.name, error)
        found = ()
    if found:
        return Retrieved(found, engine.name)
    return Retrieved(_engines()[LOCAL].candidates(question), LOCAL, is_second_choice=True)
