"""The files of imports made in the browser: kept for a time, their reports for good."""

from datetime import timedelta

import pytest

from app.accounts.permissions import OPERATOR
from app.clock import now
from app.database import db
from app.errors import Conflict
from app.registry.editing.import_jobs import ImportJobs
from app.registry.words import JobState


@pytest.fixture
def jobs(app, tmp_path):
    return ImportJobs(tmp_path / "imports", keep_days=30)


def opened(jobs):
    return jobs.open("organizations", "单位.csv", lambda path: path.write_text("名称,所在县区\n甲厂,330302\n"), actor=OPERATOR)


def test_an_old_file_goes_and_its_report_stays(jobs, tmp_path):
    old, running, young = opened(jobs), opened(jobs), opened(jobs)
    jobs.choose(old.id, {"名称": "name", "所在县区": "county"}, actor=OPERATOR)
    jobs.run(old.id, actor=OPERATOR, follow=lambda: None)
    assert [(fate.line, fate.what, fate.key) for fate in jobs.fates(old)] == [(2, "新增", "甲厂 330302")]
    old.made_at = running.made_at = now() - timedelta(days=31)
    running.state = JobState.RUNNING
    young.made_at = now() - timedelta(days=29)
    db.session.commit()
    assert jobs.forget_old_files() == 1
    assert [fate.what for fate in jobs.fates(old)] == ["新增"]
    assert sorted(path.parent.name for path in (tmp_path / "imports").glob("*/source.*")) == sorted([running.token, young.token])
    with pytest.raises(Conflict, match="30 天的保存期"):
        jobs.confirm(old.id, actor=OPERATOR)
    assert jobs.get(old.id, actor=OPERATOR).state is JobState.CHECKED
