"""Every route, asked by every office: who is let in is what access.tsv says, written by hand.

A row is a route, a method, and who is let in: `everybody`, `signed-in`, or offices. `typed` is what the request carries where the
permission hangs on it, as in an address (`organization={organization_id}`), JSON for the API; names in braces are records of
the little world below. It also says what else than the world's record stands for a name in the route. A new route
needs a row, and a row whose route is gone has to go.
"""

import csv
import io
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, quote

import pytest
from flask import current_app
from sqlalchemy import select

from app.accounts.models import Message
from app.accounts.permissions import HELD, NOBODY, OPERATOR, OfficeKind, Permission
from app.accounts.services import outbox
from app.accounts.services.acting import actor_of
from app.accounts.services.links import invite, password_link
from app.accounts.services.sessions import sessions_of
from app.accounts.services.tokens import make_token
from app.api.reports import frozen, live_report
from app.clock import today
from app.config import Settings
from app.database import db
from app.files import FileStore
from app.registry.editing import claims
from app.registry.editing.import_jobs import ImportJobs
from app.registry.editing.saving import change
from app.registry.history import Author
from app.registry.lifecycle.words import DocumentKind, Manner, Stage
from app.registry.models import AwardCandidate, Change, ReviewRepresentative, TechnicalReview
from app.registry.queries.comments import draft_subject, standard_subject
from app.registry.queries.declaration_links import Asked
from app.registry.services.alliance.comments import Commenter, Remark, give_comments
from app.registry.services.alliance.documents import About, add_document
from app.registry.services.awarding.batches import nominate, open_batch
from app.registry.services.declaration_links import make_links, sealed
from app.registry.services.evidence import keep_file
from app.registry.services.snapshots import take_snapshot
from app.registry.words import Through
from app.search import sync
from tests.factories import (
    make_award,
    make_block_industry,
    make_committee,
    make_implementation,
    make_issuing_body,
    make_membership,
    make_named_drafter,
    make_organization,
    make_scheme,
    make_standard,
    make_unit,
    make_work_item,
    tie,
)
from tests.files.making import pdf_of
from tests.signing import csrf_header, csrf_token, make_actor, make_user, sign_in

ANONYMOUS = "anonymous"
OFFICES = tuple(kind.value for kind in OfficeKind)
READING = ("GET",)

with (Path(__file__).parent / "access.tsv").open() as file:
    TABLE = {(row["route"], row["method"]): row for row in csv.DictReader(file, delimiter="\t")}


def shortened(rule):
    return re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"<\1>", rule)


def let_in(who):
    if who == "everybody":
        return {ANONYMOUS, *OFFICES}
    return set(OFFICES) if who == "signed-in" else set(who.split(","))


@pytest.fixture
def settings(tmp_path, migrated_sqlite):
    """One database is enough: who may do something is not the database's to decide."""
    shutil.copy(migrated_sqlite, tmp_path / "biaolian.db")
    return Settings.from_environment({"BIAOLIAN_INSTANCE_DIR": str(tmp_path)})


def posted(user):
    outbox.post("a@example.com", user.name, "演示", "演示")
    db.session.commit()
    return db.session.scalars(select(Message)).first()


def invite_to(organization):
    return invite(OfficeKind.MEMBER, organization.id, "李华", None, where=organization.name, actor=OPERATOR)


def _changed(organization):
    change("organizations", organization.id, {"name": "乙公司（演示）"}, author=Author(OPERATOR, Through.PAGE, None))
    return db.session.scalars(select(Change.id)).first()


