"""The model of ``tests/faults/model.py``, short; ``benchmarks/faults_model.py`` runs it for long."""

from benchmarks._ground import application
from benchmarks.faults_model import run
from tests.faults.model import ConferenceModel
from tests.faults.model_relay import Answer


def test_in_whatever_order_people_act_and_time_passes_what_is_sent_is_true_and_said_once() -> None:
    run(examples=8, steps=25)


def test_nobody_is_asked_to_confirm_what_was_returned_while_a_dead_worker_held_the_mail() -> None:
    with application() as app:
        story = type("Story", (ConferenceModel,), {"app": app})()
        story.begin()
        story.step("submit", 3)
        story.time_passes(48)
        story.plan()
        story.deliver([Answer.KILLED_BEFORE] * 3)
        story.step("return_", 3)
        story.time_passes(1)
        story.deliver()
    assert story.found == []
    assert story.relay.copies.total() > 0, "the rest of what was planned goes out"
