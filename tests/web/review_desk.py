"""The coordinator's browser on the review of a plan, for the tests of the review's pages."""

import re
from collections.abc import Sequence
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.services.plan_values import imported
from tracker.models import Conference, Task
from tracker.services import review


class Desk:
    """The coordinator's browser on the review of the plain plan (event on 15/12/2026)."""

    def __init__(self, client: FlaskClient, cast: Cast, session: Session, **values: object) -> None:
        cast.sign_in(client, "coordinator")
        self.client, self.cast, self.session = client, cast, session
        self.id = imported(session, cast, **values).id
        session.commit()
        self.url = f"/ke-hoach/{self.id}/ra-soat"

    def task(self, position: int) -> Task:
        """As the database has it now; read by itself, so that no lock stands in the way of the next request."""
        with self.client.application.extensions["database"].readers() as reader:
            return list(review.tasks_of(reader, self.id))[position - 1]

    def rows(self, statement: Select[Any]) -> Sequence[Any]:
        with self.client.application.extensions["database"].readers() as reader:
            return reader.scalars(statement).all()

    def conference(self) -> Conference:
        found: Conference = self.rows(select(Conference).where(Conference.id == self.id))[0]
        return found

    def refs(self, *positions: int) -> str:
        return " ".join(f"{self.task(one).id}:{self.task(one).version}" for one in positions)

    def page(self, query: str = "") -> str:
        answer = self.client.get(self.url + query)
        assert answer.status_code == 200
        return answer.text

    def post(self, verb: str, **data: str) -> int:
        return self.client.post(f"{self.url}/{verb}", data=data).status_code

    def edit(self, position: int, **values: str) -> dict[str, str]:
        task = self.task(position)
        plain = {
            "tasks": self.refs(position), "title": task.title, "role": task.role, "kind": task.kind,
            "unit": task.unit.name if task.unit else "", "due": f"{task.due:%d/%m/%Y}" if task.due else "",
            "lead": str(task.lead_task_id or ""),
        }  # fmt: skip
        return plain | values

    def numbered(self, position: int) -> Task:
        with self.client.application.extensions["database"].readers() as reader:
            return next(one for one in review.tasks_of(reader, self.id) if one.position == position)

    def item(self, position: int, query: str = "") -> str:
        """The item as the page has it."""
        found = re.search(rf'<li class="item[^>]* id="n{position}".*?\n</div></li>', self.page(query), re.DOTALL)
        assert found is not None
        return found[0]


def facts(desk: Desk, **values: str) -> dict[str, str]:
    conference = desk.conference()
    plain = {
        "version": str(conference.version), "title": conference.title, "short_title": conference.short_title,
        "number": "12/KH-SKHCN", "issued": "02/11/2026", "event_start": "15/12/2026", "event_end": "",
        "tentative": "1", "place": "Hội trường Sở",
    }  # fmt: skip
    return plain | values
