"""Pytest plugin: a skipped test fails the run. ``make test`` loads it where CI=true."""

import pytest


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a passing run into a failing one when anything was skipped."""
    if session.exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say so, before pytest's own list of what was skipped and why."""
    if skipped := _skipped(config):
        terminalreporter.write_line(f"{skipped} skipped: CI does not allow that.", red=True)


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0
