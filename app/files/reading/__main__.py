"""`python -m app.files.reading open|read pdf|docx FILE`: JSON lines, a page each, at last how it ended.

It takes limits of memory, time and writing upon itself before it opens the file. A line is `{"page": text, "bare": …}`, the last
`{"end": …, "of": pages, "paged": …}`. An end by a signal or for want of memory has no last line: the caller can tell.
"""

import json
import resource
import sys
import time
from pathlib import Path

from app.files.reading.page import End, Opened, Refused

MEMORY = 500 << 20
SECONDS = 25
MOST_CHARACTERS = 8_000_000


def main(task: str, kind: str, file: str) -> None:
    """Do one task and say how it ended."""
    started = time.monotonic()
    try:
        opened = _open(kind, Path(file))
        end = _read(opened, started) if task == "read" else End.WHOLE
        _say({"end": end, "of": opened.count, "paged": opened.paged})
    except Refused as refused:
        _say({"end": refused.end, "of": 0, "paged": False})
    except MemoryError:
        sys.exit(1)


def limit_oneself() -> None:
    """Bounded memory and time of the processor, nothing written: what a hostile file can do ends here."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS + 2),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _open(kind: str, file: Path) -> Opened:
    if kind == "pdf":
        from app.files.reading.pdf import open_pdf as open_file
    else:
        from app.files.reading.word import open_docx as open_file
    return open_file(file)


def _read(opened: Opened, started: float) -> End:
    characters = 0
    for page in opened.pages:
        characters += len(page.text)
        if characters > MOST_CHARACTERS:
            return End.LENGTH
        _say({"page": page.text, "bare": page.bare})
        if time.monotonic() - started > SECONDS:
            return End.TIME
    return End.WHOLE


def _say(what: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    limit_oneself()
    main(*sys.argv[1:4])
