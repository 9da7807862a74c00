"""The figures of the fault runs, printed at the end of the tests whether they passed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FIGURE = "figure"


@pytest.fixture
def note_figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Takes a line for the summary. It goes with the test's report, which may come from another process."""
    return lambda line: record_property(FIGURE, line)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "call":
                for name, value in report.user_properties:
                    if name == FIGURE:
                        terminalreporter.write_line(str(value))
