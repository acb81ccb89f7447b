"""Keeps Google Cloud Talent Solution in step with what is published; off until it is configured."""
