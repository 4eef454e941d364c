"""The coordinator's desk with a plan to review, for the tests of the review's services."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO, make_user
from tests.services.plan_values import imported
from tracker.domain.glossary import MemberRole
from tracker.domain.permissions import Actor
from tracker.models import ReviewStep, Task
from tracker.services import review
from tracker.services.accounts import load_actor
from tracker.services.review import Correction

NOW = LONG_AGO


class Desk:
    """The coordinator with the plain plan before them."""

    def __init__(self, session: Session, cast: Cast, **values: Any) -> None:
        self.session, self.cast = session, cast
        self.actor = cast.actor("coordinator")
        self.conference = imported(session, cast, **values)
        session.commit()

    def tasks(self) -> list[Task]:
        self.session.flush()
        return list(review.tasks_of(self.session, self.conference.id))

    def task(self, position: int) -> Task:
        return self.tasks()[position - 1]

    def refs(self, *positions: int) -> list[tuple[int, int]]:
        return [(self.task(one).id, self.task(one).version) for one in positions]

    def correct(self, position: int, **values: Any) -> Task:
        task = self.task(position)
        plain: dict[str, Any] = {
            "title": task.title, "role": task.role, "kind": task.kind, "due": task.due, "lead_id": task.lead_task_id,
        }  # fmt: skip
        wanted = Correction(**(plain | values))
        review.correct(self.session, self.actor, self.conference.id, self.refs(position), wanted, now=NOW)
        return self.task(position)

    def numbered(self, position: int) -> Task:
        return next(task for task in self.tasks() if task.position == position)

    def steps(self) -> Sequence[ReviewStep]:
        """Oldest first."""
        return self.session.scalars(select(ReviewStep).order_by(ReviewStep.id)).all()

    def colleague(self) -> Actor:
        """Another coordinator of the same agency."""
        user = make_user(self.session, "hoa@haibinh.example", "Nguyễn Thị Hoa", MemberRole.COORDINATOR, self.cast.host)
        return load_actor(self.session, user)
