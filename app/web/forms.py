"""Forms that write: what was typed, what it means, and what is wrong with it, field by field.

A form is a marshmallow schema, the API's own where there is one. A view makes it, loads it, and shows it again with what was
typed and what is wrong; macros/forms.html draws its fields.
"""

from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load
from werkzeug.datastructures import MultiDict

from app.database import db
from app.errors import BiaolianError, Invalid, NotAllowed, TooMany

NOT_FILLED = "请填写这一项"
_WHOLE_FORM = "_schema"


class FormSchema(Schema):
    """Base of schemas that read forms: an empty field is one not filled in, and what the form doesn't know is passed over."""

    class Meta:
        """Buttons and the CSRF token come along with every form."""

        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Say in Chinese that a field is to be filled in, where it has no words of its own."""
        field_obj.error_messages["required"] = NOT_FILLED
        field_obj.error_messages["null"] = NOT_FILLED

    @pre_load
    def leave_out_empty(self, typed: Mapping[str, Any], **_more: Any) -> dict[str, Any]:
        """Take an empty text for nothing."""
        return {name: value for name, value in typed.items() if value not in ("", [])}


class Form:
    """One form on one page, through typing, reading and refusing."""

    def __init__(self, schema: type[Schema] | Schema, shown: Mapping[str, Any] | None = None) -> None:
        """`shown`: what stands in the fields before anybody types, by name."""
        self.schema = schema() if isinstance(schema, type) else schema
        self.typed: MultiDict[str, Any] = MultiDict(shown or {})
        self.errors: dict[str, str] = {}
        self.message: str | None = None
        self.wait: int | None = None

    def load(self) -> Any | None:
        """What was typed into the request's form, as the schema reads it.

        None where it can't be read, with the errors set, and where nothing was sent.
        """
        if request.method != "POST":
            return None
        self.typed = MultiDict(request.form)
        several = {name for name, field in self.schema.fields.items() if isinstance(field, fields.List)}
        values = {name: self.typed.getlist(name) if name in several else self.typed[name] for name in self.typed}
        try:
            return self.schema.load(values)
        except ValidationError as error:
            said_of = error.messages if isinstance(error.messages, dict) else {_WHOLE_FORM: error.messages}
            self.errors = {name: _first(said) for name, said in said_of.items()}
            self.message = self.errors.pop(_WHOLE_FORM, None)
            return None

    def refuse(self, error: BiaolianError) -> None:
        """Take up what a service refused; what belongs to no field of this form is said above it."""
        named = error.fields if isinstance(error, Invalid) else ()
        for each in named:
            self.errors.setdefault(each.field, each.reason)
        if not any(each.field in self.schema.fields for each in named):
            self.message = str(error)
        if isinstance(error, TooMany):
            self.wait = error.seconds

    def trying(self) -> "Trying":
        """Do within it what the form asks, and return the page that follows; what a service refuses leads on behind it.

            with form.trying():
                change_item(item_id, asked, actor=actor)
                return redirect(...)
            return render_template(..., form=form), *form.answer

        Nothing of what was begun stays written. Raises `NotAllowed`: nothing that could be typed mends that.
        """
        return Trying(self)

    def value(self, name: str) -> str:
        """What stands in a field."""
        value = self.typed.get(name)
        return "" if value is None else str(value)

    def values(self, name: str) -> list[str]:
        """What is chosen in a field of which several can be."""
        return [str(value) for value in self.typed.getlist(name)]

    @property
    def first_wrong(self) -> str | None:
        """The first field in the order of the schema that something is wrong with; it has the focus."""
        return next((name for name in self.schema.fields if name in self.errors), None)

    @property
    def answer(self) -> tuple[int, dict[str, str]]:
        """Status and headers of a page that shows this form."""
        if self.wait is not None:
            return 429, {"Retry-After": str(self.wait)}
        return 422 if self.errors or self.message else 200, {}


class Trying:
    """See `Form.trying`."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        """Undo and take up a refusal; anything else goes its way."""
        if not isinstance(error, BiaolianError) or isinstance(error, NotAllowed):
            return False
        db.session.rollback()
        self._form.refuse(error)
        return True


def _first(said: Any) -> str:
    """The first of what a schema has to say of a field, however deep it lies."""
    while not isinstance(said, str):
        said = next(iter(said.values() if isinstance(said, dict) else said))
    return said
