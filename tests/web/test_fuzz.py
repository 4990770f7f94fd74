"""Whatever is asked of the API, by its own description and against it: never a 500, never a hang."""

from __future__ import annotations

import tempfile
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from openasylum.web.application import create_application
from openasylum.web.settings import Limits, Settings

#: Requests to each operation; more where the variable says so.
EXAMPLES = 15

#: What takes longer hangs. The first text that is checked waits for a process that has yet to start, on a machine that does much else.
HANGS = 60.0

_quiet = Settings(
    runs=Path(tempfile.gettempdir()) / "openasylum-no-runs",
    hosts=("localhost", "testserver", "127.0.0.1"),
    warm=False,
    limits=Limits(burst=10**9, jobs=0, questions=0, query_seconds=0.5),
)

schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_application(_quiet))


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_is_a_fault_of_ours(case: schemathesis.Case) -> None:
    response = case.call(timeout=HANGS)
    if response.status_code == 503:  # this server takes no jobs and no questions
        return
    case.validate_response(
        response, checks=[not_a_server_error, status_code_conformance, content_type_conformance]
    )
