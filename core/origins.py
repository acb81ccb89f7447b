"""Where else than here a page may send to: the bucket that takes uploads."""

from urllib.parse import urlsplit


def bucket_origins(*, bucket: str, endpoint: str, region: str) -> list[str]:
    """Return the origins of a bucket, which is addressed by its path or by a host of its own.

    Args:
        endpoint: of a store that is not Amazon's; empty for Amazon's.
    """
    if not bucket:
        return []
    if not endpoint:
        return [f"https://{bucket}.s3.amazonaws.com", f"https://{bucket}.s3.{region}.amazonaws.com"]
    parts = urlsplit(endpoint)
    return [f"{parts.scheme}://{host}" for host in (parts.netloc, f"{bucket}.{parts.netloc}")]
