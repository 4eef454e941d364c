"""The real plans with their labels, where they are at hand: the two samples exactly, the others as well as promised."""

import importlib.util
import json
from argparse import Namespace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tracker.documents import read_text
from tracker.domain.plan import ParsedPlan, read_plan
from tracker.domain.plan.export import as_json

PROMISED = {"f1": 0.95, "role_accuracy": 0.95, "partner_f1": 0.9, "due_accuracy": 0.95, "metadata_accuracy": 0.9}


def parsed(path: Path) -> ParsedPlan:
    return read_plan(read_text(path.read_text(encoding="utf-8")).lines)


@pytest.fixture(scope="session")
def score(plans_dir: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", plans_dir / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def summer(plans_dir: Path) -> ParsedPlan:
    return parsed(plans_dir / "samples" / "so-ket-6-thang-2023.txt")


@pytest.fixture(scope="session")
def winter(plans_dir: Path) -> ParsedPlan:
    return parsed(plans_dir / "samples" / "tong-ket-2022.txt")


def scored(score: ModuleType, folder: Path, predictions: Path) -> dict[str, Any]:
    for path in folder.glob("*.txt"):
        (predictions / f"{path.stem}.json").write_text(json.dumps(as_json(parsed(path))), encoding="utf-8")
    opts = Namespace(all=False, partial=False, kind=None, errors=True)
    result: dict[str, Any] = score.run(predictions, folder, opts)
    return result


@pytest.mark.parametrize("name", ["so-ket-6-thang-2023", "tong-ket-2022"])
def test_every_assignment_of_the_samples_is_found_exactly(
    score: ModuleType, plans_dir: Path, tmp_path: Path, name: str
) -> None:
    result = scored(score, plans_dir / "samples", tmp_path)["files"][name]
    assert result["errors"] == []
    assert (
        result["precision"],
        result["recall"],
        result["role_accuracy"],
        result["partner_f1"],
        result["metadata_accuracy"],
    ) == (1, 1, 1, 1, 1)


def test_the_other_plans_are_read_as_well_as_promised(score: ModuleType, plans_dir: Path, tmp_path: Path) -> None:
    total = scored(score, plans_dir / "dev", tmp_path)["totals"]["total"]
    assert {key: total[key] >= least for key, least in PROMISED.items()} == dict.fromkeys(PROMISED, True)


def test_the_summer_sample_has_four_two_three_and_nine_duties(summer: ParsedPlan) -> None:
    counts: dict[str, int] = {}
    for one in summer.assignments:
        key = "speakers" if one.role == "contribute" else one.unit
        counts[key] = counts.get(key, 0) + 1
    assert list(counts.values()) == [4, 2, 3, 9]
    assert (summer.coverage.sentences, summer.coverage.assigned, summer.coverage.tasks, summer.coverage.skipped) == (
        11,
        10,
        18,
        1,
    )


def test_the_winter_sample_has_five_one_and_one(winter: ParsedPlan) -> None:
    assert [one.unit for one in winter.assignments] == ["Văn phòng Sở"] * 5 + [
        "Công đoàn Sở",
        "Các phòng, đơn vị thuộc Sở",
    ]


def test_the_windows_of_the_samples_are_tentative(summer: ParsedPlan, winter: ParsedPlan) -> None:
    windows = [plan.conference.event for plan in (summer, winter)]
    assert [(str(window.start), str(window.end), window.tentative) for window in windows if window] == [
        ("2023-07-24", "2023-07-28", True),
        ("2023-01-05", "2023-01-05", True),
    ]


def test_the_summer_sample_is_asked_about_where_a_person_must_decide(summer: ParsedPlan) -> None:
    asked = {one.no: [doubt.code for doubt in one.doubts] for one in summer.assignments if one.doubts}
    assert asked == {2: ["year_slip"], 4: ["continuous_duty"], 5: ["linked_lead"], 7: ["no_lead"]}
    assert summer.assignments[4].lead_no == 1


def test_the_kinds_of_the_summer_sample(summer: ParsedPlan) -> None:
    assert [one.kind for one in summer.assignments] == [
        *(
            "programme",
            "main_report",
            "thematic_content",
            "urge_speeches",
            "programme",
            "settlement",
            "reception",
            "venue",
            "field_visit",
        ),
        *["speech"] * 9,
    ]


def test_the_findings_of_the_summer_sample(summer: ParsedPlan) -> None:
    assert [found.code for found in summer.findings] == [
        "contradictory_years",
        "event_tentative",
        "outing",
        "number_blank",
        "date_blank",
        "header_missing",
        "contact_recognised",
    ]
    assert (summer.findings[0].line, summer.findings[0].words) == (57, "6 tháng cuối năm 2022")
    assert [offered.code for offered in summer.suggestions] == ["invite_speakers"]
    assert len(summer.agenda) == 7
