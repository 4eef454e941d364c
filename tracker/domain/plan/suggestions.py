"""Tasks the text implies without naming a doer: "(sẽ có văn bản riêng mời tham luận …)". Offered, never created
silently.
"""

import re
from collections.abc import Iterable, Iterator

from tracker.domain.glossary import AssignmentRole
from tracker.domain.kinds import classify
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import Suggestion

# who does it may stand first: "sẽ có văn bản …", "Sở A sẽ gửi thư mời …"
_IMPLIED = re.compile(
    r"^(?:[^,;:.]{2,60}?\s)?sẽ\s+(?:có|gửi|ra|ban hành|phát hành)\s+(?:văn bản|công văn|giấy mời|thư mời)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\(\s*\*?([^()]+?)\*?\s*\)")


def suggestions(paragraphs: Iterable[Paragraph]) -> Iterator[Suggestion]:
    """``code`` is the kind of the implied task."""
    for paragraph in paragraphs:
        for aside in _ASIDE.finditer(paragraph.raw):
            words = aside.group(1).strip()
            if _IMPLIED.match(words):
                yield Suggestion(code=classify(words, AssignmentRole.LEAD).code, words=words, line=paragraph.first)
