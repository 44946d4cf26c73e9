"""What can go wrong, in our own words. How it is shown (problem document, page, exit code) is decided where it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One value that can't be used.

    `field` is the name the asker used, `value` what was given, `reason` a Chinese sentence with the remedy.
    """

    field: str
    reason: str
    value: str | None = None


class BiaolianError(Exception):
    """Base of every error that is the asker's to mend; its text is a Chinese sentence fit to be shown."""


class Invalid(BiaolianError):
    """A value that can't be used, with one entry a field where the fields are known."""

    def __init__(self, message: str, fields: tuple[FieldError, ...] = ()) -> None:
        super().__init__(message)
        self.fields = fields


class Ambiguous(Invalid):
    """A text that may mean several things; `candidates` are their canonical texts, most likely first."""

    def __init__(self, message: str, candidates: tuple[str, ...]) -> None:
        super().__init__(message)
        self.candidates = candidates


class NotFound(BiaolianError):
    """What was asked for is not in the register."""


class Conflict(BiaolianError):
    """The register's state does not allow it: a rule of the trade, or somebody else's edit."""


class NotSignedIn(BiaolianError):
    """It is not known who asks, and this is not for everybody."""


class NotAllowed(BiaolianError):
    """The actor holds no office that may do this."""


class TooMany(BiaolianError):
    """Asked too often; `seconds` is how long to wait before asking again."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds


class Unavailable(BiaolianError):
    """Something the product stands on (database, index, folder, port) can't be used; the text names the remedy."""


class Unready(Unavailable):
    """What the answer needs is being made: `done` of `total` so far; `seconds` is how long to wait before asking again."""

    def __init__(self, message: str, seconds: int, done: int, total: int) -> None:
        super().__init__(message)
        self.seconds = seconds
        self.done = done
        self.total = total
