"""The smaller facts of a conference, corrected by a person."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import LONG_AGO
from tests.services.plan_values import FACTS, imported, parsed
from tracker.domain.errors import InvalidInput, StaleVersion
from tracker.domain.glossary import ConferenceKind, DayPart, MeetingMode
from tracker.domain.plan.details import Details, from_json
from tracker.domain.plan.parsed import Invited, LegalBasis, Signer
from tracker.models import Conference
from tracker.services import conference_facts
from tracker.services.conference_facts import Facts, More

MORE = More(
    kind=ConferenceKind.TRAINING, mode=MeetingMode.ONLINE, issuer="Sở Y tế", parent_issuer="UBND tỉnh",
    signer=Signer(name="Lê Thu An", post="Giám đốc"), duration="01 ngày", sessions=("Sáng 07:30–11:00",), points="",
    delegates="80 đại biểu", delegate_number=80, invited=("Sở Nội vụ", "Các xã, phường", "Sở Nội vụ"),
    budget="Ngân sách", budget_sum=1_000_000, bases=("Nghị định số 30/2020/NĐ-CP ngày 05/3/2020",),
)  # fmt: skip


def save(session: Session, cast: Cast, made: Conference, more: More | None, *, version: int | None = None) -> Details:
    facts = Facts(
        title=made.title, short_title=made.short_title, number=made.number or "", issued=made.issued or "",
        event_start=made.event_start, event_end=made.event_end, tentative=made.event_tentative, place=made.place or "",
        more=more,
    )  # fmt: skip
    seen = made.version if version is None else version
    conference_facts.change(session, cast.actor("coordinator"), made.id, facts, version=seen, now=LONG_AGO)
    return from_json(made.facts)


def test_every_fact_is_saved(session: Session, cast: Cast) -> None:
    made = imported(session, cast)
    kept = save(session, cast, made, MORE)
    assert (made.kind, made.mode, made.issuer, made.delegates) == (
        ConferenceKind.TRAINING,
        MeetingMode.ONLINE,
        "Sở Y tế",
        "80 đại biểu",
    )
    assert [(one.part, one.start, one.end) for one in kept.sessions] == [(DayPart.MORNING, "07:30", "11:00")]
    assert kept.invited == (Invited(name="Sở Nội vụ"), Invited(name="Các xã, phường", collective=True))
    assert (kept.bases[0].kind, kept.bases[0].number, kept.bases[0].issued) == (
        "Nghị định",
        "30/2020/NĐ-CP",
        "2020-03-05",
    )
    assert (kept.signer.name, kept.budget_sum, kept.delegate_number) == ("Lê Thu An", 1_000_000, 80)


def test_what_stays_keeps_its_place_in_the_plan(session: Session, cast: Cast) -> None:
    basis = LegalBasis(kind="Luật", words="Luật Trồng trọt", line=2)
    facts = replace(FACTS, invited=(Invited(name="Sở Nội vụ", line=5),), bases=(basis,))
    made = imported(session, cast, parsed=parsed(conference=facts))
    kept = save(session, cast, made, replace(MORE, bases=("Luật Trồng trọt",)))
    assert [one.line for one in kept.invited] == [5, None]
    assert kept.bases == (basis,)


def test_a_form_without_them_leaves_them_alone(session: Session, cast: Cast) -> None:
    made = imported(session, cast)
    before = save(session, cast, made, MORE)
    assert save(session, cast, made, None) == before


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (replace(MORE, sessions=("sau bữa trưa",)), "session_unclear"),
        (replace(MORE, invited=("x" * 501,)), "list_long"),
        (replace(MORE, invited=tuple(f"Sở {number}" for number in range(301))), "list_long"),
    ],
)
def test_what_cannot_be_read_is_refused(session: Session, cast: Cast, more: More, code: str) -> None:
    made = imported(session, cast)
    with pytest.raises(InvalidInput, match=code):
        save(session, cast, made, more)


def test_a_page_that_somebody_else_has_overtaken_is_refused(session: Session, cast: Cast) -> None:
    made = imported(session, cast)
    with pytest.raises(StaleVersion):
        save(session, cast, made, MORE, version=made.version - 1)
