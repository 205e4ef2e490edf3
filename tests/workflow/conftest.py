"""What is loaded for the process is put back after each test."""

from collections.abc import Iterator

import pytest

from oocd import workflow
from oocd.policy import service as policy


@pytest.fixture
def put_back() -> Iterator[None]:
    """For tests that make the service work with workflows or policies of their own."""
    workflows, policies = workflow.loaded(), policy.loaded()
    yield
    workflow.use(workflows)
    policy.use(policies)
