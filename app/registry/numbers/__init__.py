"""Standard numbers (标准号): read as people type them, kept as a value, written in canonical form. Pure.

Source: docs/rules.md section 1, repeated in docs/architecture.md.
"""

from app.registry.numbers.characters import bare, key_of
from app.registry.numbers.finding import Found, find_numbers
from app.registry.numbers.parsing import parse_number, read_number
from app.registry.numbers.reading import Adopted, Reading
from app.registry.numbers.value import StandardNumber

__all__ = ["Adopted", "Found", "Reading", "StandardNumber", "bare", "find_numbers", "key_of", "parse_number", "read_number"]
