"""Workers that are killed, frozen, stopped, or several: nothing is lost, and hardly anything said twice."""

import signal
import time

import pytest
from sqlalchemy import select

from benchmarks._planning_storm import planning_storm
from benchmarks._postgresql import Server
from benchmarks._stage import stage
from benchmarks.faults_clock import frozen
from benchmarks.faults_kill import calm, storm
from tracker.models import MailState, OutboxMail

KINDS = ["sqlite", "postgresql"]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_killed_loses_nothing_and_repeats_at_most_one_mail(kind: str, server: Server) -> None:
    seen = storm(kind, 200, 10, lease=4.0, server=server)
    found = seen.found
    assert (found.lost, found.strangers, found.unsettled) == (0, 0, 0)
    assert found.repeats <= seen.killed == 10
    assert found.most_copies <= 2
    assert max(seen.recovery.next_mail) < 30


@pytest.mark.parametrize("kind", KINDS)
def test_planners_that_are_killed_write_each_line_and_each_digest_once(kind: str, server: Server) -> None:
    seen = planning_storm(kind, 24, 6, 2, lease=2.0, server=server)
    assert (seen.missing, seen.strange, seen.twice) == (0, 0, 0)
    assert seen.digests == {1: 24}
    assert (seen.found.lost, seen.found.strangers, seen.found.unsettled) == (0, 0, 0)
    assert seen.found.repeats <= seen.killed == 6
    assert seen.found.most_copies <= 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("workers", [1, 4])
def test_schedulers_that_nobody_disturbs_send_each_mail_once(kind: str, workers: int, server: Server) -> None:
    found, _seconds = calm(kind, 60, workers, server=server)
    assert (found.lost, found.repeats, found.unsettled) == (0, 0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_frozen_worker_is_taken_over_and_repeats_at_most_the_mail_it_was_sending(kind: str, server: Server) -> None:
    seen = frozen(kind, server=server)
    assert (seen.found.lost, seen.found.unsettled) == (0, 0)
    assert seen.found.repeats <= 1
    assert seen.thawed < 30, "it works on"


@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_asked_to_stop_ends_the_mail_at_hand_and_gives_the_rest_back_at_once(
    kind: str, server: Server
) -> None:
    with stage(kind, 40, hold=0.05, server=server) as show:
        worker = show.start(lease=600.0)
        show.wait_until(lambda: show.arrived() >= 3)
        show.kill(worker, signal.SIGTERM)
        time.sleep(1.0)
        with show.database.readers() as session:
            states = list(session.scalars(select(OutboxMail.state)))
        assert set(states) == {MailState.SENT, MailState.PENDING}
        assert states.count(MailState.SENT) == show.arrived() < 40
