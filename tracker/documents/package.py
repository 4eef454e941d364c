"""A .docx or .odt as a guarded zip package: bounds on entries, size and ratio; no DTD, no macros, no encryption."""

import io
import posixpath
import zipfile
from collections.abc import Iterable

from lxml import etree

from tracker.documents.formats import unsupported
from tracker.domain.errors import DocumentRefused

MAX_ENTRIES = 2_000
MAX_UNZIPPED = 200 * 1024 * 1024
MAX_PART = 40 * 1024 * 1024
MAX_RATIO = 200  # Word's own XML stays below 60
_RATIO_FROM = 1024 * 1024  # bytes; small parts compress as they like
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
_MANIFEST = "META-INF/manifest.xml"
_DTD = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


class Package:
    """Parts of a .docx by name. Raises DocumentRefused: broken, encrypted, zip_bomb, macros, unsupported."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise DocumentRefused("broken") from None
        _check(self._zip.infolist())
        self._names = {info.filename.lower(): info.filename for info in self._zip.infolist()}
        if any(name.endswith("vbaproject.bin") for name in self._names):
            raise DocumentRefused("macros")

    def main_part(self) -> str:
        """Name of the document part, as the package's relationships say."""
        if not self.has("[Content_Types].xml"):
            raise unsupported(".odt" if self.has("mimetype") else ".zip")
        target = "word/document.xml"
        if (relations := self.xml("_rels/.rels")) is not None:
            for relation in relations.iter(_RELATIONS):
                if relation.get("Type", "").endswith("/officeDocument"):
                    target = posixpath.normpath(relation.get("Target", target).lstrip("/"))
        if not self.has(target) or (not target.lower().endswith("document.xml") and "word" not in target.lower()):
            raise unsupported(
                ".xlsx/.pptx" if self.has("xl/workbook.xml") or self.has("ppt/presentation.xml") else ".zip"
            )
        return target

    def names(self) -> Iterable[str]:
        """In lower case, as :meth:`has` compares them."""
        return self._names

    def bytes_of(self, name: str) -> bytes:
        """The part as it is; raises DocumentRefused("broken") where the package has none."""
        if not self.has(name):
            raise DocumentRefused("broken", part=name)
        return self._read(self._names[name.lower()])

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def xml(self, name: str) -> etree._Element | None:
        """The parsed part, None where the package has none."""
        if not self.has(name):
            return None
        data = self._read(self._names[name.lower()])
        if any(sign in data for sign in _DTD):
            raise DocumentRefused("broken", reason="dtd")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise DocumentRefused("broken", part=name) from None

    def _read(self, name: str) -> bytes:
        try:
            with self._zip.open(name) as part:
                data = part.read(MAX_PART + 1)
        except RuntimeError:
            raise DocumentRefused("encrypted") from None
        except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError):
            raise DocumentRefused("broken", part=name) from None
        except Exception as failure:  # zlib.error and its kin have no common base
            raise DocumentRefused("broken", part=name) from failure
        if len(data) > MAX_PART:
            raise DocumentRefused("zip_bomb")
        return data


def check_open_document(data: bytes) -> None:
    """Whether a converter may be given the .odt.

    Raises:
        DocumentRefused: unsupported (a spreadsheet, say), broken, zip_bomb, encrypted, macros.
    """
    package = Package(data)
    kind = package.bytes_of("mimetype").strip()
    if not kind.startswith(_OPEN_TEXT):
        raise unsupported(".odt")
    if any(name.startswith(("basic/", "scripts/")) for name in package.names()):
        raise DocumentRefused("macros")
    if package.has(_MANIFEST) and b"encryption-data" in package.bytes_of(_MANIFEST):
        raise DocumentRefused("encrypted")
    for name in ("content.xml", "styles.xml", "meta.xml", "settings.xml"):
        package.xml(name)


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise DocumentRefused("encrypted")
    total = sum(entry.file_size for entry in entries)
    steep = any(
        entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if len(entries) > MAX_ENTRIES or total > MAX_UNZIPPED or steep:
        raise DocumentRefused("zip_bomb", entries=len(entries), unzipped=total)
