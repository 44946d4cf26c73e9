"""The description of the API, and the page that shows it without anything from elsewhere."""

import re

from app.headers import POLICY


def test_the_description_lists_every_route_of_the_api(app, client):
    described = client.get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.0.3"
    routes = {re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    assert described["paths"].keys() == {rule for rule in routes if rule.startswith("/api/v1/")} - {"/api/v1/openapi.json"}


def test_errors_are_described_as_problem_documents(client):
    described = client.get("/api/v1/openapi.json").json
    refused = described["components"]["responses"]["UNPROCESSABLE_ENTITY"]
    assert refused["content"].keys() == {"application/problem+json"}


def test_a_filter_that_may_be_repeated_is_described_so(client):
    parameters = client.get("/api/v1/openapi.json").json["paths"]["/api/v1/standards"]["get"]["parameters"]
    kind = next(each for each in parameters if each["name"] == "kind")
    assert (kind["explode"], kind["style"], kind["schema"]["type"]) == (True, "form", "array")
    assert kind["schema"]["items"]["enum"] == [
        "national", "industry", "local", "alliance", "enterprise", "international", "foreign",
    ]


def test_the_page_takes_all_its_files_from_here(client):
    page = client.get("/api/docs")
    assert page.mimetype == "text/html"
    files = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(files) >= 4
    for file in files:
        assert file.startswith("/")
        with client.get(file) as answer:
            assert answer.status_code == 200


def test_only_the_page_of_the_api_may_style_its_elements(client):
    assert client.get("/healthz").headers["Content-Security-Policy"] == POLICY
    assert client.get("/api/docs").headers["Content-Security-Policy"] == f"{POLICY}; style-src 'self' 'unsafe-inline'"


def test_every_answer_is_guarded(client):
    for address in ("/healthz", "/api/docs", "/api/v1/openapi.json", "/api/v1/nowhere", "/nowhere"):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_every_value_has_a_type(client):
    schemas = client.get("/api/v1/openapi.json").json["components"]["schemas"]
    card = schemas["StandardCard"]["properties"]
    assert card["published_on"]["type"] == card["status"]["type"] == card["status_label"]["type"] == "string"
    assert schemas["Overall"]["properties"]["rate"] == {"type": "number", "nullable": True}
    for name, schema in schemas.items():
        for field, described in schema["properties"].items():
            assert described.keys() & {"type", "$ref", "allOf", "anyOf"}, f"{name}.{field}"
