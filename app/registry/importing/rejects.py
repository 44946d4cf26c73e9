"""The rejects file: refused rows as they were, then line, field, value and reason; to be mended and imported again."""

import json
import tempfile
from pathlib import Path
from typing import Any, cast

from app.registry.importing.columns import REJECT_COLUMNS, Table
from app.registry.importing.rows import Format, Refusal
from app.registry.importing.sniffing import format_of_name
from app.registry.importing.writing import Absent, Written, writing


class Rejects:
    """Collects refused rows on disk, and writes them out at the end, when it is known which columns they have.

    Only columns that a refused row had are written, since an empty cell of a repeated import would clear a field.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by close
        self._columns: set[str] = set()
        self._uneven = False
        self.count = 0

    def close(self) -> None:
        """Let go of the rows."""
        self._spool.close()

    def add(self, refusal: Refusal) -> None:
        """Take in one refused row."""
        self._uneven |= bool(self.count) and self._columns != refusal.row.keys()
        self._columns.update(refusal.row)
        self.count += 1
        last = (refusal.line, refusal.field, refusal.value, refusal.reason)
        self._spool.write(json.dumps([dict(refusal.row), last], ensure_ascii=False, default=str) + "\n")

    def write(self, path: Path) -> list[str]:
        """Write the file; warnings for whoever will mend it."""
        columns = [column.name for column in self._table.columns if column.name in self._columns]
        with writing(path, [*columns, *REJECT_COLUMNS]) as out:
            self._spool.seek(0)
            for line in self._spool:
                row, last = json.loads(line)
                out.write([*(_written(row, column) for column in columns), *last])
        if self._uneven and format_of_name(path) is not Format.JSONL:
            return ["退回的各行列数不一，原来没有的列写成了空格，再次导入会清空这些字段；写成 .jsonl 可以避免"]
        return []


def _written(row: dict[str, Any], column: str) -> Written:
    """A raw value as a cell holds it: what is no value of a row (an object, a list of lists) is shown as JSON."""
    if column not in row:
        return Absent.ABSENT
    value: Any = row[column]
    if isinstance(value, dict) or (isinstance(value, list) and not all(isinstance(part, str) for part in value)):
        return json.dumps(value, ensure_ascii=False)
    return cast(Written, value)