@pytest.fixture
def world(app):
    """The record that stands for each name in a route."""
    organization = make_organization("甲公司（演示）")
    return {
        "organization": organization,
        "organization_id": organization.id,
        "standard_id": (standard := make_standard("GB/T 1.1-2020")).id,
        "number": standard.number,
        "committee_id": make_committee("SAC/TC 286").id,
        "user_id": (other := make_user(office=OfficeKind.MEMBER, organization=organization)).id,
        "office_id": other.offices[0].id,
        "session_id": sessions_of(sign_in(app.test_client(), other) and other.id)[0].id,
        "token_id": make_token("演示", (), 1, actor=actor_of(other))[0].id,
        "message_id": posted(other).id,
        "link_id": (invitation := invite_to(organization)).link.id,
        "code": invitation.code,
        "password_code": password_link(other.id, actor=OPERATOR).code,
        **_declarations(organization),
        **_desk(organization),
        **_alliance(organization),
        "snapshot_id": take_snapshot("甲", date(2020, 1, 1), "1", frozen(live_report(date(2020, 1, 1))), actor=OPERATOR).id,
        "change_id": _changed(organization),
        "record_id": 0,
        "filename": "icon.svg",
        "name": "swagger-ui.css",
    }


def _scan(name):
    store = FileStore(current_app.config["BIAOLIAN"].instance_dir / "files")
    return keep_file(store, io.BytesIO(b"%PDF-1.7 %%EOF"), name, actor=OPERATOR)


def _desk(organization):
    """A claim that waits, and an import whose columns are to be joined, with a file of refused rows."""
    editor = make_actor(OfficeKind.EDITOR, organization)
    scan = _scan("前言.pdf")
    waiting = claims.claim(organization.id, "GB/T 1.1-2020", rank=1, role=None, source="前言", actor=editor, file_id=scan)
    folder = current_app.config["BIAOLIAN"].instance_dir / "imports"
    job = ImportJobs(folder).open("organizations", "单位.csv", lambda path: path.write_text("名称\n甲\n"), actor=OPERATOR)
    (folder / job.token / "rejects.xlsx").write_bytes(b"rows")
    return {"claim_id": waiting.id, "job_id": job.id}


def _alliance(organization):
    """What the organization, as an association, has in the making, with a closed document, and what is commented on."""
    body = make_issuing_body(organization, "YANSHI")
    item = make_work_item(body, stage=Stage.APPROVED)
    store = FileStore(current_app.config["BIAOLIAN"].instance_dir / "files")
    about = About(kind=DocumentKind.COMMENT_DRAFT)
    document = add_document(item, io.BytesIO(pdf_of(["演示"])), "征求意见稿.pdf", about, store=store, actor=OPERATOR)
    of_item = {"item_id": item.id, "move": "start_drafting", "document_id": document.id}
    return {"body_code": body.code, **of_item, **_comments(body), **_people(item, organization)}


def _people(item, organization):
    """Who drafts it, and a review to which somebody was called."""
    review = TechnicalReview(work_item_id=item.id, held_on=item.stage_since, manner=Manner.VOTE)
    review.representatives = [ReviewRepresentative(name="赵六（演示）")]
    db.session.add(review)
    db.session.commit()
    return {
        "unit_id": make_unit(item, organization).id,
        "drafter_id": make_named_drafter(item, "张三（演示）").id,
        "review_id": review.id,
        "representative_id": review.representatives[0].id,
    }


def _comments(body):
    """A draft that is open for comment, a comment on it whose link was sent, and a standard of the body."""
    since, until = today(), today() + timedelta(days=30)
    item = make_work_item(body, stage=Stage.COMMENT, comment_from=str(since), comment_until=str(until))
    standard = make_standard("T/YANSHI 2-2020")
    codes = []
    of_draft, of_standard = (
        give_comments(
            subject, [Remark("4.2", "演示意见")], Commenter("李华", "a@example.com"),
            actor=NOBODY, address="192.0.2.1", link_of=lambda code: codes.append(code) or "/",
        ).comments[0].id
        for subject in (draft_subject(item.id), standard_subject(standard.id, today()))
    )  # fmt: skip
    return {
        "draft_id": item.id,
        "comment_id": of_draft,
        "comment_code": codes[0],
        "commented_standard_id": standard.id,
        "standard_comment_id": of_standard,
    }


