"""The text of a file that was handed in, page by page: read by another process, in bounded time and memory."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from app.errors import Invalid
from app.files.kinds import DOCX, PDF
from app.files.reading.page import End

PATIENCE = 30.0
"""Seconds that a file may take; what was read by then is kept."""

_AT_ONCE = BoundedSemaphore(2)
"""So many files are read at the same time by one process of the server, up to 500 MB each."""

_READABLE = {PDF.media_type: "pdf", DOCX.media_type: "docx"}
_ROOT = Path(__file__).resolve().parents[2]
_MOST_NAMED = 8

_REFUSALS = {
    End.LOCKED: "“{name}”设有打开密码，读不出内容；请取消密码后再上传",
    End.DAMAGED: "“{name}”已损坏，打不开；请用原来的软件打开并重新导出后再上传",
    End.TOO_LARGE: "“{name}”展开后过大（疑似压缩炸弹），没有收下；请精简内容或导出为 PDF",
}
_BEYOND = "“{name}”打开所需的内存或时间超出限度，可能已损坏；请重新导出或拆分后再上传"


@dataclass(frozen=True)
class Extracted:
    """The text of a file: `pages` in order, of `page_count` in the file.

    `is_paged`: the pages are those that people see; a Word document that does not note where its pages break is one portion.
    `note`: a Chinese sentence on what could not be read (scanned pages, the rest of a file beyond the bounds), else None.
    """

    pages: tuple[str, ...]
    page_count: int
    is_paged: bool
    note: str | None = None


def extract(path: Path, media_type: str, name: str = "文件") -> Extracted:
    """Read the text of a file of this media type; `name` is what its owner calls it. Takes 30 seconds and 500 MB at most.

    A file that is neither PDF nor Word document has no pages of text and says so. Raises `Invalid`, saying what to do,
    where the file can't be opened: a password, damage, more memory or time than a file may take.
    """
    kind = _READABLE.get(media_type)
    if kind is None:
        return Extracted((), 0, is_paged=False, note="这类文件不读取文字，检索不到其中的内容")
    lines = _run("read", kind, path)
    last = _ended(lines, name)
    read = [line for line in lines if "page" in line]
    pages = tuple(str(line["page"]) for line in read)
    end = End(str(last["end"])) if last else None
    count = int(str(last["of"])) if last else len(pages)
    bare = [at for at, line in enumerate(read, 1) if line["bare"]]
    notes = [_scanned(bare, len(pages)), _stopped(end, len(pages), count)]
    return Extracted(pages, count, bool(last.get("paged")) or kind == "pdf", "；".join(filter(None, notes)) or None)


def refuse_unopened(path: Path, media_type: str, name: str) -> None:
    """Raise `Invalid`, saying what to do, where a PDF or Word document can't be opened."""
    kind = _READABLE.get(media_type)
    if kind is not None:
        _ended(_run("open", kind, path), name)


def _run(task: str, kind: str, path: Path) -> Sequence[Mapping[str, object]]:
    """The lines that the program wrote before it ended, or had to be ended."""
    command = [sys.executable, "-m", "app.files.reading", task, kind, str(path.resolve())]
    with (
        _AT_ONCE,
        subprocess.Popen(  # noqa: S603  # our own program; the path is one of the store
            command,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as program,
    ):
        try:
            written, _ = program.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            program.kill()
            written, _ = program.communicate()
    whole_lines = written[: written.rfind(b"\n") + 1].splitlines()
    return [json.loads(line) for line in whole_lines]


def _ended(lines: Sequence[Mapping[str, object]], name: str) -> Mapping[str, object]:
    """The last line, where the program came to write it. Raises `Invalid` where the file was refused or gave nothing."""
    if not lines:
        raise Invalid(_BEYOND.format(name=name))
    last = lines[-1]
    refusal = _REFUSALS.get(End(str(last["end"]))) if "end" in last else None
    if refusal:
        raise Invalid(refusal.format(name=name))
    return last if "end" in last else {}


def _scanned(bare: Sequence[int], count: int) -> str | None:
    if not bare:
        return None
    if len(bare) == count:
        which = "各页都"
    else:
        which = f"第 {'、'.join(map(str, bare[:_MOST_NAMED]))}{' 等' if len(bare) > _MOST_NAMED else ''} 页"
        which += f"（共 {len(bare)} 页）" if len(bare) > _MOST_NAMED else ""
    return f"{which}没有文字，像是扫描件，检索不到其中的内容；请改用文字版，或先做文字识别（OCR）"


def _stopped(end: End | None, read: int, count: int) -> str | None:
    if end is End.WHOLE:
        return None
    why = {End.TIME: "读取超过时限", End.LENGTH: "文字过长"}.get(end or End.WHOLE, "读取所需的内存或时间超出限度")
    of = f"（共 {count} 页）" if count > read else ""
    return f"{why}，只读出前 {read} 页的文字{of}，其余检索不到；请拆分后分别上传"
