"""flask-smorest as this API uses it: errors are problem documents, described as such and answered by errors.py."""

from collections.abc import Callable
from http import HTTPStatus
from threading import Lock
from typing import Any, TypeVar

import flask_smorest
from flask import Flask, Response
from flask_smorest.utils import prepare_response
from marshmallow import Schema

from app.api.arguments import made_once, parser
from app.api.errors import PROBLEM_TYPE
from app.api.schemas.problems import ProblemSchema

_View = TypeVar("_View", bound=Callable[..., Any])


class Api(flask_smorest.Api):
    """Describes the API, once somebody asks for the description; leaves every error to our own handlers."""

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[Blueprint] = []
        self._describing = Lock()
        super().__init__(app)

    def register_blueprint(self, blp: "Blueprint") -> None:
        """Serve a resource. To describe it takes longer than all else of a start, so that waits until it is asked for."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp)
        self._undescribed.append(blp)

    def _openapi_json(self) -> Response:
        """The description, whole."""
        with self._describing:
            while self._undescribed:
                blp = self._undescribed.pop(0)
                blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
                self.spec.tag({"name": blp.name, "description": blp.description})
        described: Response = super()._openapi_json()
        return described

    def _register_error_handlers(self) -> None:
        """Pass over the library's handler, which takes the errors of the whole application, pages too."""

    def _register_responses(self) -> None:
        """Describe each error as a problem document; only those that a route names enter the description."""
        described = {status.name: status.phrase for status in HTTPStatus}
        for name, phrase in (described | {self.DEFAULT_ERROR_RESPONSE_NAME: "Any other error"}).items():
            response = {"description": phrase, "schema": self.ERROR_SCHEMA}
            prepare_response(response, self.spec, PROBLEM_TYPE)
            self.spec.components.response(name, response, lazy=True)


class Blueprint(flask_smorest.Blueprint):
    """A resource; its arguments are read by our parser."""

    ARGUMENTS_PARSER = parser

    def arguments(self, schema: type[Schema] | Schema, **kwargs: Any) -> Callable[[_View], _View]:
        """Read the arguments of each request by one schema, which is made here and not once a request."""
        ready: Callable[[_View], _View] = super().arguments(made_once(schema) if isinstance(schema, type) else schema, **kwargs)
        return ready
