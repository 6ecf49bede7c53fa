"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import Phase, settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite what is expected, to be reviewed"
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


# No test meets what another, or the user, has built.
os.environ["COURSEPACK_CACHE"] = "off"

# The same examples in every run: a test that fails does so for everyone. HYPOTHESIS_PROFILE=search
# looks for new ones.
WITHOUT_EXPLAIN = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
settings.register_profile("same", derandomize=True, phases=WITHOUT_EXPLAIN)
settings.register_profile("search", max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
