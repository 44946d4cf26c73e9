"""Pages in Chinese: load, ask once, render. Only create_app imports this room."""

from flask import Flask

from app.web import (
    about,
    account,
    adoption,
    association,
    awarding,
    block_industries,
    bodies,
    coverage,
    currency,
    declaration_files,
    declarations,
    declaring_by_link,
    differences,
    documents,
    drafting,
    errors,
    home,
    implementation,
    industry_lists,
    innovation,
    invitations,
    joining,
    networks,
    outbox,
    people,
    pictures,
    presentation,
    search,
    sheets,
    signing,
    snapshots,
    standards,
    statistics,
    support,
    workbench,
)
from app.web.alliance import answers as alliance_answers
from app.web.alliance import board as alliance_board
from app.web.alliance import bodies as alliance_bodies
from app.web.alliance import checking as alliance_checking
from app.web.alliance import comments as alliance_comments
from app.web.alliance import items as alliance_items
from app.web.alliance import keeping as alliance_keeping
from app.web.alliance import people as alliance_people
from app.web.alliance import reviewing as alliance_reviewing
from app.web.alliance import steps as alliance_steps
from app.web.blueprint import pages
from app.web.desk import claiming, ending, history, importing, numbering, records
from app.web.desk.forms import field_text

__all__ = ["register"]

SUBJECTS = (
    *(home, search, currency, standards, bodies, block_industries, about, workbench),
    *(statistics, implementation, innovation, drafting, adoption, coverage, sheets, networks, pictures, snapshots, support),
    *(declarations, declaration_files, declaring_by_link, association, industry_lists, awarding, documents, differences),
    *(records, numbering, ending, history, importing, claiming),
    *(alliance_board, alliance_items, alliance_steps, alliance_people, alliance_reviewing, alliance_bodies),
    *(alliance_keeping,),
    *(alliance_comments, alliance_answers, alliance_checking),
    *(signing, joining, account, invitations, people, outbox),
)
"""Modules whose import adds their pages to the blueprint."""


def register(application: Flask) -> None:
    """Add all pages and their error pages to the application."""
    presentation.register(application)
    application.jinja_env.globals.update(desk_beside=records.beside, field_text=field_text)
    application.jinja_env.globals.update(life_beside=alliance_keeping.life_beside)
    application.jinja_env.globals.update(comments_beside=alliance_comments.comments_beside)
    application.jinja_env.globals.update(shelf_of=documents.shelf_of, document_address=documents.document_address)
    errors.register(application)
    application.register_blueprint(pages)
