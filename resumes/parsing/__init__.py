"""Reads a resume file into JSON Resume, plain text and warnings; knows nothing of Django.

`python -m resumes.parsing PATH` is the program, `sandbox.parse_file` runs it as a limited child.
The way through the package: sniff → readers (lines with geometry and style) → sections → fields → assemble.
"""
