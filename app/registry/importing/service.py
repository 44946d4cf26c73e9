"""Importing a file of rows into its table, and exporting a table into a file.

Rows go in by chunks, each one transaction: what a chunk brought stays whatever happens after it, and a repeat of the file
completes the rest and changes nothing else.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from app.accounts.permissions import Actor, Permission, require
from app.database import db, learn_sizes
from app.registry.history import Author, sign
from app.registry.importing.columns import table_of, with_headings
from app.registry.importing.files import RowFile
from app.registry.importing.outcomes import Done, Outcome, Records, Report, Unresolved
from app.registry.importing.reading import ReadRow, read_row
from app.registry.importing.records import CHUNK
from app.registry.importing.registered import records_of
from app.registry.importing.rejects import Rejects
from app.registry.importing.rows import Format, Refusal, Row
from app.registry.importing.turns import await_turn
from app.registry.importing.writing import Written, writing
from app.registry.words import Through


def import_file(
    name: str,
    path: Path,
    *,
    asked: Format | None = None,
    actor: Actor,
    through: Through = Through.COMMAND,
    dry_run: bool = False,
    rejects: Path | None = None,
    name_shown: str | None = None,
    headings: Mapping[str, str | None] | None = None,
    on_refusal: Callable[[Refusal], None] | None = None,
    on_taken: Callable[[ReadRow, Done], None] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Report:
    """Import one file into the table of that name.

    `asked` is the form of the file where its name does not say; `rejects` the file that refused rows go to, not written
    where there are none. `on_refusal` hears of each refused row, `progress` how much of the file is done, 0..1. A dry run
    leaves nothing behind. Raises `Invalid` where the file as a whole, or the name of the table, can't be used, `NotAllowed`.
    """
    table = with_headings(table_of(name), headings or {})
    file = RowFile(path, table, asked)
    with closing(Rejects(table)) as refused:

        def refuse(refusal: Refusal) -> None:
            refused.add(refusal)
            if on_refusal:
                on_refusal(refusal)

        report = import_rows(
            name,
            file,
            actor=actor,
            through=through,
            reason=f"导入 {name_shown or path.name}",
            dry_run=dry_run,
            on_refusal=refuse,
            on_taken=on_taken,
            progress=(lambda _count: progress(file.fraction())) if progress else None,
        )
        report.warnings[:0] = file.warnings()
        if rejects and refused.count:
            report.warnings += refused.write(rejects)
    return report


def import_rows(
    name: str,
    rows: Iterable[Row | Refusal],
    *,
    actor: Actor,
    through: Through = Through.COMMAND,
    reason: str | None = None,
    dry_run: bool = False,
    on_refusal: Callable[[Refusal], None] | None = None,
    on_taken: Callable[[ReadRow, Done], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Import rows into the table of that name: create or update by natural key; `through` and `reason` go to the history.

    A row that can't be used is refused alone and handed to `on_refusal`. One that names a record not in the register is
    tried again after the others. `progress` is told the number of rows done. A dry run is one transaction, and other writers
    wait for its end. Raises `Invalid` for an unknown table,
    `NotAllowed`.
    """
    require(actor, Permission.REGISTER_IMPORT)
    author = Author(actor, through, reason)
    return take_rows(
        records_of(name),
        rows,
        author=author,
        dry_run=dry_run,
        on_refusal=on_refusal,
        on_taken=on_taken,
        progress=progress,
    )


