"""One standard on its way into the register."""

from dataclasses import dataclass

from app.registry.importing.reading import ReadRow
from app.registry.numbers import Reading


@dataclass
class Incoming:
    """A row that is being taken in: its number, the standard it means once that has an id, and what it did so far."""

    row: ReadRow
    reading: Reading
    number: str
    key: str
    id: int = 0
    is_new: bool = False
    changed: bool = False
