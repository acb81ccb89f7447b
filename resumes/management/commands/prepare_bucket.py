"""`bin/manage prepare_bucket`: sets the bucket up as the product expects it."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from resumes import storage

_DAYS_UNSEEN = 1


class Command(BaseCommand):
    """Encrypts, versions and closes the bucket, and lets browsers of this site send files to it."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the bucket's settings; doing it again changes nothing."""
        if not storage.takes_direct():
            raise CommandError("Files are kept on disk. Set AWS_STORAGE_BUCKET_NAME.")
        bucket: Any = default_storage.bucket  # type: ignore[attr-defined]  # of the S3 storage
        try:
            _prepare(bucket.meta.client, bucket.name)
        except (BotoCoreError, ClientError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{bucket.name}: private, encrypted, versioned, open to {_origin()}.")


def _prepare(client: Any, name: str) -> None:
    client.put_public_access_block(
        Bucket=name,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        },
    )
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    encryption = {
        "SSEAlgorithm": settings.STORAGES["default"]["OPTIONS"]["object_parameters"][
            "ServerSideEncryption"
        ]
    }
    client.put_bucket_encryption(
        Bucket=name,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": encryption}]
        },
    )
    rule = {"AllowedMethods": ["POST"], "AllowedOrigins": [_origin()], "AllowedHeaders": ["*"]}
    client.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [rule]})
    client.put_bucket_lifecycle_configuration(
        Bucket=name,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "what nobody completed",
                    "Status": "Enabled",
                    "Filter": {"Prefix": f"{storage.INCOMING}/"},
                    "Expiration": {"Days": _DAYS_UNSEEN},
                    "NoncurrentVersionExpiration": {"NoncurrentDays": _DAYS_UNSEEN},
                }
            ]
        },
    )


def _origin() -> str:
    return str(settings.SITE_URL).rstrip("/")
