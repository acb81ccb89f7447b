"""What the pages' policy lets them send to is where the store's signed forms point."""

from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from core.origins import bucket_origins


def signed_origin(bucket, endpoint, region, style):
    client = boto3.client(
        "s3",
        region_name=region,
        endpoint_url=endpoint or None,
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
    )
    parts = urlsplit(client.generate_presigned_post(bucket, "key")["url"])
    return f"{parts.scheme}://{parts.netloc}"


class TestBucketOrigins:
    @pytest.mark.parametrize("style", ["auto", "virtual"])
    @pytest.mark.parametrize(
        ("endpoint", "region"),
        [
            ("", "us-east-1"),
            ("", "eu-west-3"),
            ("https://minio.example.org:9000", "us-east-1"),
            ("http://127.0.0.1:9000", "us-east-1"),
        ],
    )
    def test_hold_what_forms_are_signed_for(self, endpoint, region, style):
        allowed = bucket_origins(bucket="people", endpoint=endpoint, region=region)
        assert signed_origin("people", endpoint, region, style) in allowed

    def test_of_no_bucket_are_none(self):
        assert bucket_origins(bucket="", endpoint="https://x.example", region="") == []
