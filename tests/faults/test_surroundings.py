"""What workers stand on gives way: the database restarts, its disk is full, a clock is wrong, a mail is poisonous."""

from datetime import timedelta

import pytest

from benchmarks._postgresql import Server
from benchmarks.faults_clock import UNITS, WRONG, wrong_clock
from benchmarks.faults_database import disk_full, restarts
from benchmarks.faults_poison import poisoned


def test_a_database_that_restarts_loses_no_mail(server: Server) -> None:
    run = restarts(server, 120, 2, away=0.2)
    assert (run.found.lost, run.found.strangers, run.found.unsettled) == (0, 0, 0)
    assert run.found.repeats <= 4, "one for each restart and worker"
    assert max(run.recovery) < 30


def test_a_full_disk_refuses_writes_whole_and_all_is_caught_up_once_there_is_room() -> None:
    full = disk_full(15)
    assert (full.read, full.refused) == (200, 503)
    assert full.written == full.sent == 15


@pytest.mark.parametrize("ahead", WRONG.values(), ids=str)
def test_a_worker_whose_clock_is_wrong_sends_what_is_due_and_plans_nothing(ahead: timedelta) -> None:
    found = wrong_clock("sqlite", ahead)
    assert (found.due_sent, found.early_sent, found.planned) == (5, 0, 0)
    assert found.refusal.startswith("ClockDiffers: this process's clock is ")
    assert found.righted[0] == UNITS, "once the clock is right, all is planned"


def test_on_postgresql_it_is_the_server_s_clock_that_counts(server: Server) -> None:
    found = wrong_clock("postgresql", timedelta(days=30), server=server)
    assert (found.due_sent, found.early_sent, found.planned) == (5, 0, 0)
    assert "30 days ahead of" in found.refusal


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_mail_that_cannot_be_sent_holds_up_no_other(kind: str, server: Server) -> None:
    found = poisoned(kind, 10, server=server)
    assert (found.missing, found.injected) == (0, 0)
    assert {end for name, end in found.ends.items() if "address" in name} == {"dead"}
