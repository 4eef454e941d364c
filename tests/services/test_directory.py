"""The directory keeps units apart, finds them again and offers a plan only those it may mean."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.factories import make_unit
from tracker.domain.errors import InvalidInput, NotFound
from tracker.domain.glossary import UnitKind
from tracker.models import Unit
from tracker.services import directory, directory_list
from tracker.services.directory_list import Which


def add(session: Session, name: str, parent: Unit | None = None, **details: object) -> Unit:
    kind = UnitKind.DEPARTMENT
    return directory.add_unit(session, name=name, kind=kind, parent_id=parent.id if parent else None, **details)


def test_a_new_unit_has_its_keys_and_aliases(session: Session, cast: Cast) -> None:
    unit = add(session, "  Phòng  Đào tạo ", cast.host, email=" DaoTao@HaiBinh.example ", aliases=["P. ĐT"])
    assert (unit.name, unit.search_key, unit.email) == ("Phòng Đào tạo", "phong dao tao", "daotao@haibinh.example")
    assert [alias.name for alias in unit.aliases] == ["P. ĐT"]


def test_a_second_unit_of_the_same_name_in_one_parent_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(session, "VĂN PHÒNG SỞ", cast.host)
    assert (refused.value.code, refused.value.params["field"]) == ("unit_exists", "name")


def test_the_same_name_elsewhere_is_another_unit(session: Session, cast: Cast) -> None:
    assert add(session, "Văn phòng Sở", cast.school).parent_id == cast.school.id


@pytest.mark.parametrize("address", ["văn phòng", "a@b", "a b@c.vn", "a@c.vn, d@c.vn", "Hà <ha@c.vn>"])
def test_what_is_no_mail_address_is_refused(session: Session, cast: Cast, address: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(session, "Phòng Đào tạo", cast.host, email=address)
    assert (refused.value.code, refused.value.params["field"]) == ("email_invalid", "email")


def test_a_unit_without_a_name_or_with_an_unknown_parent_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="unit_name_missing"):
        add(session, "  ", cast.host)
    with pytest.raises(InvalidInput, match="unit_parent_missing"):
        directory.add_unit(session, name="Phòng Đào tạo", kind=UnitKind.DEPARTMENT, parent_id=999_999)


def test_a_renamed_unit_is_still_found_by_its_old_name(session: Session, cast: Cast) -> None:
    directory.edit_unit(
        session, cast.department.id, name="Phòng Khoa học", kind=UnitKind.DEPARTMENT, parent_id=cast.host.id
    )
    matches = directory.resolve(["Phòng Quản lý Khoa học"], directory.candidates(session, cast.host.id), cast.host.id)
    assert matches["Phòng Quản lý Khoa học"].unit_id == cast.department.id


def test_a_unit_cannot_stand_below_itself(session: Session, cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="unit_below_itself"):
        directory.edit_unit(session, cast.host.id, name="Sở", kind=UnitKind.AGENCY, parent_id=cast.office.id)


def test_changing_an_unknown_unit_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        directory.edit_unit(session, 999_999, name="Phòng", kind=UnitKind.DEPARTMENT, parent_id=None)


def test_an_alias_is_remembered_once(session: Session, cast: Cast) -> None:
    assert directory.add_alias(session, cast.office, "VP Sở") is True
    assert directory.add_alias(session, cast.office, "vp sở") is False
    assert directory.add_alias(session, cast.office, "Văn phòng Sở") is False
    assert [alias.name for alias in cast.office.aliases] == ["VP Sở"]


def test_the_tree_lists_units_below_their_parents_in_vietnamese_order(session: Session, cast: Cast) -> None:
    add(session, "Ban Đề án", cast.host)
    listed = [(node.depth, node.unit.name) for node in directory_list.tree(session)]
    assert listed == [
        (0, "Sở Khoa học và Công nghệ tỉnh Hải Bình"),
        (1, "Ban Đề án"),
        (1, "Phòng Quản lý Khoa học"),
        (1, "Văn phòng Sở"),
        (0, "Trường Cao đẳng Kỹ thuật Hải Bình"),
        (0, "UBND phường Đông Hải"),
    ]


def test_searching_needs_no_marks_and_looks_at_aliases(session: Session, cast: Cast) -> None:
    directory.add_alias(session, cast.ward, "Phường Biển")
    found = directory_list.search(session, "phuong bien", which=Which.TODAY, today=date(2026, 11, 2))
    assert [unit.id for unit in found.units] == [cast.ward.id]


def test_a_plan_may_mean_own_units_outside_units_and_other_hosts_but_not_their_departments(
    session: Session, cast: Cast
) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    make_unit(session, "Phòng Nghiệp vụ Y", parent=other)
    division = make_unit(session, "Phòng Kinh tế phường Đông Hải", UnitKind.DIVISION, parent=cast.ward)
    names = {unit.id for unit in directory.candidates(session, cast.host.id)}
    assert names == {
        unit.id for unit in (cast.host, cast.office, cast.department, cast.ward, cast.school, other, division)
    }


def test_a_plan_is_resolved_against_the_directory_of_its_date(session: Session, cast: Cast) -> None:
    make_unit(session, "UBND huyện Vân Khê", UnitKind.DISTRICT_COMMITTEE, valid_until=date(2025, 6, 30))
    before = {unit.name for unit in directory.candidates(session, cast.host.id, on=date(2023, 5, 30))}
    after = {unit.name for unit in directory.candidates(session, cast.host.id, on=date(2026, 5, 30))}
    assert before - after == {"UBND huyện Vân Khê"}


def test_the_hosts_office_is_found_among_offices_of_other_agencies(session: Session, cast: Cast) -> None:
    other = make_unit(session, "Sở Y tế", UnitKind.AGENCY, is_host=True)
    make_unit(session, "Văn phòng Sở", UnitKind.OFFICE, parent=other)
    matches = directory.resolve(["Văn phòng Sở"], directory.candidates(session, cast.host.id), cast.host.id)
    assert (matches["Văn phòng Sở"].unit_id, matches["Văn phòng Sở"].certain) == (cast.office.id, True)
