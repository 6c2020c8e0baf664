"""The domain errors: each carries one clear sentence that says what to do.

The web maps them to a status in `web/errors.py`, the command line prints the sentence.
They know nothing of HTTP.
"""

from collections.abc import Mapping


class Sentence(str):
    """A sentence for a person: English as a string, translatable by its template."""

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> "Sentence":
        """Fill `template` (percent style) with `values`."""
        text = super().__new__(cls, template % values if values else template)
        text.template, text.values = template, values
        return text


def sentence(template: str, **values: object) -> Sentence:
    """Mark `template` for translation and fill it with `values` (``%(name)s``)."""
    return Sentence(template, values)


class DomainError(Exception):
    """Something a person asked for cannot be done; the message says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The policy does not let this person do it."""

    def __init__(
        self, message: str = sentence("You may not do this. Ask the chair of the project.")
    ) -> None:
        super().__init__(message)


class Recused(NotAllowed):
    """An interest keeps this person from it."""


class Missing(DomainError):
    """It does not exist, or this person may not know that it does."""

    def __init__(
        self, message: str = sentence("There is no such page, or it is not open to you.")
    ) -> None:
        super().__init__(message)


class Conflict(DomainError):
    """It clashes with what is there now."""


class Stale(Conflict):
    """It was based on a version that is no longer the newest."""


class IllegalTransition(Conflict):
    """The thing is not in a state in which this can happen."""


class Expired(DomainError):
    """It was valid once and no longer is."""


class TooLarge(DomainError):
    """It is larger than what can be taken."""


class TooMany(DomainError):
    """It was tried too often in a short time."""


class Unavailable(DomainError):
    """Something this needs does not answer at the moment."""


class Invalid(DomainError):
    """The input has mistakes: all of them at once, by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(next(iter(errors.values())))
        self.errors = dict(errors)
