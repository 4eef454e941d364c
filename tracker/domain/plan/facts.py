"""Everything a plan says about its conference, gathered: header, event, participants, money, bases, signature."""

from collections.abc import Sequence

from tracker.domain.plan.bases import bases
from tracker.domain.plan.event import EventFacts
from tracker.domain.plan.header import Header
from tracker.domain.plan.lines import Line
from tracker.domain.plan.money import budget, budget_sum
from tracker.domain.plan.paragraphs import Paragraph
from tracker.domain.plan.parsed import AgendaItem, ConferenceFacts
from tracker.domain.plan.participants import delegates, invited, participants
from tracker.domain.plan.sessions import mode, points, sessions
from tracker.domain.plan.signature import signer
from tracker.domain.plan.titles import kind_of, short_title


def conference_facts(
    header: Header,
    event: EventFacts,
    body: Sequence[Paragraph],
    *,
    blocks: Sequence[Paragraph],
    tail: int,
    lines: Sequence[Line],
    agenda: Sequence[AgendaItem],
) -> ConferenceFacts:
    """``body``: the paragraphs between title and recipients without the organisation sections; ``tail``: the number of
    the line where the recipients begin.
    """
    listed = participants(body)
    counted, money, how = delegates(listed, body), budget(body), mode(body, header.title)
    connected, signed = points(body), signer(lines, tail)
    places = {
        "title": header.title_line,
        "number": header.number_line,
        "issued": header.issued_line,
        "event": event.time_line,
        "place": event.place_line,
        "delegates": counted[2] if counted else None,
        "budget": money[1] if money else None,
        "mode": how[1] if how else None,
        "points": connected[1] if connected else None,
        "signer": signed[1] if signed else None,
    }
    return ConferenceFacts(
        title=header.title,
        short_title=short_title(header.title),
        kind=kind_of(header.title),
        issuer=header.issuer,
        parent_issuer=header.parent,
        number=header.number,
        issued=header.issued,
        issued_on=header.issued_on,
        event=event.window,
        event_time_text=event.time_text,
        place=event.place,
        duration=event.duration,
        sessions=sessions(event.time_text, event.time_line, agenda),
        mode=how[0] if how else None,
        points=connected[0] if connected else None,
        delegates=counted[0] if counted else None,
        delegate_number=counted[1] if counted else None,
        invited=invited(listed),
        budget=money[0] if money else None,
        budget_sum=budget_sum(body),
        bases=bases(blocks, header.end) if header.title_line is not None else (),
        signer=signed[0] if signed else None,
        lines={name: line for name, line in places.items() if line is not None},
    )
