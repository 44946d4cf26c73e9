"""Two hundred declarations at once, by the association for its members and by links, each of them twice: none is lost, none
doubled, and nobody is shown an error. Served as it is in earnest, by several processes with several threads.
"""

import os
import signal
import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from app import instance
from app.accounts.permissions import OfficeKind
from app.accounts.services.sessions import open_session
from app.database import db
from app.registry.models import Implementation
from app.registry.queries.declaration_links import Asked
from app.registry.services.declaration_links import make_links, sealed
from app.registry.words import OrganizationKind
from tests.factories import make_block_industry, make_membership, make_organization, make_standard, tie
from tests.flows.test_serving import BIAOLIAN, free_port, wait_until_ready
from tests.signing import make_actor, make_user

BY_ASSOCIATION, BY_LINK = 60, 40
RAW = "0" * 40


@pytest.fixture
def world(app):
    """Members that the association declares for, members that have a link, and a cookie of the association's editor."""
    list(instance.prepare(demonstration=False))
    association = make_organization("演示锁业协会", kind=OrganizationKind.ASSOCIATION)
    block = make_block_industry(name="演示锁", association_id=association.id)
    standard = make_standard("T/YANSHI 1-2020")
    tie(standard, block)
    members = [make_organization(f"演示锁厂{place}") for place in range(BY_ASSOCIATION + BY_LINK)]
    for member in members:
        make_membership(member, block)
    asked = [Asked(member.id, standard.id) for member in members[BY_ASSOCIATION:]]
    links = make_links(asked, actor=make_actor(OfficeKind.EDITOR, association))
    editor = make_user(office=OfficeKind.EDITOR, organization=association)
    secret = open_session(editor, "127.0.0.1", "test")
    db.session.commit()
    signing = SecureCookieSessionInterface().get_signing_serializer(app)
    key = app.config["SECRET_KEY"]
    csrf = URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(RAW)
    by_association = [
        ("/declarations/new", {"organization": member.id, "standard": standard.id, "from": since})
        for member in members[:BY_ASSOCIATION]
        for since in ("2021-03-01", "2022-07-01")
    ]
    by_link = [
        (f"/declare/{sealed(link.code, key)}", {"from": "2021-03-01", "by": "张三"}) for link in links for _twice in range(2)
    ]
    signed_in = signing.dumps({"_user_id": secret, "csrf_token": RAW})
    anybody = signing.dumps({"csrf_token": RAW})
    requests = [(path, typed | {"csrf_token": csrf}, signed_in) for path, typed in by_association]
    requests += [(path, typed | {"csrf_token": csrf}, anybody) for path, typed in by_link]
    return [member.id for member in members], requests


@pytest.fixture
def address(app, world, settings):
    """The production server on the same instance."""
    port = str(free_port())
    environment = os.environ | {
        "BIAOLIAN_INSTANCE_DIR": str(settings.instance_dir),
        "BIAOLIAN_DATABASE_URL": settings.database_url,
        "PORT": port,
    }
    with subprocess.Popen(  # noqa: S603  our own command
        [BIAOLIAN, "run"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            wait_until_ready(server, f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
        finally:
            server.kill()


def test_none_is_lost_none_doubled_and_nobody_sees_an_error(world, address):
    members, requests = world
    assert len(requests) == 200
    together = Barrier(len(requests))

    def send(asked):
        path, typed, cookie = asked
        request = Request(f"{address}{path}", urlencode(typed).encode(), {"Cookie": f"biaolian={cookie}"})  # noqa: S310
        together.wait(timeout=60)
        with urlopen(request, timeout=300) as answer:  # noqa: S310
            page = answer.read().decode()
        said = next((word for word in ("已登记声明", "不必再次提交", "待核实") if word in page), page)
        return answer.status, path.split("/")[1], said

    with ThreadPoolExecutor(len(requests)) as pool:
        answers = Counter(pool.map(send, requests))
    assert answers == {
        (200, "declarations", "待核实"): 2 * BY_ASSOCIATION,
        (200, "declare", "已登记声明"): BY_LINK,
        (200, "declare", "不必再次提交"): BY_LINK,
    }
    db.session.rollback()
    declared = db.session.scalars(select(Implementation.organization_id)).all()
    assert sorted(declared) == sorted(members)
