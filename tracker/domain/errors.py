"""Expected refusals. Each carries a code and the facts to tell the user; one place per edge turns it into words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Refused(Exception):
    """Something a user asked for cannot be done, and they can be told why.

    ``code`` selects the message (``tracker.web.messages`` and the command line); ``params`` are its facts.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({facts})" if facts else self.code


class DocumentRefused(Refused):
    """The uploaded bytes cannot be read as a plan."""


class StepRefused(Refused):
    """The task's state does not allow the step."""


class NotAllowed(Refused):
    """The subject is visible to the actor, the action is not theirs."""


class NotFound(Refused):
    """No such thing, or none that the actor may see."""


class StaleVersion(Refused):
    """Somebody saved the same thing in between."""


class InvalidInput(Refused):
    """A field's value is missing or wrong; ``params['field']`` names it."""


class ManyInvalid(InvalidInput):
    """Several fields at once: the first of them, with ``every`` one, so that nobody is told one after the other."""

    def __init__(self, every: Sequence[InvalidInput]) -> None:
        super().__init__(every[0].code, **every[0].params)
        self.every = tuple(one for found in every for one in each(found))


def each(refused: Refused) -> tuple[Refused, ...]:
    """The refusals that one stands for: itself, or one for each field."""
    return refused.every if isinstance(refused, ManyInvalid) else (refused,)


def raise_all(found: Sequence[InvalidInput]) -> None:
    """Raise what was found wrong, if anything.

    Raises:
        InvalidInput: the only one; ``ManyInvalid`` where there are several.
    """
    if found:
        raise found[0] if len(found) == 1 else ManyInvalid(found)


@contextmanager
def noting(found: list[InvalidInput]) -> Iterator[None]:
    """Note what is wrong with a field in ``found`` and go on to the next; :func:`raise_all` tells it in the end."""
    try:
        yield
    except InvalidInput as refused:
        found.append(refused)
