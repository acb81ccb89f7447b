"""From a source to published postings, in stages that survive being killed.

fetch (RawPage per page) → validate, enrich, dedupe, vectorise (StagedPage per page) → publish
(one transaction). `runs.collect` drives it.
"""
