"""JSON: the registry, its search and its figures over HTTP, one blueprint a resource."""

from flask import Flask

from app.api import caching, docs, errors, health, metrics
from app.api.smorest import Api, Blueprint

RESOURCES: tuple[Blueprint, ...] = ()


def register(application: Flask) -> None:
    """Join the API, its description and what watches the server to the application."""
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
    for resource in RESOURCES:
        api.register_blueprint(resource)
