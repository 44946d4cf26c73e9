"""Something of everything that associations, enterprises and staff write on, and a person who holds an office in all of it."""

import io
from datetime import timedelta
from typing import NamedTuple

from flask import current_app

from app.accounts.models import User
from app.accounts.permissions import NOBODY, OPERATOR, OfficeKind
from app.clock import today
from app.database import db
from app.files import FileStore
from app.registry.lifecycle.words import CommentAnswer, Stage
from app.registry.models import IssuingBody
from app.registry.queries.comments import draft_subject, standard_subject
from app.registry.queries.declaration_links import Asked
from app.registry.services.alliance.answering import answer_comments
from app.registry.services.alliance.comments import Commenter, Remark, give_comments, hide
from app.registry.services.awarding.batches import nominate, open_batch
from app.registry.services.awarding.decisions import decide, publish
from app.registry.services.awarding.schemes import set_criteria
from app.registry.services.declaration_links import make_links, sealed
from app.registry.services.evidence import keep_file
from app.registry.words import OrganizationKind, RelationKind
from tests.factories import (
    make_award,
    make_block_industry,
    make_implementation,
    make_issuing_body,
    make_membership,
    make_organization,
    make_plan,
    make_scheme,
    make_standard,
    make_work_item,
    relate,
    tie,
)
from tests.signing import hold, make_actor, make_user


class LivingRecord(NamedTuple):
    """Who may see all of it, and the addresses of its pages."""

    person: User
    addresses: tuple[str, ...]


def living_record() -> LivingRecord:
    """A block industry with a member in every standing and a take-over to come; batches open, public and decided."""
    association = make_organization("演示标准协会", kind=OrganizationKind.ASSOCIATION)
    block = make_block_industry(name="演示产业", association_id=association.id)
    members = [make_organization(f"演示成员{place}厂") for place in "甲乙丙丁戊"]
    for member in members:
        make_membership(member, block)
    old, new = make_standard("T/YANSHI 91-2019"), make_standard("T/YANSHI 91-2026", implemented_on=_in(40))
    relate(new, RelationKind.REPLACES, old)
    for standard in (old, new):
        tie(standard, block)
    store = FileStore(current_app.config["BIAOLIAN"].instance_dir / "files")
    file_id = keep_file(store, io.BytesIO(b"%PDF-1.7 %%EOF"), "声明.pdf", actor=OPERATOR)
    db.session.commit()
    waiting = make_implementation(
        members[0], old, "2021-01-01", declared_on="2021-01-05", products="演示产品", evidence_file_id=file_id
    )
    make_implementation(members[1], old, "2021-01-01", verified_on="2021-02-01", verified_by=association.name)
    back = make_implementation(members[2], old, "2021-01-01", returned_on="2021-02-01", return_reason="缺少证明")
    make_implementation(members[3], old, "2021-01-01", revoked_on="2022-01-01", revocation_reason="抽查")
    person = make_user(office=OfficeKind.EDITOR, organization=association, name="王经办")
    hold(person, OfficeKind.EDITOR, members[2])
    hold(person, OfficeKind.STAFF)
    asking = make_actor(OfficeKind.EDITOR, association)
    links = make_links([Asked(body.id, old.id) for body in (members[2], members[4])], actor=asking)
    make_plan("YANSHI-P", "2020-01-01", "2040-01-01", {"implementation_rate": 0.3})
    scheme = make_scheme("YANSHI-S", "初级", "高级")
    batches = [open_batch(scheme.id, name, actor=OPERATOR) for name in ("申报中", "公示中", "已认定")]
    for batch in batches:
        nominate(batch.id, [members[0].id, members[1].id], actor=OPERATOR)
    for batch in batches[1:]:
        for candidate in batch.candidates:
            candidate.level_id = scheme.levels[0].id
        publish(batch.id, since=today() - timedelta(days=9), last_day=today() - timedelta(days=1), actor=OPERATOR)
    decide(batches[2].id, on=today(), actor=OPERATOR)
    set_criteria(scheme.id, [("标准研制", 60.0, None)], {scheme.levels[0].id: 60.0}, actor=OPERATOR)
    make_award(members[4], scheme, "2021-01-01", valid_until=_in(30))
    draft, published = _commented(make_issuing_body(association, "YANSHI"))
    token = sealed(links[0].code, current_app.config["SECRET_KEY"])
    return LivingRecord(
        person,
        (
            "/workbench",
            "/declarations",
            "/declarations/new",
            "/declarations/upload",
            f"/declarations/{waiting.id}",
            f"/declarations/{back.id}/mend",
            f"/declare/{token}",
            f"/declaration-links/print?link={links[0].id}&link={links[1].id}",
            f"/block-industries/{block.id}",
            f"/block-industries/{block.id}/implementation",
            f"/block-industries/{block.id}/lists",
            "/awards",
            f"/awards/schemes/{scheme.id}",
            *(f"/awards/batches/{batch.id}" for batch in batches),
            "/alliance-standards/open-for-comment",
            *(f"/alliance-standards/{draft}/comments{page}" for page in ("", "/answers", "/answers?show=all")),
            *(f"/standard-comments/{published}{page}" for page in ("", "/answers?show=all")),
        ),
    )


def _commented(body: IssuingBody) -> tuple[int, int]:
    """Ids of a draft and of a published standard with comments: answered, waiting, hidden, and by nobody proven."""
    item = make_work_item(body, stage=Stage.COMMENT, comment_from=_in(-20), comment_until=_in(10), contact="演示联系人")
    standard = make_standard("T/YANSHI 92-2020", title_zh="演示门锁")
    editor = make_actor(OfficeKind.EDITOR, body.organization)
    rows = [Remark("4.2", "耐久性次数偏低", "改为 100 000 次"), Remark("附录 A", "缺图"), Remark("5", "与本标准无关的广告")]
    unit = Commenter("李四", None, "演示五金厂", on_behalf=True)
    for subject in (draft_subject(item.id), standard_subject(standard.id, today())):
        given = {"address": "192.0.2.1", "link_of": "/comments/confirm/{}".format}
        answered, _waiting, hidden = give_comments(subject, rows, unit, actor=editor, **given).comments
        give_comments(subject, rows[:1], Commenter("王五", "wang@example.com"), actor=NOBODY, **given)
        answer_comments([answered.id], CommentAnswer.PARTLY, "改为 80 000 次", link="/", actor=editor)
        answer_comments([answered.id], CommentAnswer.ACCEPTED, None, link="/", actor=editor)
        hide(hidden.id, "广告", actor=editor)
    return item.id, standard.id


def _in(days: int) -> str:
    return str(today() + timedelta(days=days))
