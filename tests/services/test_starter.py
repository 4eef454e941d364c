"""A province fills the directory: everything once, what is there stays, what became of districts is known."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import make_unit
from tracker.domain.errors import InvalidInput
from tracker.domain.glossary import UnitKind
from tracker.domain.succession import UnitChange
from tracker.models import Unit, UnitSuccessor
from tracker.services import starter, starter_data, succession, unit_matching
from tracker.services.starter import Options

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def fill(session: Session, province: str = "Bắc Ninh", **options: bool) -> starter.Preview:
    return starter.fill(session, province, Options(**options), now=NOW)


def named(session: Session, name: str) -> Unit:
    return session.scalars(select(Unit).where(Unit.name == name)).one()


def successors(session: Session, name: str) -> dict[str, UnitChange]:
    links = session.scalars(select(UnitSuccessor).where(UnitSuccessor.unit_id == named(session, name).id))
    return {link.successor.name: link.change for link in links if link.successor}


def test_the_data_hold_the_34_provinces_and_what_they_were_made_of() -> None:
    provinces = starter_data.provinces().values()
    districts = [d for p in provinces for f in p.formers for d in f.districts if d.until == starter_data.DISTRICTS_END]
    assert (len(provinces), sum(len(p.communes) for p in provinces)) == (34, 3321)
    assert (sum(len(p.formers) for p in provinces), len(districts)) == (63, 696)
    codes = {code for p in provinces for code, _name in p.communes}
    assert all(d.heirs and set(d.heirs) <= codes for d in districts)


def test_a_province_is_filled_once(session: Session) -> None:
    first, again = fill(session), fill(session)
    assert (first.new, again.new, again.completed) == (190, 0, 0)
    assert session.scalar(select(func.count()).select_from(Unit)) == 190


def test_a_former_district_is_valid_until_its_end_and_leads_to_its_communes(session: Session) -> None:
    fill(session)
    district = named(session, "UBND huyện Tân Yên")
    assert (district.valid_until, district.kind) == (date(2025, 6, 30), UnitKind.DISTRICT_COMMITTEE)
    assert named(session, "UBND xã Tân Yên").valid_from == date(2025, 7, 1)
    found = successors(session, district.name)
    assert ("UBND xã Tân Yên" in found, set(found.values())) == (True, {UnitChange.ABOLISH})


def test_a_department_of_before_2025_is_followed_to_todays(session: Session) -> None:
    fill(session)
    former = named(session, "Sở Kế hoạch và Đầu tư tỉnh Bắc Giang")
    heir = succession.standing_for(session, [former.id], TODAY)[former.id].one
    assert (former.valid_until, heir) == (date(2025, 2, 28), named(session, "Sở Tài chính tỉnh Bắc Ninh").id)
    assert successors(session, "UBND tỉnh Bắc Giang") == {"UBND tỉnh Bắc Ninh": UnitChange.MERGE}


def test_a_district_raised_in_rank_is_known_by_its_earlier_name(session: Session) -> None:
    fill(session)
    assert [alias.name for alias in named(session, "UBND thị xã Việt Yên").aliases] == ["UBND huyện Việt Yên"]
    assert successors(session, "UBND huyện Yên Dũng") == {"UBND thành phố Bắc Giang": UnitChange.ABSORB}


def test_what_is_there_keeps_its_name_and_address_and_is_completed(session: Session) -> None:
    committee = make_unit(session, "Ủy ban nhân dân tỉnh Bắc Ninh", UnitKind.AGENCY, email="ubnd@bn.example")
    mine = make_unit(
        session, "UBND huyện Gia Bình", UnitKind.DISTRICT_COMMITTEE, parent=committee, email="gb@bn.example"
    )
    department = make_unit(session, "Sở KH&ĐT", UnitKind.AGENCY, parent=committee)
    done = fill(session)
    assert (done.new, done.completed) == (187, 2)
    assert (mine.email, mine.valid_until, department.name) == ("gb@bn.example", date(2025, 6, 30), "Sở KH&ĐT")
    assert successors(session, "Sở KH&ĐT") == {"Sở Tài chính tỉnh Bắc Ninh": UnitChange.ABSORB}


def test_an_agency_that_holds_conferences_is_left_alone(session: Session) -> None:
    host = make_unit(session, "Sở Khoa học và Công nghệ tỉnh Bắc Giang", UnitKind.AGENCY, is_host=True)
    fill(session)
    assert (host.valid_until, successors(session, host.name)) == (None, {})


def test_a_recorded_change_is_not_overruled(session: Session) -> None:
    fill(session)
    district = named(session, "UBND huyện Tân Yên")
    links = session.scalars(select(UnitSuccessor).where(UnitSuccessor.unit_id == district.id)).all()
    for link in links[1:]:
        session.delete(link)
    session.flush()
    fill(session)
    assert len(successors(session, district.name)) == 1


def test_communes_whose_names_differ_in_marks_only_are_two(session: Session) -> None:
    fill(session, "Hải Phòng", former=False)
    assert named(session, "UBND xã Cẩm Giang").id != named(session, "UBND xã Cẩm Giàng").id


def test_inner_divisions_only_where_asked_for(session: Session) -> None:
    assert starter.preview(session, "huế", Options(former=False)).new == 76
    assert starter.preview(session, "huế", Options(former=False, divisions=True)).new == 76 + 40 * 4


def test_an_unknown_province_is_refused(session: Session) -> None:
    with pytest.raises(InvalidInput, match="province_unknown"):
        fill(session, "Bắc Trung")


def test_a_plan_of_2023_and_one_of_2026_find_their_units(session: Session) -> None:
    fill(session)
    names = ["UBND huyện Tân Yên", "Sở Nội vụ", "UBND xã Tân Yên", "Sở TN&MT"]
    assert certain(session, "Sở Khoa học và Công nghệ tỉnh Bắc Giang", names, date(2023, 5, 30)) == [
        "UBND huyện Tân Yên",
        "Sở Nội vụ tỉnh Bắc Giang",
        None,
        "Sở Tài nguyên và Môi trường tỉnh Bắc Giang",
    ]
    assert certain(session, "Sở Khoa học và Công nghệ tỉnh Bắc Ninh", names, date(2026, 5, 30)) == [
        None,
        "Sở Nội vụ tỉnh Bắc Ninh",
        "UBND xã Tân Yên",
        None,
    ]


def certain(session: Session, host: str, names: list[str], day: date) -> list[str | None]:
    """The names of the units that a plan of ``host`` means by ``names`` on that day, None where a person is asked."""
    agency = named(session, host)
    units = unit_matching.candidates(session, agency.id, on=day)
    matches = unit_matching.resolve(names, units, agency.id)
    by_id = {unit.id: unit.name for unit in units}
    return [by_id.get(matches[name].unit_id or 0) if matches[name].certain else None for name in names]
