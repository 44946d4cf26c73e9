"""What SQLite is told about itself."""

import pytest
from sqlalchemy import text

from app.database import db
from tests.registry.statistics.loading import load


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_import_lets_sqlite_look_at_the_size_of_its_tables(app):
    load({"standards": [{"number": f"GB/T {serial}-2020", "title_zh": "锁"} for serial in range(1, 300)]})
    sizes = dict(db.session.execute(text("SELECT idx, stat FROM sqlite_stat1")).all())
    assert sizes["ix_standard_document_key"].split()[0] == "299"