def _declarations(organization):
    """What that organization declares, as an enterprise, and asks and verifies as the association that it is as well here."""
    block = make_block_industry("SUO", association_id=organization.id)
    membership = make_membership(organization, block)
    tied = tie(standard := make_standard("T/YANSHI 1-2020"), block)
    declared = make_implementation(organization, standard, evidence_file_id=_scan("声明.pdf"))
    (link,) = make_links([Asked(organization.id, standard.id)], actor=make_actor(OfficeKind.EDITOR, organization))
    scheme = make_scheme("YANSHI", "初级")
    batch = open_batch(scheme.id, "2026 年", actor=OPERATOR)
    nominate(batch.id, [organization.id], actor=OPERATOR)
    return {
        "block_industry_id": block.id,
        "membership_id": membership.id,
        "tie_id": tied.id,
        "declaration_id": declared.id,
        "declaration_link_id": link.id,
        "token": sealed(link.code, current_app.config["SECRET_KEY"]),
        "scheme_id": scheme.id,
        "batch_id": batch.id,
        "candidate_id": db.session.scalars(select(AwardCandidate.id)).one(),
        "award_id": make_award(organization, scheme).id,
    }


@pytest.fixture
def people(app, world):
    """Somebody of each office, those on an organization on that of the world."""
    return {
        kind.value: make_user(kind.value, office=kind, organization=world["organization"] if kind.on_organization else None)
        for kind in OfficeKind
    }


@pytest.fixture
def ask(app, world, people):
    """The answer to one office asking for one row."""

    def asked(row, office):
        client = app.test_client()
        if office != ANONYMOUS:
            sign_in(client, people[office])
        typed = dict(parse_qsl(row["typed"].format(**world)))
        path = re.sub(r"<(\w+)>", lambda name: quote(str(typed.pop(name[1], world.get(name[1])))), row["route"])
        if row["method"] in READING:
            return client.get(path, query_string=typed)
        if path.startswith("/api/"):
            return client.open(path, method=row["method"], json=typed, headers=csrf_header(client))
        return client.open(path, method=row["method"], data={"csrf_token": csrf_token(client), **typed})

    return asked


def is_refused(answer):
    onward = quote(answer.request.path)
    to_login = answer.status_code == 303 and answer.location.startswith(f"/login?next={onward}")
    return to_login or answer.status_code in (401, 403)


def is_sound(row, answer):
    """Whether the answer to somebody let in is one; rows of exchange tables have no record here, and are not found."""
    no_record = answer.status_code == 404 and "<record_id>" in row["route"]
    return row["method"] not in READING or answer.status_code < 400 or no_record


def test_every_route_stands_in_the_table_and_no_other(app):
    routes = {
        (shortened(rule.rule), method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert sorted(routes) == sorted(TABLE)


def test_the_table_names_offices_alone():
    for row in TABLE.values():
        assert let_in(row["who"]) <= {ANONYMOUS, *OFFICES}, row


@pytest.mark.parametrize("office", [ANONYMOUS, *OFFICES])
def test_an_office_is_let_in_where_the_table_says_so_and_nowhere_else(app, ask, office):
    sync.rebuild(sync.search_engine())
    wrong = []
    for row in sorted(TABLE.values(), key=lambda row: (row["method"] not in READING, row["method"] == "DELETE")):
        with ask(row, office) as answer:
            assert answer.status_code < 500, (row, answer.text)
            refused = is_refused(answer)
            if refused == (office in let_in(row["who"])) or not (refused or is_sound(row, answer)):
                wrong.append((row["method"], row["route"], answer.status_code))
        db.session.rollback()
    assert wrong == []


def test_an_auditor_reads_all_and_writes_nothing():
    assert all(permission.value.endswith(".read") for permission in HELD[OfficeKind.AUDITOR])
    assert {each for each in Permission if each.value.endswith(".read")} <= HELD[OfficeKind.AUDITOR]
    for (route, method), row in TABLE.items():
        if method not in READING and row["who"] not in ("everybody", "signed-in"):
            assert "auditor" not in row["who"].split(","), route
