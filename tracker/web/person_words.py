"""Who did something: by account, or by an action link under the name that was entered."""

from flask_babel import gettext

from tracker.models import ExtensionRequest, TaskEvent, TaskFile


def event_person(event: TaskEvent | None) -> str:
    """Of a line of a task's history; nobody's is the service's own."""
    if event is None:
        return "–"
    if "link" in event.details:
        return _by_link(event.details.get("name", ""), event.details.get("unit", ""))
    return event.actor.full_name if event.actor else gettext("The system")


def file_person(file: TaskFile) -> str:
    if file.uploaded_by is not None:
        return file.uploaded_by.full_name
    return _by_link(file.link_name, file.link.unit.name if file.link else "")


def asking_person(request: ExtensionRequest) -> str:
    if request.asked_by is not None:
        return request.asked_by.full_name
    return _by_link(request.link_name, request.link.unit.name if request.link else "")


def _by_link(name: str, unit: str) -> str:
    return gettext("%(name)s (by the link of %(unit)s)", name=name, unit=unit)
