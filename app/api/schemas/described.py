"""What our own fields are called in the API's description: type and format of OpenAPI."""

from app.api.schemas import fields
from app.api.schemas.bodies import CountyLabel
from app.api.schemas.statistics import Exact

DESCRIBED_AS: dict[type, tuple[str, str | None]] = {
    fields.Controlled: ("string", None),
    fields.Day: ("string", "date"),
    fields.Known: ("string", None),
    fields.Label: ("string", None),
    CountyLabel: ("string", None),
    Exact: ("number", None),
}
