"""Where the buttons of a mail lead for a reader without an account."""

from dataclasses import dataclass, field

import pytest

from tracker.mail.compose import through


@dataclass
class Doors:
    tasks: dict[int, str] = field(default_factory=lambda: {1: "a", 2: "a", 3: "b"})
    conferences: dict[int, str] = field(default_factory=lambda: {10: "a", 20: "b"})


def link(endpoint: str, **values: object) -> str:
    return " ".join([endpoint, *(f"{name}={value}" for name, value in sorted(values.items()))])


@pytest.mark.parametrize(
    ("endpoint", "values", "leads"),
    [
        ("tasks.show", {"task_id": 3}, "action_links.task task_id=3 token=b"),
        ("tasks.show", {"task_id": 9}, "action_links.show token=a"),
        ("worklist.mine", {}, "action_links.show token=a"),
        ("worklist.mine", {"hoi-nghi": 20}, "action_links.show token=b"),
        ("conferences.show", {"conference_id": 20}, "action_links.show token=b"),
        ("conferences.show", {"conference_id": 30}, "conferences.show conference_id=30"),
        ("extensions.waiting", {}, "extensions.waiting"),
    ],
)
def test_each_page_has_its_like_behind_the_link(endpoint: str, values: dict[str, object], leads: str) -> None:
    assert through(Doors(), link)(endpoint, **values) == leads
