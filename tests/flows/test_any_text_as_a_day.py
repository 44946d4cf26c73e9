"""Whatever text stands where a day is asked for, in commands, addresses and pages: it is read, or refused by its name."""

import re
import unicodedata
from datetime import date

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli import main
from app.errors import Invalid
from app.registry.dates import read_day
from tests import worked_example as example
from tests.cli.test_stats_input import DATED, call
from tests.examples import examples
from tests.factories import make_plan
from tests.registry.statistics.loading import load

DATES = st.tuples(st.integers(0, 10_001), st.integers(0, 14), st.integers(0, 33))
MARKS = st.sampled_from(["-", "/", "", "－"])
WRITTEN = st.builds(lambda parts, mark: "{:04d}{m}{:02d}{m}{:02d}".format(*parts, m=mark), DATES, MARKS)
SIGNS = st.text(alphabet="0123456789-/.年月日０１２－／．T: Z−—", max_size=14)
TEXTS = st.one_of(WRITTEN, SIGNS, st.dates().map(str), st.integers().map(str), st.text(max_size=30))
SHOWN = ("/", "/statistics", "/statistics/implementation", "/statistics/counties", "/statistics/report", "/block-industries/1")
ANSWERED = ("adoption", "adoption/block-industries/1", "innovation-enterprises", "targets", "sheets/members")


def patient(usual):
    """Settings for tests that share one register over all their examples."""
    return settings(max_examples=examples(usual), suppress_health_check=list(HealthCheck))


def meant(typed: str) -> date | None:
    """The day that a text means; None where it means none."""
    try:
        return read_day(typed)
    except Invalid:
        return None


@pytest.fixture
def register(app):
    load(example.TABLES)
    make_plan("2011-2015", *example.PLAN_PERIOD, {"implementation_rate": 0.3})


@given(typed=TEXTS)
@settings(max_examples=examples(500))
def test_a_text_is_a_day_or_is_refused_by_what_was_typed(typed: str) -> None:
    day = meant(typed)
    if day is None:
        with pytest.raises(Invalid, match=re.escape(f"“{typed[:40]}”")):
            read_day(typed)
    else:
        assert read_day(day.isoformat()) == day
        digits = unicodedata.normalize("NFKC", typed).strip()
        assert digits.startswith(f"{day.year:04d}")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_in_an_address(client):
    @patient(80)
    @given(typed=TEXTS, path=st.sampled_from([*SHOWN, *(f"/api/v1/statistics/{each}" for each in ANSWERED)]))
    def answers(typed, path):
        answer = client.get(path, query_string={"as_of": typed}, buffered=True)
        day = meant(typed)
        assert answer.status_code == (200 if day or not typed.strip() else 422), (path, typed)
        if path.startswith("/api") and day:
            assert answer.json["as_of"] == day.isoformat()

    answers()


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_in_a_command(command: CliRunner, tmp_path):
    alone = [(path, option) for path, option in DATED if option.name == "day" or path[-1] == "drafting"]

    @patient(25)
    @given(typed=TEXTS, asked=st.sampled_from(alone))
    def answers(typed, asked):
        path, option = asked
        done = command.invoke(main, [*call(path, without=option.name, folder=f"{tmp_path}/"), option.opts[0], typed])
        day = meant(typed)
        assert (day is None) == (done.exit_code == 2), (path, typed, done.output)
        assert done.exception is None or isinstance(done.exception, SystemExit), (path, typed)
        assert "Traceback" not in done.output

    answers()
