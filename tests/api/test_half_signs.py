"""Half a sign (a lone surrogate), which JSON can write and nothing can keep, is refused by its name wherever text is taken."""

import re

import pytest

from app.accounts.permissions import OfficeKind
from app.database import db
from tests.signing import csrf_header, make_user, sign_in

HALF = '"\\ud800"'


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_half_a_sign_is_refused_everywhere(client):
    sign_in(client, make_user(office=OfficeKind.ADMINISTRATOR))
    description = client.get("/api/v1/openapi.json").json
    tried = 0
    for path, methods in description["paths"].items():
        for method in {"post", "patch"} & methods.keys():
            content = methods[method].get("requestBody", {}).get("content", {}).get("application/json", {})
            name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            for field in ("\\ud800", *description["components"]["schemas"].get(name, {}).get("properties", {})):
                answer = client.open(
                    re.sub("{[^}]*}", "1", path),
                    method=method.upper(),
                    data=f'{{"{field}": {HALF}}}',
                    content_type="application/json",
                    headers=csrf_header(client),
                )
                db.session.rollback()
                assert answer.status_code in (404, 415, 422), (path, method, field)
                tried += answer.status_code == 422
    assert tried >= 300
