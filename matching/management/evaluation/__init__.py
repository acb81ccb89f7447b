"""Measuring the engine on resumes and postings somebody judged."""
