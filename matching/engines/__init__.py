"""Engines: where postings for a resume are found. The scorer and its words are the same for all."""
