"""JSON: the registry, its search and its figures over HTTP, one blueprint a resource."""

from flask import Flask


def register(application: Flask) -> None:
    """Join the API, its description and what watches the server to the application."""
    # commands import the answers of this room, and must not load the metrics before the server has said where they are kept
    from app.api import (
        account,
        block_industries,
        caching,
        comments,
        committees,
        currency,
        declarations,
        docs,
        errors,
        files,
        health,
        indexing,
        metrics,
        organizations,
        snapshots,
        standards,
        statistics,
        suggesting,
        trends,
        work_items,
        writing,
    )
    from app.api.schemas.described import DESCRIBED_AS
    from app.api.smorest import Api

    application.config.update(
        API_TITLE="标联 BiaoLian",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/api/v1",
    )
    metrics.register(application)
    caching.register(application)
    errors.register(application)
    application.register_blueprint(health.bp)
    application.register_blueprint(docs.bp)
    api = Api(application)
    for field, described in DESCRIBED_AS.items():
        api.register_field(field, *described)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer", "description": "“我的账户”中的访问令牌"})
    indexing.register(application)
    bodies = (organizations, committees, block_industries)
    figures = (statistics, trends, snapshots)
    for resource in (standards, *bodies, *figures, suggesting, currency, account, declarations, files, comments, work_items):
        api.register_blueprint(resource.bp)
    for table in writing.RESOURCES:
        api.register_blueprint(table)
