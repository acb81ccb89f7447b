"""Geometry: words to chunks, chunks to columns, columns to lines in reading order."""
