"""标联 BiaoLian: joins the rooms into one application. Never a rule, a query or a route."""

import json
from functools import partial

from flask import Flask

from app.config import Settings
from app.database import db


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application on `settings`, or on the environment's. Raises `Unavailable` where it can't stand there."""
    from app import api, headers, web
    from app.accounts import auth, csrf, limiting, mailing

    settings = settings or Settings.from_environment()
    settings.prepare_instance()
    application = Flask("app", instance_path=str(settings.instance_dir), static_folder=None)
    application.config.update(
        SECRET_KEY=settings.secret_key(),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # Chinese in lists stays readable in the database, and can be searched there
        SQLALCHEMY_ENGINE_OPTIONS={"json_serializer": partial(json.dumps, ensure_ascii=False)},
        BIAOLIAN=settings,
        MAX_CONTENT_LENGTH=64 << 20,  # bytes of one request; what a view takes may be less
    )
    application.json.ensure_ascii = False  # type: ignore[attr-defined]  # Chinese stays readable in answers
    application.json.sort_keys = False  # type: ignore[attr-defined]  # answers keep the order of their schema
    db.init_app(application)
    headers.register(application)
    api.register(application)  # first, so that what is refused below is measured too
    auth.register(application)
    limiting.register(application)
    csrf.register(application)
    mailing.register(application)
    web.register(application)
    return application
