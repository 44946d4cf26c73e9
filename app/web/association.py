"""The association's page of a block industry: its members x its standards, what waits, and how far to the target."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from segno import make_qr

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission
from app.api.schemas.fields import LARGEST_ID, MOST_PAGES, Choice, Controlled, Day, Plain, Query, Whole, several
from app.clock import today
from app.errors import Conflict, Invalid, NotAllowed
from app.registry import statistics as counted
from app.registry.models import BlockIndustry, DeclarationLink
from app.registry.queries.block_industries import block_industry_record
from app.registry.queries.declaration_links import Asked
from app.registry.rates.implementation import Evidence
from app.registry.services.declaration_links import DAYS, DAYS_MOST, links_by_id, make_links, revoke_links, sealed
from app.registry.services.industries import may_keep
from app.registry.services.reminding import remind
from app.registry.services.succession import ask_again, successions
from app.registry.services.verifying import send_back, verify
from app.registry.statistics.declarations import Board, Place, Standing, board_of
from app.registry.words import Metric
from app.web.asked import read
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

PER_PAGE = 50
PRINTED_MOST = 300
"""Links on one page: they stand in its address, which servers limit."""
BLOCK = f"/block-industries/<int(max={LARGEST_ID}):block_industry_id>/implementation"


class WorkAsked(Query):
    """Which places are shown."""

    standard = Whole(least=1, most=LARGEST_ID, load_default=None)
    standing = several(Controlled(Standing))
    without_any = Choice("yes", load_default=None)
    q = Plain(load_default="")
    page = Whole(least=1, most=MOST_PAGES, load_default=1)


class BulkForm(FormSchema):
    """What is to be done with which places: `enterprise:standard`, or declarations by id."""

    act = Choice("verify", "return", "link", "remind", required=True)
    place = several(Plain())
    all = Choice("yes", load_default=None)
    on = Day(load_default=today)
    reason = Plain(load_default=None)
    days = Whole(least=1, most=DAYS_MOST, load_default=DAYS)


class SuccessionForm(FormSchema):
    """Which edition takes over from which."""

    old = Whole(least=1, most=LARGEST_ID, required=True)
    new = Whole(least=1, most=LARGEST_ID, required=True)
    days = Whole(least=1, most=DAYS_MOST, load_default=DAYS)


@pages.get(BLOCK)
def association_work(block_industry_id: int) -> str:
    """Who stands where, and what to do about it."""
    actor = signed_in()
    block = _own(block_industry_id, actor)
    return _page(block, actor, Form(BulkForm, {"on": today(), "days": DAYS}))


@pages.post(BLOCK)
def do_association_work(block_industry_id: int) -> ResponseReturnValue:
    """Do one thing with the places chosen."""
    actor = signed_in()
    block = _own(block_industry_id, actor)
    form = Form(BulkForm)
    if asked := form.load():
        with form.trying():
            return _done(block, asked, actor)
    return _page(block, actor, form), *form.answer


@pages.post(f"{BLOCK}/succession")
def ask_implementers_again(block_industry_id: int) -> ResponseReturnValue:
    """Ask all who implement an old edition to declare the new one."""
    actor = signed_in()
    block = _own(block_industry_id, actor)
    form = Form(SuccessionForm)
    if asked := form.load():
        with form.trying():
            links = ask_again(block.id, asked["old"], asked["new"], days=asked["days"], actor=actor)
            sent = remind([link.id for link in links], address_of=_address_of, actor=actor)
            flash(f"已请 {len(links)} 家企业重新声明，其中 {sent} 家有经办人邮箱，已发邮件；其余请打印链接转交。")
            return redirect(_printing(links), 303)
    return _page(block, actor, form), *form.answer


@pages.get("/declaration-links/print")
def print_links() -> str:
    """Links on paper, one enterprise and standard each, with a code to scan."""
    actor = signed_in()
    asked = read(LinksAsked)
    links = links_by_id(asked["link"], actor=actor)
    key = current_app.config["SECRET_KEY"]
    slips = [(link, sealed(link.code, key), _drawing(_whole_address(link))) for link in links]
    return render_template("declarations/slips.html", slips=slips)


@pages.post("/declaration-links")
def act_on_links() -> ResponseReturnValue:
    """Remind of links that nobody answered, print them again, or take them back."""
    actor = signed_in()
    form = Form(LinksForm)
    asked = form.load()
    if asked is None:
        raise Invalid("无法办理所选的链接，请返回后再试")
    if not asked["link"]:
        raise Conflict("还没有选择链接，请先勾选")
    if asked["act"] == "print":
        return redirect(_printing(links_by_id(asked["link"], actor=actor)), 303)
    if asked["act"] == "revoke":
        flash(f"已作废 {revoke_links(asked['link'], actor=actor)} 个链接。")
    else:
        flash(_reminded(remind(asked["link"], address_of=_address_of, actor=actor)))
    return redirect(url_for("web.workbench"), 303)


class LinksAsked(Query):
    """Which links."""

    link = several(Whole(least=1, most=LARGEST_ID))


class LinksForm(FormSchema):
    """What is to be done with which links."""

    act = Choice("remind", "print", "revoke", required=True)
    link = several(Whole(least=1, most=LARGEST_ID))


def _done(block: BlockIndustry, asked: Mapping[str, Any], actor: Actor) -> ResponseReturnValue:
    board = board_of(block.id, today())
    places = _narrowed(board, read(WorkAsked)) if asked["all"] else _chosen(board, asked["place"])
    declared = [place.implementation.id for place in places if place.implementation]
    asked_before = request.query_string.decode()
    address = url_for("web.association_work", block_industry_id=block.id)
    back = redirect(f"{address}?{asked_before}" if asked_before else address, 303)
    if asked["act"] == "verify":
        found = verify(declared, on=asked["on"], actor=actor)
        refused = "".join(f"{each.organization.name}：{why}。" for each, why in found.refused[:10])
        flash(f"已核实 {len(found.done)} 项。{refused}")
        return back
    if asked["act"] == "return":
        flash(f"已退回 {len(send_back(declared, reason=asked['reason'], actor=actor))} 项，等待企业补正。")
        return back
    if asked["act"] == "link":
        missing = [Asked(place.enterprise.id, place.standard.id) for place in places if place.implementation is None]
        links = make_links(missing, days=asked["days"], actor=actor)
        if len(links) > PRINTED_MOST:
            flash(f"已发出 {len(links)} 个链接，先打印前 {PRINTED_MOST} 个；其余在待办的“未答复的声明链接”中打印。")
        return redirect(_printing(links), 303)
    waiting = [place.link.id for place in places if place.link]
    if not waiting:
        raise Conflict("选中的各项没有未答复的链接，请先发出声明链接")
    flash(_reminded(remind(waiting, address_of=_address_of, actor=actor)))
    return back


def _reminded(count: int) -> str:
    return f"已向 {count} 家有经办人邮箱的企业发出提醒；没有邮箱的请打印链接转交。"


def _chosen(board: Board, named: Sequence[str]) -> list[Place]:
    wanted = set(named)
    return [place for place in board.places if f"{place.enterprise.id}:{place.standard.id}" in wanted]


def _page(block: BlockIndustry, actor: Actor, form: Form) -> str:
    asked = read(WorkAsked)
    day = today()
    board = board_of(block.id, day)
    plan = counted.plan_on(day)
    target = counted.target_of(plan, Metric.IMPLEMENTATION_RATE)
    shown = _narrowed(board, asked)
    pages_of = max(1, -(-len(shown) // PER_PAGE))
    page = min(asked["page"], pages_of)
    rates = {evidence: counted.implementation_course(block.id, [day], evidence)[0] for evidence in Evidence}
    return render_template(
        "declarations/association.html",
        block=block,
        board=board,
        form=form,
        asked=asked,
        places=shown[(page - 1) * PER_PAGE : page * PER_PAGE],
        found=len(shown),
        page=page,
        pages=pages_of,
        rates=rates,
        evidences=Evidence,
        target=target,
        missing=None if target is None else rates[Evidence.VERIFIED].missing_to(target),
        standings=Standing,
        successions=successions(block.id, day),
        day=day,
        chosen=set(form.values("place")),
        verifies=Permission.IMPLEMENTATION_VERIFY in actor.everywhere
        or (block.association_id is not None and actor.may(Permission.IMPLEMENTATION_VERIFY, block.association_id)),
    )


def _narrowed(board: Board, asked: Mapping[str, Any]) -> list[Place]:
    alone = board.without_any if asked["without_any"] else None
    q = asked["q"].strip()
    order = {standing: place for place, standing in enumerate(Standing)}
    places = [
        place
        for place in board.places
        if (asked["standard"] is None or place.standard.id == asked["standard"])
        and (not asked["standing"] or place.standing in asked["standing"])
        and (alone is None or place.enterprise.id in alone)
        and (not q or q in place.enterprise.name)
    ]
    return sorted(places, key=lambda place: (order[place.standing], place.since or today()))


def _own(block_industry_id: int, actor: Actor) -> BlockIndustry:
    block = block_industry_record(block_industry_id).block_industry
    if not may_keep(block, actor=actor):
        raise NotAllowed(f"{block.name}的实施工作由其牵头协会或标准化院办理")
    return block


def _printing(links: Sequence[DeclarationLink]) -> str:
    return url_for("web.print_links", link=[link.id for link in links[:PRINTED_MOST]])


def _address_of(link: DeclarationLink) -> str:
    """The path of a link within this site."""
    return url_for("web.declare_here", token=sealed(link.code, current_app.config["SECRET_KEY"]))


def _whole_address(link: DeclarationLink) -> str:
    known = current_app.config["BIAOLIAN"].public_url
    return f"{known or request.url_root.rstrip('/')}{_address_of(link)}"


def _drawing(address: str) -> str:
    """A QR code as an SVG image; its quiet zone belongs to it."""
    drawn: str = make_qr(address, error="m").svg_inline(scale=3, border=4, svgclass="qr", lineclass=None, omitsize=True)
    return drawn
