"""Postings, sources, runs and what is counted, for staff: read mostly, actions call services."""

from jobs.admin import clusters, counting, pipeline

__all__ = ["clusters", "counting", "pipeline"]
