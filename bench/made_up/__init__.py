"""A corpus of made-up people in the layouts and formats resumes come in, each with its truth.

`people` reads who they are (bench/data/people), `sheet` lays their words out as that person would, the other modules write
a sheet down: typst and browser PDFs, office files, plain text, scans. `corpus` writes the folder. Nothing is random: the
same sources make the same files.
"""
