"""Word's old .doc, OpenDocument and rich text → .docx, by LibreOffice where it is installed.

Every run has a profile of its own, without macros, active contents or links to other files; it is limited, and killed
with its children when it takes too long.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from tracker.documents.process import Deadline, run
from tracker.documents.progress import CONVERTING, Cancelled, Progress, never, silent
from tracker.domain.errors import DocumentRefused

CONVERTED = ("doc", "odt", "rtf")
PACKAGE = "libreoffice-writer-nogui"
_MEMORY, _CPU, _FILE, _WALL = 4 * 1024**3, 90, 200 * 1024 * 1024, 120.0
_ITEM = '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),  # never
    ("Office.Common/Save/Document", "WarnAlienFormat", "false"),
)
_NO_HOST = "http://127.0.0.1:9"  # the discard port: a document that links elsewhere reaches nobody


def program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(kind: str, data: bytes, *, progress: Progress = silent, cancelled: Cancelled = never) -> bytes:
    """The document as .docx.

    Raises:
        DocumentRefused: ``office_missing`` (``suffix``, ``package``), ``broken``, ``timeout``, ``reading_cancelled``.
    """
    office = program()
    if office is None:
        raise DocumentRefused("office_missing", suffix=f".{kind}", package=PACKAGE)
    progress(CONVERTING, 0, 0)
    with tempfile.TemporaryDirectory(prefix="sansang-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"plan.{kind}"
        source.write_bytes(with_printed_labels(data) if kind == "rtf" else data)
        profile = _profile(folder)
        ended = run(
            lambda _: [
                *(sys.executable, "-E", "-s", "-m", "tracker.documents.launch"),
                *map(str, (_MEMORY, _CPU, _FILE)),
                *(office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck"),
                *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(source)),
            ],
            b"",
            Deadline(_WALL),
            env=_environment(folder),
            cancelled=cancelled,
        )
        made = source.with_suffix(".docx")
        if ended.code != 0 or not made.is_file():
            raise DocumentRefused("broken", converter=ended.code)
        return made.read_bytes()


def with_printed_labels(data: bytes) -> bytes:
    """Rich text holds every automatic number as it was last printed: more certain than counting it again."""
    printed = re.sub(rb"\{\\listtext(?![a-z])", b"{", data)
    return re.sub(rb"\\(?:ls|ilvl)\d+ ?", b"", printed) if printed != data else data


def _profile(folder: Path) -> Path:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )
    return user.parent


def _environment(folder: Path) -> dict[str, str]:
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), _NO_HOST)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    } | proxies
