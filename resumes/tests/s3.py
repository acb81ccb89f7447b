"""A bucket on an S3 server over HTTP, through the settings an operator gets."""

from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

from core.models import uuid7


@contextmanager
def server():
    """Run an S3 server of this run's own; gives its address."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


def use_bucket(url, settings, monkeypatch):
    """Keep files in a fresh bucket there."""
    from config.settings import base  # noqa: PLC0415 - the settings themselves are under test

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    resource = boto3.resource("s3", endpoint_url=url, region_name="us-east-1")
    made = resource.create_bucket(Bucket=f"resumes-of-people-{uuid7().hex[:12]}")
    options = {**base._S3["OPTIONS"], "bucket_name": made.name, "endpoint_url": url}
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return made
