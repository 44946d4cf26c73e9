"""The outbox: what was sent, what waits, and what the mail server said where it failed."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import auth, mailing
from app.accounts.permissions import Permission
from app.accounts.services import outbox as service
from app.api.schemas.fields import LARGEST_ID, MOST_PAGES, Query, Whole
from app.web.account import secretly
from app.web.asked import read
from app.web.blueprint import pages
from app.web.invitations import public_root

PER_PAGE = 50


class OutboxAsked(Query):
    """A page of the outbox."""

    page = Whole(least=1, most=MOST_PAGES, load_default=1)


@pages.get("/outbox")
def outbox() -> ResponseReturnValue:
    """Messages, newest first; links that open something are shown to those alone who may manage accounts."""
    actor = auth.signed_in()
    page = read(OutboxAsked)["page"]
    found, total = service.messages(page=page, actor=actor, per_page=PER_PAGE)
    may_manage = actor.may(Permission.ACCOUNT_MANAGE)
    texts = {each.id: mailing.text_of(each, public_root(), hide=not may_manage) for each in found}
    shown = render_template(
        "outbox.html",
        messages=found,
        texts=texts,
        total=total,
        page=page,
        pages=-(-total // PER_PAGE),
        may_manage=may_manage,
        server=auth.settings().mail,
    )
    return secretly(shown)


@pages.post(f"/outbox/<int(max={LARGEST_ID}):message_id>/send")
def send_again(message_id: int) -> ResponseReturnValue:
    """Let a message be tried now."""
    service.send_again(message_id, actor=auth.signed_in())
    return redirect(url_for("web.outbox"), 303)
