"""Loaded by every run of pytest."""

pytest_plugins = ["tests.plugin"]
