"""Clients of Google Cloud Talent Solution: the one place that imports its package.

Import this module only where Talent Solution is configured: the package is heavy and optional
(`requirements-talent.txt`). Knows no Django.
"""

import grpc
from google.cloud import talent_v4
from google.cloud.talent_v4.services.company_service.transports import CompanyServiceGrpcTransport
from google.cloud.talent_v4.services.job_service.transports import JobServiceGrpcTransport

_LARGEST_MESSAGE = 32 * 1024**2


def job_client(endpoint: str = "") -> talent_v4.JobServiceClient:
    """A client for postings: of Google, or of a plain gRPC server at `host:port`.

    Google's asks for credentials where GOOGLE_APPLICATION_CREDENTIALS says.
    """
    if not endpoint:
        return talent_v4.JobServiceClient()
    return talent_v4.JobServiceClient(transport=JobServiceGrpcTransport(channel=_plain(endpoint)))


def company_client(endpoint: str = "") -> talent_v4.CompanyServiceClient:
    """A client for employers, found the same way."""
    if not endpoint:
        return talent_v4.CompanyServiceClient()
    transport = CompanyServiceGrpcTransport(channel=_plain(endpoint))
    return talent_v4.CompanyServiceClient(transport=transport)


def _plain(endpoint: str) -> grpc.Channel:
    limits = [("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
    return grpc.insecure_channel(endpoint, options=limits)
