"""A backup taken from one instance and put into another: what cannot be derived comes back, and nothing by halves."""

import gzip
import io
import json
import tarfile

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from app import create_app, migrating
from app.accounts.models import User
from app.accounts.permissions import OPERATOR
from app.accounts.services import people
from app.cli import main
from app.config import Settings
from app.database import db
from app.registry.dates import PartialDate
from app.registry.models import Organization, Standard
from app.registry.words import RelationKind
from tests.factories import make_drafting, make_organization, make_standard, relate


def run(*arguments, exit_code=0):
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code == exit_code, done.output
    return done.output


@pytest.fixture
def kept(app, command):
    """An instance with standards, bodies that name later ones, a person and a file handed in."""
    old = make_standard("GB/T 14048.2-2008", "断路器", drafters=("张三", "李四"), ics=("29.130.20",))
    relate(make_standard("GB/T 14048.2-2020", "断路器"), RelationKind.REPLACES, old)
    merged, survivor = make_organization("演示甲厂"), make_organization("演示乙厂")
    merged.merged_into_id, merged.merged_on = survivor.id, PartialDate.read("2020-01")
    make_drafting(old, survivor, rank=1)
    people.create_user("zhangsan", "张三", password="a long enough secret", actor=OPERATOR)
    db.session.commit()
    handed_in = app.config["BIAOLIAN"].instance_dir / "files" / "ab" / "abcdef"
    handed_in.parent.mkdir(parents=True)
    handed_in.write_bytes(b"%PDF-1.7")
    return app.config["BIAOLIAN"]


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Another instance, which nobody has set up, on SQLite; commands run on it from now on when called."""

    def go():
        monkeypatch.setenv("BIAOLIAN_INSTANCE_DIR", str(tmp_path / "elsewhere"))
        monkeypatch.delenv("BIAOLIAN_DATABASE_URL")
        return tmp_path / "elsewhere"

    return go


def exported(tmp_path, table):
    run("export", table, tmp_path / "exported.jsonl")
    return (tmp_path / "exported.jsonl").read_text()


def test_it_brings_back_rows_files_people_and_the_key(kept, elsewhere, tmp_path):
    before = {table: exported(tmp_path, table) for table in ("standards", "organizations", "draftings")}
    key = (kept.instance_dir / "secret_key").read_text()
    run("backup", tmp_path / "kept.tar.gz")
    assert (tmp_path / "kept.tar.gz").stat().st_mode & 0o777 == 0o600

    folder = elsewhere()
    assert "索引已重建，共 2 项标准" in run("restore", tmp_path / "kept.tar.gz")
    assert {table: exported(tmp_path, table) for table in before} == before
    assert (folder / "secret_key").read_text() == key
    assert (folder / "files" / "ab" / "abcdef").read_bytes() == b"%PDF-1.7"
    assert json.loads(run("search", "query", "断路器", "--json"))["total"] == 2
    with create_app(Settings.from_environment()).app_context():
        assert db.session.scalar(select(User.login)) == "zhangsan"
        merged = db.session.scalar(select(Organization).where(Organization.name == "演示甲厂"))
        assert merged.merged_into.name == "演示乙厂"
        db.session.remove()
        db.engine.dispose()


def test_it_comes_back_to_where_it_was_taken_and_ids_go_on(kept, tmp_path):
    before = exported(tmp_path, "standards")
    run("backup", tmp_path / "kept.tar.gz")
    make_standard("GB/T 1-2020", "后来的")
    (kept.instance_dir / "files" / "later").write_bytes(b"later")
    last = db.session.scalar(select(func.max(Standard.id)))
    db.session.remove()

    assert "--force" in run("restore", tmp_path / "kept.tar.gz", exit_code=1)
    assert "后来的" in exported(tmp_path, "standards")
    run("restore", tmp_path / "kept.tar.gz", "--force")
    assert exported(tmp_path, "standards") == before
    assert not (kept.instance_dir / "files" / "later").exists()
    assert make_standard("GB/T 2-2020").id == last


def test_a_backup_of_an_older_version_is_brought_up(kept, elsewhere, tmp_path):
    with create_app(kept).app_context():
        migrating.downgrade("0001")
        db.session.remove()
        db.engine.dispose()
    with create_app(kept).app_context():
        from app.backups import back_up

        back_up(kept, tmp_path / "old.tar.gz")
        db.session.remove()
        db.engine.dispose()
    elsewhere()
    run("restore", tmp_path / "old.tar.gz")
    assert "GB/T 14048.2-2020" in exported(tmp_path, "standards")
    run("restore", tmp_path / "old.tar.gz", "--force")


class TestRefused:
    """Whatever the file is, one sentence, and an instance left as it was."""

    @pytest.fixture
    def backup(self, kept, tmp_path):
        run("backup", tmp_path / "kept.tar.gz")
        return tmp_path / "kept.tar.gz"

    def refused(self, path):
        said = run("restore", path, "--force", exit_code=1)
        assert said.count("\n") == 1
        assert db.session.scalar(select(func.count()).select_from(Standard)) == 2
        return said

    def test_cut_short(self, backup):
        content = backup.read_bytes()
        for length in (0, 100, len(content) // 2, len(content) - 4):
            backup.write_bytes(content[:length])
            assert "不是完整的标联备份" in self.refused(backup)

    def test_changed_within(self, backup):
        packed = bytearray(gzip.decompress(backup.read_bytes()))
        at = packed.index("断路器".encode())
        packed[at : at + 3] = "短".encode()
        backup.write_bytes(gzip.compress(bytes(packed)))
        assert "不是完整的标联备份" in self.refused(backup)

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"number,title_zh\n"], ids=["nothing", "zip", "csv"])
    def test_another_file(self, kept, tmp_path, content):
        (tmp_path / "other").write_bytes(content)
        assert "不是完整的标联备份" in self.refused(tmp_path / "other")

    def test_no_file(self, kept, tmp_path):
        assert "不存在" in self.refused(tmp_path / "none")

    @pytest.mark.parametrize(
        "facts", [{"format": 99, "revision": "0001"}, {"format": 1, "revision": "9999"}], ids=["form", "tables"]
    )
    def test_one_of_a_newer_version(self, kept, tmp_path, facts):
        self.pack(tmp_path / "newer", {"manifest.json": json.dumps(facts | {"members": {}}).encode()})
        assert "较新版本" in self.refused(tmp_path / "newer")

    def test_one_that_reaches_out_of_its_folder(self, kept, tmp_path):
        self.pack(tmp_path / "evil", {"files/../../evil": b"x"})
        assert "不是完整的标联备份" in self.refused(tmp_path / "evil")

    def pack(self, path, members):
        with tarfile.open(path, "w:gz") as tar:
            for name, content in members.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))


def test_where_it_can_not_be_written_it_says_so(kept):
    assert "无法写入 /proc/kept.tar.gz" in run("backup", "/proc/kept.tar.gz", exit_code=1)
