"""Files spoiled in every way that the fuzz knows: bytes, zip packages, XML, text. One number gives one file."""

import io
import random
import zipfile
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

Spoil = Callable[[random.Random, bytes], bytes]
_STRANGE = (
    "\u0301", "\u0323\u0302", "\u202e", "\u200b", "\ufeff", "\x00", "\x0b", "\ud7ff", "\U0001f4a3", "\uf0b7", "¸µ¹",
    "öù", "II.", "a)", "|", "\t\t", "…" * 50, "9" * 400, "31/02/2026", "ngày 00/00/0000", "(" * 200, "-" * 300,
)  # fmt: skip


def bytes_spoiled(rng: random.Random, data: bytes) -> bytes:
    """One to eight blows against any file."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        data = rng.choice((_flip, _cut, _double, _drop, _insert, _blank))(rng, data)
    return data


def _place(rng: random.Random, data: bytes) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 4, 64, 1024)))


def _flip(rng: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 5, 50))):
        if made:
            made[rng.randrange(len(made))] = rng.randrange(256)
    return bytes(made)


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _double(rng: random.Random, data: bytes) -> bytes:
    start, end = _place(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 3, 100)) + data[end:]


def _drop(rng: random.Random, data: bytes) -> bytes:
    start, end = _place(rng, data)
    return data[:start] + data[end:]


def _insert(rng: random.Random, data: bytes) -> bytes:
    start, _ = _place(rng, data)
    return data[:start] + rng.randbytes(rng.choice((1, 16, 300))) + data[start:]


def _blank(rng: random.Random, data: bytes) -> bytes:
    start, end = _place(rng, data)
    return data[:start] + rng.choice((b"\0", b"\xff", b" ", b"<", b"9")) * (end - start) + data[end:]


def zip_spoiled(rng: random.Random, data: bytes) -> bytes:
    """Parts of a package lost, renamed, exchanged, doubled, or spoiled inside."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = sorted(parts)
    name, other = rng.choice(names), rng.choice(names)
    made = rng.choice(("drop", "rename", "exchange", "spoil", "spoil", "xml", "xml", "xml", "xml"))
    if made == "drop":
        del parts[name]
    elif made == "rename":
        parts[rng.choice((name.upper(), "../" + name, name + "\0", "word/vbaProject.bin", "x" * 300))] = parts.pop(name)
    elif made == "exchange":
        parts[name], parts[other] = parts[other], parts[name]
    else:
        parts[name] = (xml_spoiled if made == "xml" else bytes_spoiled)(rng, parts[name])
    return _packed(parts, rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def _packed(parts: dict[str, bytes], method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def xml_spoiled(rng: random.Random, data: bytes) -> bytes:
    """Elements lost, doubled, moved, nested, renamed; values changed."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return bytes_spoiled(rng, data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        elements = list(root.iter(etree.Element))
        rng.choice((_lose, _copy, _move, _nest, _rename, _revalue, _revalue, _retext))(rng, elements)
    made: bytes = etree.tostring(root)
    return made


def _lose(rng: random.Random, elements: list[etree._Element]) -> None:
    element = rng.choice(elements)
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _copy(rng: random.Random, elements: list[etree._Element]) -> None:
    element, target = rng.choice(elements), rng.choice(elements)
    for _ in range(rng.choice((1, 1, 30))):
        if sum(1 for _ in element.iter()) < 300:
            target.append(deepcopy(element))


def _move(rng: random.Random, elements: list[etree._Element]) -> None:
    element, target = rng.choice(elements), rng.choice(elements)
    if element.getparent() is not None and element not in target.iterancestors() and element is not target:
        target.insert(0, element)


def _nest(rng: random.Random, elements: list[etree._Element]) -> None:
    element = rng.choice(elements)
    inner = element
    for _ in range(rng.choice((3, 40, 200))):
        inner = etree.SubElement(inner, element.tag)


def _rename(rng: random.Random, elements: list[etree._Element]) -> None:
    rng.choice(elements).tag = rng.choice(elements).tag


def _revalue(rng: random.Random, elements: list[etree._Element]) -> None:
    element = rng.choice(elements)
    if element.attrib:
        name = rng.choice(sorted(map(str, element.attrib)))
        element.set(name, rng.choice(("", "0", "-1", "999999999999", "٣", "x" * 500, "1.5", "continue", "none", "%9")))


def _retext(rng: random.Random, elements: list[etree._Element]) -> None:
    rng.choice(elements).text = rng.choice([text for text in _STRANGE if text.isprintable()] + ["", "x" * 20_000])


def text_spoiled(rng: random.Random, data: bytes) -> bytes:
    """Lines lost, doubled, exchanged, joined, broken; strange signs between letters; another encoding."""
    lines = data.decode("utf-8", "replace").split("\n")
    for _ in range(rng.choice((1, 3, 10, 60))):
        lines = _lines_spoiled(rng, lines) or [""]
    text = "\n".join(lines)
    return text.encode(rng.choice(("utf-8", "utf-8", "utf-8", "utf-16", "cp1258", "cp1252")), "replace")


def _lines_spoiled(rng: random.Random, lines: list[str]) -> list[str]:
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    line = lines[at]
    cut = rng.randrange(len(line) + 1)
    made = rng.choice(("lose", "double", "exchange", "join", "break", "sign", "sign", "case", "short"))
    if made == "lose":
        return lines[:at] + lines[at + 1 :]
    if made == "double":
        return lines[: at + 1] + [line] * rng.choice((1, 2, 40)) + lines[at + 1 :]
    if made == "exchange":
        lines[at], lines[other] = lines[other], line
    elif made == "join":
        lines[at : at + 2] = [" ".join(lines[at : at + 2])]
    elif made == "break":
        lines[at : at + 1] = [line[:cut], line[cut:]]
    elif made == "sign":
        lines[at] = line[:cut] + rng.choice(_STRANGE) + line[cut:]
    elif made == "case":
        lines[at] = rng.choice((line.upper(), line.lower(), line.swapcase(), line[::-1]))
    else:
        lines[at] = line[:cut]
    return lines
