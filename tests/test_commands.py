"""What a person at a terminal gets from `flask …`: results, one clear line for what cannot be done, help."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from config import ROOT, MailSettings, Settings
from tracker import schema
from tracker.app import create_app
from tracker.clock import now, vietnam_date
from tracker.domain.calendar import VIETNAM
from tracker.domain.glossary import MemberRole
from tracker.models import Base, Conference, JobRun, MailState, Membership, OutboxMail, Plan, Task, User
from tracker.services.accounts import authenticate
from tracker.services.health import PLAN_REMINDERS

PLAN = """KẾ HOẠCH
Tổ chức Hội nghị sơ kết hoạt động sáng kiến năm 2026

I. THỜI GIAN, ĐỊA ĐIỂM
1. Thời gian: ngày 15/12/2026.
2. Địa điểm: Hội trường Sở.

II. TỔ CHỨC THỰC HIỆN
1. Phòng Quản lý Khoa học
- Chủ trì, phối hợp với Văn phòng Sở xây dựng chương trình Hội nghị trước ngày 01/12/2026.
- Xây dựng báo cáo sơ kết.
2. Văn phòng Sở
- Bố trí hội trường phục vụ Hội nghị.
"""
AGENCY = "Sở Khoa học và Công nghệ"
NEWCOMERS = {
    "": ("plan", "users", "jobs", "scheduler", "reminders", "demo", "db", "local"),
    "plan read": (".docx", ".pdf", ".txt", "--json", "no database"),
    "plan import": ("FILE", "--as", "coordinator", "draft", "browser"),
    "conference new": ("--template", "--title", "--start", "--part", "draft", "activated in the browser"),
    "users create": ("EMAIL", "FULL_NAME", "--role", "administrator", "--new-host", "very first", "--password"),
    "reminders preview": ("--at", "2023-07-10T08:00", "--days", "--conference", "sends nothing"),
    "event preview": ("--start", "--undated", "--cancel", "--reinstate", "sends nothing"),
    "event move": ("--reason", "--yes", "one notice"),
    "calendar set": ("--off", "--worked", "--decision", "12345/TB-BNV", "--yes", "which due dates would move"),
    "jobs run": ("plan-reminders", "deliver-mail", "--at", "2023-07-10T08:00", "twice"),
    "scheduler run": ("until stopped", "Ctrl-C"),
    "db upgrade": ("present schema",),
    "demo load": ("accounts", "two plans", "Does nothing when it is there"),
    "local": ("--port", "8000", "Not for production"),
}


@dataclass
class Terminal:
    """A shell in which `flask …` works on an empty SQLite database."""

    app: Flask
    folder: Path

    def run(self, *args: str | Path) -> Result:
        return self.app.test_cli_runner().invoke(args=[str(arg) for arg in args])

    def well(self, *args: str | Path) -> str:
        """The output of a command that must succeed."""
        result = self.run(*args)
        assert (result.exit_code, result.stderr) == (0, ""), result.output
        return result.stdout

    def refusal(self, *args: str | Path) -> str:
        """What a command says that must be refused: on standard error, with exit status 1, without a traceback."""
        result = self.run(*args)
        assert (result.exit_code, result.stdout, isinstance(result.exception, SystemExit)) == (1, "", True), (
            result.output
        )
        assert result.stderr.startswith("Error: ")
        return result.stderr.removeprefix("Error: ").strip()

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def count(self, model: type[Base]) -> int:
        with self.app.extensions["database"].readers() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


def terminal_on(database_url: str, folder: Path) -> Terminal:
    settings = Settings(
        environment="test", secret_key="test" * 10, database_url=database_url, site_url="https://sansang.example",
        mail=MailSettings(folder=folder / "mail", grace=0), max_upload=1024 * 1024,
    )  # fmt: skip
    return Terminal(create_app(settings), folder)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Terminal]:
    """Before `flask db upgrade`."""
    made = terminal_on(f"sqlite:///{tmp_path / 'data' / 'test.sqlite3'}", tmp_path)
    yield made
    made.app.extensions["database"].engine.dispose()


@pytest.fixture
def terminal(bare: Terminal) -> Terminal:
    schema.upgrade(bare.app.extensions["database"].engine)
    return bare


@pytest.fixture
def agency(terminal: Terminal) -> Terminal:
    """With a host agency and its coordinator."""
    terminal.well(
        "users", "create", "ha@skhcn.example", "Trần Thu Hà", "--role", "coordinator", "--unit", AGENCY, "--new-host"
    )
    return terminal


@pytest.fixture
def nowhere(tmp_path: Path) -> Terminal:
    """With a database that cannot be reached."""
    return terminal_on("postgresql://nobody@127.0.0.1:1/nothing", tmp_path)


def test_plan_read_needs_no_database(nowhere: Terminal) -> None:
    output = nowhere.well("plan", "read", nowhere.file("plan.txt", PLAN))
    assert output.splitlines()[:2] == [
        "Tổ chức Hội nghị sơ kết hoạt động sáng kiến năm 2026",
        "  ngày 15/12/2026 · Hội trường Sở",
    ]
    assert "  1. [lead] Phòng Quản lý Khoa học: Chủ trì, phối hợp với Văn phòng Sở" in output
    assert "      with Văn phòng Sở" in output
    assert "      due 2026-12-01 (“trước ngày 01/12/2026”)" in output


def test_plan_read_prints_the_agreed_schema(nowhere: Terminal) -> None:
    read = json.loads(nowhere.well("plan", "read", nowhere.file("plan.txt", PLAN), "--json"))
    assert {"title", "issuer", "number", "issued", "event_start", "event_end", "event_time_text", "place"} <= set(
        read["conference"]
    )
    assert [(one["unit"], one["role"], one["partners"], one["due"]) for one in read["assignments"]] == [
        ("Phòng Quản lý Khoa học", "lead", ["Văn phòng Sở"], "2026-12-01"),
        ("Phòng Quản lý Khoa học", "lead", [], None),
        ("Văn phòng Sở", "lead", [], None),
    ]
    assert {"task", "due_text", "kind", "doubts"} <= set(read["assignments"][0])


def test_plan_read_makes_no_folder_for_a_database(tmp_path: Path) -> None:
    terminal = terminal_on(f"sqlite:///{tmp_path / 'data' / 'test.sqlite3'}", tmp_path)
    terminal.well("plan", "read", terminal.file("plan.txt", PLAN))
    assert not (tmp_path / "data").exists()


def test_plan_read_reads_word_files_too(nowhere: Terminal) -> None:
    read = json.loads(nowhere.well("plan", "read", ROOT / "tracker/demo/plans/hoi-nghi-tong-ket-2026.docx", "--json"))
    assert len(read["assignments"]) == 9


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.docx", b"PK\x03\x04 broken", "Tệp bị hỏng"),
        ("plan.pdf", b"%PDF-1.7 broken", "Tệp bị hỏng"),
        ("plan.xlsx", b"khong phai", "không đọc được"),
        ("plan.txt", b" \n", "không có chữ"),
        ("plan.txt", b"x" * (1024 * 1024 + 1), "quá lớn"),
    ],
    ids=["broken docx", "broken pdf", "unsupported", "empty", "too large"],
)
def test_a_file_that_cannot_be_read_gives_one_clear_line(
    nowhere: Terminal, name: str, content: bytes, words: str
) -> None:
    said = nowhere.refusal("plan", "read", nowhere.file(name, content))
    assert (said.count("\n"), words.lower() in said.lower()) == (0, True), said


def test_a_file_that_is_not_there_is_a_usage_error(bare: Terminal) -> None:
    result = bare.run("plan", "read", "nowhere.docx")
    assert (result.exit_code, "does not exist" in result.stderr) == (2, True)


def test_a_database_that_cannot_be_reached_gives_a_clear_line(nowhere: Terminal) -> None:
    assert "(flask db upgrade)" in nowhere.refusal("demo", "load")


def test_a_database_that_is_not_migrated_is_said(bare: Terminal) -> None:
    assert "(flask db upgrade)" in bare.refusal("jobs", "run", PLAN_REMINDERS)


def test_db_upgrade_makes_the_database_and_can_be_repeated(bare: Terminal) -> None:
    for _ in range(2):
        assert bare.well("db", "upgrade") == f"The database is at revision {schema.head()}.\n"
    assert schema.is_current(bare.app.extensions["database"].engine)
    assert bare.well("db", "downgrade", "base") == "The database is at revision base.\n"
    assert not schema.is_current(bare.app.extensions["database"].engine)


def test_the_first_administrator_gets_an_agency_and_a_password_to_change(terminal: Terminal) -> None:
    output = terminal.well(
        "users", "create", "Ha@skhcn.example", "Trần Thu Hà", "--role", "administrator", "--unit", AGENCY, "--new-host"
    )
    who, password = output.splitlines()
    assert who == f"Trần Thu Hà <ha@skhcn.example> is administrator of {AGENCY}."
    with terminal.app.extensions["database"].sessions() as session:
        user = authenticate(session, email="ha@skhcn.example", password=password.rpartition(" ")[2], now=now())
        assert user.must_change_password
        assert [(one.role, one.unit.name, one.unit.is_host) for one in user.memberships] == [
            (MemberRole.ADMINISTRATOR, AGENCY, True)
        ]


def test_a_member_joins_a_unit_that_is_there_under_any_spelling_of_case(agency: Terminal) -> None:
    output = agency.well(
        "users", "create", "duc@skhcn.example", "Lê Minh Đức", "--unit", AGENCY.upper(), "--password", "Hải-Bình-2026"
    )
    assert "is member of" in output
    assert "Hải-Bình-2026" not in output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("ha@skhcn.example", "Trần Thu Hà", "--unit", AGENCY), "ha@skhcn.example"),
        (("khong-phai-thu", "Trần Thu Hà", "--unit", AGENCY), "khong-phai-thu"),
        (("lan@skhcn.example", " ", "--unit", AGENCY), "họ"),
        (("lan@skhcn.example", "Phạm Thị Lan", "--unit", "Sở Y tế"), "Sở Y tế"),
        (("lan@skhcn.example", "Phạm Thị Lan", "--unit", AGENCY, "--new-host"), AGENCY),
        (("lan@skhcn.example", "Phạm Thị Lan", "--unit", AGENCY, "--password", "ngan"), "8"),
    ],
    ids=["address taken", "no address", "no name", "unknown unit", "agency there already", "weak password"],
)
def test_an_account_that_cannot_be_made_leaves_nothing(agency: Terminal, args: tuple[str, ...], words: str) -> None:
    before = agency.count(User), agency.count(Membership)
    assert words in agency.refusal("users", "create", *args)
    assert (agency.count(User), agency.count(Membership)) == before


def test_plan_import_makes_the_draft_that_an_upload_makes(agency: Terminal) -> None:
    file = agency.file("Kế hoạch.txt", PLAN)
    first, second = agency.well("plan", "import", file, "--as", "ha@skhcn.example").splitlines()
    assert first.startswith("Conference 1: ")
    assert second.startswith("3 assignments, ")
    assert second.endswith("Review: https://sansang.example/ke-hoach/1/ra-soat")
    assert (agency.count(Conference), agency.count(Task)) == (1, 3)
    with agency.app.extensions["database"].readers() as session:
        plan = session.scalars(select(Plan)).one()
        assert (plan.filename, plan.content, plan.sha256) == (
            "Kế hoạch.txt",
            PLAN.encode(),
            hashlib.sha256(PLAN.encode()).hexdigest(),
        )


def test_a_plan_that_is_there_already_or_is_none_is_not_imported(agency: Terminal) -> None:
    file = agency.file("a.txt", PLAN)
    agency.well("plan", "import", file, "--as", "ha@skhcn.example")
    assert "Hội nghị sơ kết" in agency.refusal("plan", "import", file, "--as", "ha@skhcn.example")
    menu = agency.file("menu.txt", "Thực đơn: cơm, canh, cá kho.")
    assert "kế hoạch" in agency.refusal("plan", "import", menu, "--as", "ha@skhcn.example")
    assert agency.count(Conference) == 1


def test_a_plan_is_imported_only_in_the_name_of_a_coordinator(agency: Terminal) -> None:
    file = agency.file("a.txt", PLAN)
    assert "an@skhcn.example" in agency.refusal("plan", "import", file, "--as", "an@skhcn.example")
    agency.well("users", "create", "an@skhcn.example", "Lê Thu An", "--role", "leader", "--unit", AGENCY)
    assert "Vai trò" in agency.refusal("plan", "import", file, "--as", "an@skhcn.example")
    agency.well(
        "users",
        "create",
        "binh@hai.example",
        "Vũ Thanh Bình",
        "--role",
        "coordinator",
        "--unit",
        "Sở Y tế",
        "--new-host",
    )
    agency.refusal("plan", "import", file, "--as", "binh@hai.example", "--host", "1")
    assert agency.count(Conference) == 0


@pytest.fixture
def province(terminal: Terminal) -> Terminal:
    """With the demo."""
    assert terminal.well("demo", "load") == "The demo is loaded.\n"
    return terminal


def test_the_demo_is_loaded_once_previewed_planned_and_sent(province: Terminal) -> None:
    assert province.well("demo", "load") == "The demo was loaded before: nothing is changed.\n"
    tomorrow = coming_workday()
    preview = province.well("reminders", "preview", "--at", f"{tomorrow}T08:00")
    assert [line[:3] for line in preview.splitlines() if not line.startswith("  ")] == ["1. ", "2. "]
    assert "qlcn@skhcn.haibinh.example" in preview
    runs = province.count(JobRun)
    assert province.well("jobs", "run", "plan-reminders", "--at", f"{tomorrow}T08:00").startswith("plan-reminders: ")
    waiting = mails(province, MailState.PENDING)
    assert waiting > 0
    assert (
        province.well("jobs", "run", "plan-reminders", "--at", f"{tomorrow}T08:30") == "plan-reminders: nothing to do\n"
    )
    assert mails(province, MailState.PENDING) == waiting, "a second run plans nothing again"
    assert (
        province.well("jobs", "run", "deliver-mail", "--at", f"{tomorrow}T08:30") == f"deliver-mail: sent {waiting}\n"
    )
    assert len(list((province.folder / "mail" / "new").iterdir())) == waiting
    assert province.count(JobRun) > runs


def coming_workday() -> str:
    return VIETNAM.shift(vietnam_date(now()), 1).isoformat()


def mails(terminal: Terminal, state: MailState) -> int:
    with terminal.app.extensions["database"].readers() as session:
        return session.scalar(select(func.count()).where(OutboxMail.state == state)) or 0


def test_a_preview_of_nothing_says_so_and_writes_nothing(terminal: Terminal) -> None:
    assert terminal.well("reminders", "preview", "--conference", "7") == "There is no such conference in preparation.\n"
    assert terminal.count(OutboxMail) == 0


@pytest.mark.parametrize("args", [("jobs", "run", "plan-reminders", "--at", "morgen"), ("jobs", "run", "tidy")])
def test_a_wrong_argument_is_explained(terminal: Terminal, args: tuple[str, ...]) -> None:
    result = terminal.run(*args)
    assert (
        result.exit_code,
        "is not a time: write it as 2023-07-10T08:00" in result.stderr or "deliver-mail" in result.stderr,
    ) == (2, True)


@pytest.mark.parametrize("command", NEWCOMERS, ids=lambda command: command or "flask")
def test_help_says_what_a_newcomer_needs(bare: Terminal, command: str) -> None:
    output = " ".join(bare.well(*command.split(), "--help").split())
    assert [word for word in NEWCOMERS[command] if word not in output] == []


def test_every_command_and_every_option_is_explained(bare: Terminal) -> None:
    unexplained = []
    for group in bare.app.cli.commands.values():
        for command in group.commands.values() if isinstance(group, click.Group) else [group]:
            unexplained += [command.name] if not command.help else []
            unexplained += [
                f"{command.name} {one.name}" for one in command.params if isinstance(one, click.Option) and not one.help
            ]
    assert unexplained == []


def test_conference_templates_are_listed_with_their_keys(agency: Terminal) -> None:
    listed = agency.well("conference", "templates", "--as", "ha@skhcn.example").splitlines()
    assert [line.split()[0] for line in listed] == ["so-ket-tong-ket", "trien-khai", "tap-huan", "hoi-thao", "giao-ban"]
    assert listed[-1].endswith("7 tasks  Họp giao ban")


def test_conference_new_starts_a_draft_as_the_page_does(agency: Terminal) -> None:
    new = ("conference", "new", "--as", "ha@skhcn.example", "--title", "Giao ban tháng 12")
    output = agency.well(*new, "--template", "hop giao ban", "--start", "15/12/2026", "--part", "Văn phòng", AGENCY)
    assert output.splitlines() == [
        "Conference 1: Giao ban tháng 12",
        "7 tasks, 0 without a unit. Review: https://sansang.example/ke-hoach/1/ra-soat",
    ]
    assert "7 tasks, 7 without a unit." in agency.well(*new, "--template", "giao-ban")
    assert "0 tasks, 0 without a unit." in agency.well(*new)


def test_conference_new_refuses_what_cannot_be(agency: Terminal) -> None:
    new = ("conference", "new", "--as", "ha@skhcn.example", "--title", "Giao ban")
    assert "khong-co" in agency.refusal(*new, "--template", "khong-co")
    assert "Không Có" in agency.refusal(*new, "--template", "giao-ban", "--part", "Văn phòng", "Không Có")
    assert agency.refusal(*new, "--start", "2026-12-15", "--end", "2026-12-14")
    assert agency.refusal(*new[:4], "--title", " ")
    assert agency.count(Conference) == 0
