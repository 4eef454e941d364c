"""Lines → ParsedPlan: the one place where the steps of reading meet."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.plan.abbreviations import harvest
from tracker.domain.plan.assignments import make_assignments
from tracker.domain.plan.classification import classified
from tracker.domain.plan.closing import contact_unit, is_difficulty_rule
from tracker.domain.plan.coverage import measure
from tracker.domain.plan.deadlines import Calendarium
from tracker.domain.plan.doubts import with_doubts
from tracker.domain.plan.duties import read_section
from tracker.domain.plan.duty import Duty, Reading
from tracker.domain.plan.event import EventFacts, read_event
from tracker.domain.plan.facts import conference_facts
from tracker.domain.plan.findings import Evidence, findings
from tracker.domain.plan.grid_duties import grid_agenda, grid_duties
from tracker.domain.plan.grids import Grid, GridKind, grids
from tracker.domain.plan.header import Header, read_header
from tracker.domain.plan.labelled import labelled_duties
from tracker.domain.plan.lines import Line
from tracker.domain.plan.linking import link
from tracker.domain.plan.outline import Section, body_end, headings, organisation_sections, tree
from tracker.domain.plan.paragraphs import Paragraph, paragraphs
from tracker.domain.plan.parsed import AgendaItem, Assignment, ParsedPlan
from tracker.domain.plan.participants import is_collective, participants
from tracker.domain.plan.programme import timetable, told_programme
from tracker.domain.plan.sentences import sentences
from tracker.domain.plan.suggestions import suggestions
from tracker.domain.plan.years import year_slips, years_of


def read_plan(lines: Sequence[Line]) -> ParsedPlan:
    """Read a plan. Never raises: what cannot be read is missing from the result and named in its findings."""
    blocks = paragraphs(lines)
    end = body_end(blocks)
    header = read_header(blocks, lines)
    sections = organisation_sections(blocks, header.end, end)
    inside = sorted({index for section in sections for index in range(section.heading, section.end)})
    body = [block for index, block in enumerate(blocks[:end]) if index >= header.end and index not in set(inside)]
    since = _since(header)
    event = read_event(body, header.title, since=since, year=since.year if since else None)
    readings = [
        read_section(tree(blocks[section.start : section.end]), section.same_line, blocks[section.heading])
        for section in sections
    ]
    tables = list(grids(blocks, inside))
    window = event.window
    known = Calendarium(
        issued=since, event_start=window.start if window else None, event_end=window.end if window else None
    )
    duties = _all_duties(readings, body, tables)
    slips = year_slips(header.title, blocks[header.end :])
    short = harvest(block.text for block in blocks)
    assignments = _judged(link(make_assignments(duties, known), short), header, event, slips)
    agenda = _agenda(blocks, tables, end)
    tail = blocks[end].first if end < len(blocks) else (lines[-1].number + 1 if lines else 0)
    facts = conference_facts(header, event, body, blocks=blocks, tail=tail, lines=lines, agenda=agenda)
    secret = classified(lines)
    seen = Evidence(
        header=header,
        since=since,
        event=event,
        facts=facts,
        readings=readings,
        assignments=assignments,
        agenda=agenda,
        blocks=blocks[header.end :],
        participants=participants(body),
        short=short,
        classified=secret,
        slips=slips,
        title_years=years_of(header.title),
        contact=_contact(readings, blocks),
    )
    return ParsedPlan(
        conference=facts,
        assignments=assignments,
        findings=findings(seen),
        agenda=agenda,
        suggestions=tuple(suggestions(blocks[:end])),
        contact=seen.contact[0] if seen.contact else None,
        classified=secret[0] if secret else None,
        coverage=measure(blocks, sections, tables, assignments, body_end=end),
        outline=headings(blocks[header.end : end]),
        organisation=_lines_of(blocks, sections),
    )


def _all_duties(readings: Sequence[Reading], body: Sequence[Paragraph], tables: Sequence[Grid]) -> list[Duty]:
    found = [duty for reading in readings for duty in reading.duties]
    found.extend(labelled_duties(tree(body)))
    found.extend(duty for grid in tables if grid.kind is GridKind.DUTIES for duty in grid_duties(grid))
    return sorted(found, key=lambda duty: duty.paragraph.first)


def _judged(
    assignments: Sequence[Assignment], header: Header, event: EventFacts, slips: Mapping[int, str]
) -> tuple[Assignment, ...]:
    years = years_of(header.title)
    return tuple(
        with_doubts(one, slips=slips, title_years=years, issued=header.issued_on, event=event.window)
        for one in assignments
    )


def _agenda(blocks: Sequence[Paragraph], tables: Sequence[Grid], end: int) -> tuple[AgendaItem, ...]:
    """The programme: a table that says who does what, else lines with times, else a table of times."""
    found = tuple(item for grid in tables if grid.kind is GridKind.PROGRAMME for item in grid_agenda(grid))
    taken = frozenset(row.first for grid in tables for row in grid.rows)
    return found or told_programme(blocks, end) or timetable(blocks, taken)


def _contact(readings: Sequence[Reading], blocks: Sequence[Paragraph]) -> tuple[str, int, str] | None:
    """The unit named for difficulties: in a sentence about them, and one unit, not all."""
    for paragraph in (paragraph for reading in readings for paragraph in reading.closings):
        for words in sentences(paragraph.text):
            unit = contact_unit(words) if is_difficulty_rule(words, unmarked=paragraph.mark is None) else None
            if unit and not is_collective(unit):
                return unit, paragraph.first, paragraph.raw
    return None


def _since(header: Header) -> date | None:
    """From when dates without a year count: the plan's date, or the first day of its month."""
    if header.issued_on or not header.issued:
        return header.issued_on
    year, _, month = header.issued.partition("-")
    return date(int(year), int(month or 1), 1)


def _lines_of(blocks: Sequence[Paragraph], sections: Sequence[Section]) -> tuple[int, ...]:
    return tuple(
        line
        for section in sections
        for block in blocks[section.heading : section.end]
        for line in range(block.first, block.last + 1)
    )
