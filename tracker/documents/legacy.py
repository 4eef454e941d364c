"""The Vietnamese alphabets from before Unicode: TCVN3 (ABC; fonts .VnTime …) and VNI (fonts VNI-Times …).

Both put their letters on the places of the Western European code page, so that "Kế hoạch" shows as "KÕ ho¹ch" (TCVN3)
or "Keá hoaïch" (VNI). Which texts are of this kind, ``restoring`` tells.
"""

import re
import unicodedata

from tracker.documents.syllables import is_syllable

TCVN3, VNI = "tcvn3", "vni"

# TCVN 5712:1993, VN3. Capitals with a tone have no code: they are small letters, printed in a font of capitals.
_TCVN3_CODES = (
    "A1A2A3A4A5A6A7 A8A9AAABACADAE B5B6B7B8B9 BBBCBDBEC6 C7C8C9CACB CCCECFD0D1 D2D3D4D5D6 D7D8DCDDDE DFE1E2E3E4 "
    "E5E6E7E8E9 EAEBECEDEE EFF1F2F3F4 F5F6F7F8F9 FAFBFCFDFE"
)
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐ ăâêôơưđ àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ"
_TCVN3_MARKS = "\u0300\u0309\u0303\u0301\u0323"  # B0 to B4: tones set after their letter
TCVN3_TABLE = dict(zip(bytes.fromhex(_TCVN3_CODES).decode("latin-1"), _TCVN3_LETTERS.replace(" ", ""), strict=True)) | {
    chr(0xB0 + place): mark for place, mark in enumerate(_TCVN3_MARKS)
}

# VNI: a letter, then one sign for its shape and tone together; some letters have a code of their own.
_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_VNI_SIGNS = (
    ("aeouyôö", "ùøûõï", _TONES),
    ("aeo", "âáàåãä", ("\u0302", *("\u0302" + tone for tone in _TONES))),
    ("a", "êéèúüë", ("\u0306", *("\u0306" + tone for tone in _TONES))),
)
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _vni_table() -> dict[str, str]:
    """Letters with their signs, and letters alone; a capital may carry a small sign."""
    table: dict[str, str] = {}
    for letters, signs, marks in _VNI_SIGNS:
        for letter in letters:
            for sign, mark in zip(signs, marks, strict=True):
                made = _composed(_VNI_SINGLE.get(letter, letter) + mark)
                table[letter + sign] = made
                table[letter.upper() + sign] = table[letter.upper() + sign.upper()] = made.upper()
    for sign, letter in _VNI_SINGLE.items():
        table[sign], table[sign.upper()] = letter, letter.upper()
    return table


VNI_TABLE = _vni_table()
_VNI = re.compile("|".join(sorted(map(re.escape, VNI_TABLE), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
_ONE_CASE = str.maketrans("", "", "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
_FONT = re.compile(r"(?:^|\+)(?:(?P<abc>\.?Vn[A-Z0-9]\w*(?: \w+)*)|(?P<vni>VNI[- ]))")
_STYLE_WORDS = re.compile(r"(?:Bold|Italic|Regular|Normal|Oblique|MT|\s)+$")


def converted(text: str, alphabet: str, *, capitals: bool = False) -> str:
    """``capitals``: the text stood in a font that prints capitals only."""
    made = _VNI.sub(lambda found: VNI_TABLE[found.group()], text) if alphabet == VNI else _from_tcvn3(text)
    return made.upper() if capitals else made


def font_alphabet(font: str) -> tuple[str | None, bool]:
    """Which alphabet a font prints and whether as capitals: ".VnTimeH" → ("tcvn3", True); (None, False) for others."""
    found = _FONT.search(font)
    if found is None:
        return None, False
    if found.group("vni"):
        return VNI, False
    return TCVN3, _STYLE_WORDS.sub("", found.group("abc")).endswith("H")


def _from_tcvn3(text: str) -> str:
    made = _composed("".join(TCVN3_TABLE.get(letter, letter) for letter in text))
    return "\n".join(_capitals_restored(line) for line in made.split("\n"))


def _capitals_restored(line: str) -> str:
    """The capitals that were small letters printed in capitals: "HộI NGHị" → "HỘI NGHỊ".

    The letters with one code for both cases go with the others; a word of such only ("Hà") with its neighbours.
    """
    words = list(_WORD.finditer(line))
    cases = [_case(found.group()) for found in words]
    before, after = _nearest(cases), _nearest(cases[::-1])[::-1]
    parts, end = [], 0
    for found, case, left, right in zip(words, cases, before, after, strict=True):
        capital = case if case is not None else bool(left or right) and left is not False and right is not False
        parts += [line[end : found.start()], found.group().upper() if capital else found.group()]
        end = found.end()
    return "".join(parts) + line[end:]


def _case(word: str) -> bool | None:
    """Whether the word was printed in capitals, None where its letters do not tell."""
    told = word.translate(_ONE_CASE)
    if any(letter.islower() for letter in told):
        return False
    capital = any(letter.isupper() for letter in word[1:]) and is_syllable(word)  # "UBND" is one in any sentence
    return True if capital else None


def _nearest(cases: list[bool | None]) -> list[bool | None]:
    """For every word, what the nearest telling word up to it says."""
    known: bool | None = None
    found: list[bool | None] = []
    for case in cases:
        known = case if case is not None else known
        found.append(known)
    return found
