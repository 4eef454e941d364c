"""A name that the directory does not know: near units with the reason; the choice is remembered, and taken back."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tests.services.plan_values import DUTIES, duty, parsed
from tests.services.review_desk import NOW, Desk
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import UnitKind
from tracker.domain.matching import Why
from tracker.domain.succession import UnitChange
from tracker.models import Unit, UnitSuccessor
from tracker.services import directory, plans, review_units, unit_aliases
from tracker.services.review_units import Unknown

COMMUNE = UnitKind.COMMUNE_COMMITTEE


def unknown(desk: Desk) -> Unknown:
    units = plans.units_for(desk.session, desk.conference)
    (found,) = review_units.unknown(desk.session, desk.conference, desk.tasks(), units)
    return found


def named(desk: Desk, name: str) -> Desk:
    """The same desk with a plan that gives its fifth duty to ``name``."""
    duties = (*DUTIES[:4], duty(5, name, "Chuẩn bị tham luận.", 8, "speech", DUTIES[4].role))
    return Desk(desk.session, desk.cast, parsed=parsed(assignments=duties), data=name.encode())


def meant(desk: Desk, words: str, host: Unit | None = None) -> tuple[int | None, bool]:
    host_id = (host or desk.cast.host).id
    match = directory.resolve([words], directory.candidates(desk.session, host_id), host_id)[words]
    return match.unit_id, match.certain


@pytest.fixture
def desk(session: Session, cast: Cast) -> Desk:
    return Desk(session, cast)


def test_a_near_unit_is_offered_with_the_reason(desk: Desk) -> None:
    make_unit(desk.session, "UBND xã Vân Hưng", COMMUNE)
    make_unit(desk.session, "UBND xã Văn Khê", COMMUNE)
    near = unknown(desk).near
    assert [(one.unit.name, one.why) for one in near] == [("UBND xã Văn Khê", Why.MARKS)]


def test_a_unit_that_had_ended_on_the_plans_day_leads_to_those_that_took_over(desk: Desk) -> None:
    district = make_unit(desk.session, "UBND huyện Vân Khê", UnitKind.DISTRICT_COMMITTEE, valid_until=date(2025, 6, 30))
    heirs = [make_unit(desk.session, f"UBND xã {name}", COMMUNE) for name in ("Thạch Lâm", "Yên Hòa")]
    for heir in heirs:
        desk.session.add(
            UnitSuccessor(
                unit_id=district.id, successor_id=heir.id, change=UnitChange.ABOLISH, effective=date(2025, 7, 1),
                decision="Luật 72/2025/QH15", recorded_at=NOW,
            )
        )  # fmt: skip
    near = unknown(named(desk, "UBND huyện Vân Khê")).near
    assert [(one.unit.id, one.why, one.former) for one in near] == [
        (heir.id, Why.SUCCESSOR, district) for heir in heirs
    ]


def test_the_choice_is_remembered_for_the_plans_of_this_agency_only(desk: Desk, cast: Cast) -> None:
    other = make_unit(desk.session, "Sở Y tế tỉnh Hải Bình", UnitKind.AGENCY, is_host=True)
    review_units.choose(desk.session, desk.actor, desk.conference.id, "UBND xã Vân Khê", cast.ward.id, now=NOW)
    desk.session.refresh(cast.ward, ["aliases"])
    assert meant(desk, "UBND xã Vân Khê") == (cast.ward.id, True)
    assert meant(desk, "UBND xã Vân Khê", other) == (None, False)
    (alias,) = cast.ward.aliases
    assert (alias.host_id, alias.by_id, alias.at) == (cast.host.id, desk.actor.user_id, NOW)


def test_a_wrong_choice_is_taken_back_and_the_next_plan_asks_again(desk: Desk, cast: Cast) -> None:
    review_units.choose(desk.session, desk.actor, desk.conference.id, "UBND xã Vân Khê", cast.ward.id, now=NOW)
    desk.session.refresh(cast.ward, ["aliases"])
    unit_aliases.remove_alias(desk.session, cast.ward, cast.ward.aliases[0].id)
    assert meant(desk, "UBND xã Vân Khê") == (None, False)


def test_one_spelling_of_two_units_in_two_scopes_is_asked(desk: Desk, cast: Cast) -> None:
    unit_aliases.add_alias(desk.session, cast.ward, "Cơ quan X", host_id=cast.host.id)
    unit_aliases.add_alias(desk.session, cast.school, "Cơ quan X")
    near = unknown(named(desk, "Cơ quan X")).near
    assert {(one.unit.id, one.why) for one in near} == {(cast.ward.id, Why.ALIAS), (cast.school.id, Why.ALIAS)}


def test_a_spelling_that_differs_in_marks_is_remembered_too(desk: Desk, cast: Cast) -> None:
    assert unit_aliases.add_alias(desk.session, cast.ward, "UBND phường Dông Hải") is True
    assert meant(desk, "UBND phường Dông Hải") == (cast.ward.id, True)


def test_a_unit_that_was_no_more_on_the_plans_day_cannot_be_chosen(desk: Desk) -> None:
    gone = make_unit(desk.session, "UBND huyện Vân Khê", COMMUNE, valid_until=date(2025, 6, 30))
    with pytest.raises(InvalidInput, match="unit_not_here"):
        review_units.choose(desk.session, desk.actor, desk.conference.id, "UBND xã Vân Khê", gone.id, now=NOW)


def test_a_plan_of_before_a_change_may_name_what_is_there_by_the_event(desk: Desk) -> None:
    coming = make_unit(desk.session, "UBND xã Vân Khê", COMMUNE, valid_from=date(2026, 12, 1))
    later = make_unit(desk.session, "UBND xã Vân Hưng", COMMUNE, valid_from=date(2027, 1, 1))
    names = {unit.id for unit in plans.units_for(desk.session, desk.conference)}
    assert (coming.id in names, later.id in names) == (True, False)
