"""Expected refusals. Each carries a code and the facts to tell the user; one place per edge turns it into words."""


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