def take_rows(
    records: Records,
    rows: Iterable[Row | Refusal],
    *,
    author: Author,
    dry_run: bool = False,
    on_refusal: Callable[[Refusal], None] | None = None,
    on_taken: Callable[[ReadRow, Done], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Take rows in as `import_rows` does, into records that say for themselves what their author may write."""
    with Session(db.engine, autoflush=False, expire_on_commit=False) as session:
        sign(session, author)
        return _Import(session, records, dry_run, on_refusal, on_taken, progress).run(rows)


def export_rows(name: str) -> Iterator[list[Written]]:
    """All rows of the table of that name, cells in the order of its written columns. Raises `Invalid` for an unknown table."""
    records = records_of(name)
    with Session(db.engine) as session:
        yield from records.export(session)


def export_file(name: str, path: Path) -> int:
    """Write the table of that name to a file, its form by the file's name. Returns the number of rows.

    Raises `Invalid` for an unknown table or form, `Unavailable` where the file can't be written.
    """
    count = 0
    with writing(path, table_of(name).written) as out:
        for cells in export_rows(name):
            out.write(cells)
            count += 1
    return count


class _Import:
    """One run: chunks, transactions, rows that come twice, rows that have to wait."""

    def __init__(
        self,
        session: Session,
        records: Records,
        dry_run: bool,
        on_refusal: Callable[[Refusal], None] | None,
        on_taken: Callable[[ReadRow, Done], None] | None,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._session = session
        self._records = records
        self._dry_run = dry_run
        self._on_refusal = on_refusal
        self._on_taken = on_taken
        self._progress = progress
        self._report = Report(records.table)
        self._seen: dict[Hashable, tuple[int, int]] = {}
        self._done = 0

    def run(self, rows: Iterable[Row | Refusal]) -> Report:
        """Take in all rows, then those that had to wait, for as long as that helps."""
        waiting: list[tuple[ReadRow, Refusal]] = []
        for chunk in _chunks(self._readable(rows)):
            waiting += self._take(chunk)
        while waiting:
            left = [again for chunk in _chunks(row for row, _ in waiting) for again in self._take(chunk)]
            if len(left) == len(waiting):
                for _, reason in left:
                    self._refuse(reason)
                break
            waiting = left
        self._report.warnings += self._records.warnings()
        self._session.rollback()
        if self._report.created and not self._dry_run:
            learn_sizes(self._session.connection())
            self._session.commit()
        return self._report

    def _readable(self, rows: Iterable[Row | Refusal]) -> Iterator[ReadRow]:
        """Rows that could be read and have not come before in this file."""
        for row in rows:
            read = read_row(self._records.table, row) if isinstance(row, Row) else row
            if isinstance(read, Refusal):
                self._refuse(read)
            elif self._is_first(read):
                yield read

    def _is_first(self, row: ReadRow) -> bool:
        """Whether this key comes for the first time, or there is none; the same row again is unchanged, another is refused."""
        key = self._records.identity(row)
        if key is None:
            return True
        content = hash(frozenset(row.values.items()))
        line, before = self._seen.setdefault(key, (row.row.line, content))
        if line == row.row.line:
            return True
        if before == content:
            self._count(row, Done.UNCHANGED)
        else:
            field = self._records.table.key[0]
            self._refuse(row.refused(field, f"与本文件第 {line} 行是同一条而内容不同，只取了第 {line} 行；请合并为一行"))
        return False

    def _take(self, rows: Sequence[ReadRow]) -> list[tuple[ReadRow, Refusal]]:
        """Take in one chunk in one transaction; rows that name what is not there yet are handed back."""
        await_turn(self._session)
        outcomes = self._applied(rows)
        if not self._dry_run:
            self._session.commit()
        waiting = []
        for row, outcome in zip(rows, outcomes, strict=True):
            if isinstance(outcome, Unresolved):
                waiting.append((row, outcome.refusal))
            elif isinstance(outcome, Refusal):
                self._refuse(outcome)
            else:
                self._count(row, outcome.done)
        self._done += len(rows)
        if self._progress:
            self._progress(self._done)
        return waiting

    def _applied(self, rows: Sequence[ReadRow]) -> list[Outcome]:
        """The chunk at once; where the database refuses it, row by row, so that only the row at fault is refused."""
        try:
            with self._session.begin_nested():
                return self._records.apply(self._session, rows)
        except (IntegrityError, DataError) as error:
            self._records.forget()
            if len(rows) == 1:
                field = self._records.table.key[0]
                return [rows[0].refused(field, f"与库中其他记录冲突，没有写入（{_constraint(error)}）；请核对是否重复")]
        return [outcome for row in rows for outcome in self._applied([row])]

    def _count(self, row: ReadRow, done: Done) -> None:
        self._report.count(done)
        if self._on_taken:
            self._on_taken(row, done)

    def _refuse(self, refusal: Refusal) -> None:
        self._report.rejected += 1
        if self._on_refusal:
            self._on_refusal(refusal)


def _constraint(error: IntegrityError | DataError) -> str:
    return str(error.orig).splitlines()[0][:160]


def _chunks(rows: Iterable[ReadRow]) -> Iterator[list[ReadRow]]:
    going = iter(rows)
    while chunk := list(islice(going, CHUNK)):
        yield chunk
