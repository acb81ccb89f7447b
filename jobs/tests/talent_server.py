"""A Talent Solution of our own on loopback: companies, batches of jobs, and everything that goes wrong."""

import threading
from collections import Counter
from concurrent import futures
from contextlib import contextmanager

import grpc
from google.cloud import talent_v4 as talent
from google.longrunning import operations_pb2
from google.protobuf import any_pb2
from google.rpc import code_pb2, status_pb2

from jobs.tests.talent_finding import search

_LONGEST_SILENCE = 30
PARENT = "projects/acme/tenants/main"
JOBS = "google.cloud.talent.v4.JobService"
COMPANIES = "google.cloud.talent.v4.CompanyService"


class TalentServer:
    """What it holds: `jobs` by name, `companies` by external id. `calls` counts by method.

    `fails` maps a method to gRPC codes for its next calls (None: it works); `refuses` are requisition ids that are
    answered INVALID_ARGUMENT one by one, `poison` those that make a whole batch be refused.
    `coordinates` are (lat, lon) by requisition id, for want of a geocoder; `searches` the requests
    of searches. While `is_silent` is set nothing is answered until `speaks`.
    """

    def __init__(self):
        self.jobs, self.companies, self.calls = {}, {}, Counter()
        self.fails, self.refuses, self.poison, self.refused_companies = {}, set(), set(), set()
        self.is_mute = self.is_silent = False
        self.coordinates, self.searches = {}, []
        self.speaks = threading.Event()
        self._number = 0
        self._lock = threading.Lock()

    @property
    def by_requisition(self):
        return {job.requisition_id: job for job in self.jobs.values()}

    def handlers(self):
        def unary(method, request, response):
            def handle(message, context):
                if self.is_silent:
                    self.speaks.wait(_LONGEST_SILENCE)
                with self._lock:
                    self.calls[method.__name__] += 1
                    codes = self.fails.get(method.__name__)
                    code = codes.pop(0) if codes else None
                    if code:
                        context.abort(code, "played")
                    return method(message, context)

            return grpc.unary_unary_rpc_method_handler(
                handle,
                request_deserializer=getattr(request, "deserialize", None) or request.FromString,
                response_serializer=getattr(response, "serialize", None)
                or response.SerializeToString,
            )

        operation = operations_pb2.Operation
        return (
            grpc.method_handlers_generic_handler(
                JOBS,
                {
                    "BatchCreateJobs": unary(self.create, talent.BatchCreateJobsRequest, operation),
                    "BatchUpdateJobs": unary(self.update, talent.BatchUpdateJobsRequest, operation),
                    "BatchDeleteJobs": unary(self.delete, talent.BatchDeleteJobsRequest, operation),
                    "ListJobs": unary(
                        self.list_jobs, talent.ListJobsRequest, talent.ListJobsResponse
                    ),
                    "SearchJobs": unary(
                        self.search_jobs, talent.SearchJobsRequest, talent.SearchJobsResponse
                    ),
                },
            ),
            grpc.method_handlers_generic_handler(
                COMPANIES,
                {
                    "CreateCompany": unary(
                        self.create_company, talent.CreateCompanyRequest, talent.Company
                    ),
                    "ListCompanies": unary(
                        self.list_companies,
                        talent.ListCompaniesRequest,
                        talent.ListCompaniesResponse,
                    ),
                },
            ),
        )

    def create(self, request, context):
        return self._batch(request.jobs, context, self._create_one, talent.BatchCreateJobsResponse)

    def update(self, request, context):
        return self._batch(request.jobs, context, self._update_one, talent.BatchUpdateJobsResponse)

    def delete(self, request, context):
        results = [self._delete_one(name) for name in request.names]
        return _done(talent.BatchDeleteJobsResponse(job_results=results))

    def list_jobs(self, request, _context):
        wanted = request.filter.split('"')
        found = [
            job
            for job in self.jobs.values()
            if job.company == wanted[1] and job.requisition_id == wanted[3]
        ]
        return talent.ListJobsResponse(jobs=found)

    def search_jobs(self, request, context):
        self.searches.append(request)
        return search(self.jobs, self.companies, self.coordinates, request, context)

    def create_company(self, request, context):
        company = request.company
        if company.display_name in self.refused_companies:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "not a company")
        if company.external_id in self.companies:
            context.abort(grpc.StatusCode.ALREADY_EXISTS, "there already")
        company.name = f"{PARENT}/companies/{len(self.companies) + 1}"
        self.companies[company.external_id] = company
        return company

    def list_companies(self, _request, _context):
        return talent.ListCompaniesResponse(companies=list(self.companies.values()))

    def _batch(self, jobs, context, one, response):
        if any(job.requisition_id in self.poison for job in jobs):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "one of them is no posting")
        results = [one(job) for job in jobs]
        return _done(response(job_results=[] if self.is_mute else results))

    def _create_one(self, job):
        if job.requisition_id in self.refuses:
            return _refused(job, code_pb2.INVALID_ARGUMENT)
        if job.company not in {company.name for company in self.companies.values()}:
            return _refused(job, code_pb2.NOT_FOUND)
        if job.requisition_id in self.by_requisition:
            return _refused(job, code_pb2.ALREADY_EXISTS)
        self._number += 1
        job.name = f"{PARENT}/jobs/{self._number}"
        self.jobs[job.name] = job
        return talent.JobResult(job=_basic(job))

    def _update_one(self, job):
        if job.requisition_id in self.refuses:
            return _refused(job, code_pb2.INVALID_ARGUMENT)
        if job.name not in self.jobs:
            return _refused(job, code_pb2.NOT_FOUND)
        self.jobs[job.name] = job
        return talent.JobResult(job=_basic(job))

    def _delete_one(self, name):
        job = self.jobs.pop(name, None)
        return talent.JobResult(
            status=status_pb2.Status(code=code_pb2.OK if job else code_pb2.NOT_FOUND)
        )


def _basic(job):
    return talent.Job(name=job.name, company=job.company, requisition_id=job.requisition_id)


def _refused(job, code):
    return talent.JobResult(
        job=talent.Job(requisition_id=job.requisition_id),
        status=status_pb2.Status(code=code, message="played"),
    )


def _done(response):
    packed = any_pb2.Any()
    packed.Pack(type(response).pb(response))
    return operations_pb2.Operation(name="operations/1", done=True, response=packed)


@contextmanager
def talent_server():
    """Yields (server, "host:port")."""
    own = TalentServer()
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    server.add_generic_rpc_handlers(own.handlers())
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield own, f"127.0.0.1:{port}"
    finally:
        own.speaks.set()
        server.stop(grace=None).wait()
