"""Writes cover letters: by rules from matched lines, or by asking a model in a worker; checks every sentence of both."""
