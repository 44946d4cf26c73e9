"""How fast the three real files go into SQLite, without indexing. Bar: 2,000 records a second, none lost.

Run: BIAOLIAN_REFERENCE_DATA=… python -m bench.importing
"""

import tempfile
import time
from pathlib import Path

from app import create_app, migrating
from app.accounts.permissions import OPERATOR
from app.config import Settings
from app.database import db
from app.registry.importing.columns import STANDARDS
from app.registry.importing.files import RowFile
from app.registry.importing.service import export_file, import_file
from bench.search_corpus import FILES, reference_folder

BAR = 2_000


def main() -> None:
    """Print records a second: reading alone, the first import, a repeat, and the export of all."""
    folder = reference_folder()
    if folder is None:
        print("importing: skipped, BIAOLIAN_REFERENCE_DATA is not set")
        return
    for name in FILES:
        began = time.perf_counter()
        count = sum(1 for _ in RowFile(folder / name, STANDARDS))
        print(f"importing: read {name}: {count:,} rows, {count / (time.perf_counter() - began):,.0f}/s")
    with tempfile.TemporaryDirectory() as instance:
        application = create_app(Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": instance}))
        with application.app_context():
            migrating.upgrade()
            for run in ("first", "repeat"):
                for name in FILES:
                    _import(run, folder / name)
            began = time.perf_counter()
            count = export_file("standards", Path(instance) / "all.jsonl.gz")
            print(f"importing: export of all: {count:,} records, {count / (time.perf_counter() - began):,.0f}/s")
            db.session.remove()
            db.engine.dispose()


def _import(run: str, path: Path) -> None:
    began, worked = time.perf_counter(), time.process_time()
    report = import_file("standards", path, actor=OPERATOR)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    count = report.created + report.updated + report.unchanged + report.rejected
    verdict = "ok" if count / seconds >= BAR and not report.rejected else "BELOW THE BAR"
    print(
        f"importing: {run} {path.name}: created {report.created:,}, updated {report.updated:,}, "
        f"unchanged {report.unchanged:,}, rejected {report.rejected:,}; {count / seconds:,.0f} records/s "
        f"({count / processor:,.0f} a second of processor time): {verdict}"
    )


if __name__ == "__main__":
    main()
