"""Addresses of advertisements, told apart as the pipeline does."""

from jobs.likeness.urls import canonical_url

__all__ = ["canonical_url"]
