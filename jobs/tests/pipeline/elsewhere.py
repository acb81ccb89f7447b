"""What tests hand to other processes, which know no Django."""

import multiprocessing
import os
import signal
from uuid import uuid4

from jobs.enrichment import RawPosting
from jobs.pipeline.enrichers import enrichers
from jobs.pipeline.enriching import Item


class Lengths:
    """Computes the length of each title; one particular title it cannot bear."""

    def compute(self, postings):
        os.write(1, b"a library that talks\n")
        if any(posting.title == "Too much" for posting in postings):
            raise ValueError("too much")
        if any(posting.title == "Death" for posting in postings):
            os.kill(os.getpid(), signal.SIGKILL)
        return ",".join(str(len(posting.title)) for posting in postings).encode()

    def publish(self, cursor, payload):
        return 0


def items(*titles):
    return [
        Item(uuid4(), "hash", RawPosting(source="test", external_id=str(n), title=title))
        for n, title in enumerate(titles)
    ]


def enrich_here(answers):
    with enrichers(2, {}) as submit:
        found = submit([items("Baker")]).result()
    answers.put((multiprocessing.current_process().daemon, found[0].changed))
