"""Small .docx and .pdf files made by hand, so that every odd shape can be asked for."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def docx(
    body: str, *, numbering: str = "", styles: str = "", extra: Mapping[str, bytes] | None = None, prolog: str = ""
) -> bytes:
    """A package with these elements in its body, numbering and styles; ``extra`` adds parts."""
    parts = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return buffer.getvalue()


def p(text: str, *, number: tuple[int, int] | None = None, style: str = "") -> str:
    """A paragraph, numbered by (numId, level) or through its style."""
    numbered = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{numbered}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def level(index: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText '
        f'w:val="{text}"/>{more}</w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, abstract_key: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract_key}"/>{more}</w:num>'


def table(*rows: Sequence[str]) -> str:
    """Cells are given as the inner XML of w:tc."""
    return (
        "<w:tbl>"
        + "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def pdf(*pages: Sequence[str], encrypted: bool = False) -> bytes:
    """One text line per string, in letters 6 points wide."""
    placed = [Sheet([(60, 62 + 16 * row, line) for row, line in enumerate(lines)]) for lines in pages]
    return printed(*placed, encrypted=encrypted)


@dataclass
class Sheet:
    """A page of A4: texts as (x, y, text) and rules as (x0, y0, x1, y1), in points from the upper left corner.

    ``turned``: the page is stored lying, to be shown turned by so many degrees.
    """

    texts: Sequence[tuple[float, float, str]]
    rules: Sequence[tuple[float, float, float, float]] = ()
    size: float = 12
    turned: int = 0


def printed(*pages: Sheet, font: str = "Times", encrypted: bool = False) -> bytes:
    """The font is not embedded, its ToUnicode map makes Vietnamese readable; every letter is half as wide as high."""
    letters = sorted({letter for page in pages for _, _, text in page.texts for letter in text})
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    mapping = "\n".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    cmap = (
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange "
        f"<0000> <ffff> endcodespacerange {len(codes)} beginbfchar\n{mapping}\nendbfchar endcmap end end"
    )
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "", "", "", stream(cmap)]
    kids = []
    for page in pages:
        objects.append(stream(_drawn(page, codes)))
        turned = f" /Rotate {page.turned}" if page.turned else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]{turned} /Resources << /Font << /F 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects[2] = (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{font} /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 6 0 R >>"
    )
    objects[3] = (
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font} /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 5 0 R >>"
    )
    objects[4] = (
        f"<< /Type /FontDescriptor /FontName /{font} /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
        "/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    return assembled(objects, encrypted=encrypted)


def _drawn(page: Sheet, codes: Mapping[str, int]) -> str:
    shown = [
        f"1 0 0 1 {x} {842 - y} Tm <{''.join(f'{codes[one]:04x}' for one in text)}> Tj" for x, y, text in page.texts
    ]
    lines = [f"{x0} {842 - y0} m {x1} {842 - y1} l S" for x0, y0, x1, y1 in page.rules]
    turn = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}.get(page.turned, "")
    return "\n".join([turn, *lines, f"BT /F {page.size} Tf", *shown, "ET"])


def stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def assembled(objects: Sequence[str], *, encrypted: bool = False) -> bytes:
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00><00>]"
        if encrypted
        else ""
    )
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010d} 00000 n \n" for place in places
    )
    return (out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {lock} >>\nstartxref\n{start}\n%%EOF\n").encode(
        "ascii"
    )


def odt(body: str, *, kind: str = "text", extra: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument text with these elements; ``extra`` adds parts."""
    names = "office text table style".split()
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<office:document-content {spaces} office:version="1.3"><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return buffer.getvalue()


def rtf(*paragraphs: str) -> bytes:
    """Rich text; of a paragraph with a tab, what is before it is its number as Word stores it, beside the text."""
    return b"{\\rtf1\\ansi" + b"".join(map(_rtf_paragraph, paragraphs)) + b"}"


def _rtf_paragraph(text: str) -> bytes:
    label, tab, rest = text.rpartition("\t")
    listed = f"{{\\listtext {label}\\tab}}\\ls1\\ilvl0 " if tab else ""
    letters = "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in rest)
    return f"\\pard {listed}{letters}\\par ".encode("ascii")


# The beginning of a file of Word 97 and the name of its text: enough to be taken for one, not to be read.
OLD_WORD = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\xec\xa5" + b"\0" * 510 + "WordDocument".encode("utf-16-le")
)


def ruled(left: float, top: float, widths: Sequence[float], heights: Sequence[float]) -> list[tuple[float, ...]]:
    """The rules of a table with these columns and rows."""
    xs = [left + sum(widths[:count]) for count in range(len(widths) + 1)]
    ys = [top + sum(heights[:count]) for count in range(len(heights) + 1)]
    return [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
