"""Who asks, as the API tells it."""

from marshmallow import Schema, fields

from app.accounts.permissions import OfficeKind
from app.api.schemas.fields import Controlled, Label


class OfficeSchema(Schema):
    """One office, with the organization it is held on."""

    kind = Controlled(OfficeKind)
    label = Label(attribute="kind")
    organization = fields.Integer(allow_none=True, metadata={"description": "单位编号；不在某个单位任职时为 null"})
    organization_name = fields.String(allow_none=True)


class AccountSchema(Schema):
    """Who asks, what they hold, and what they may do with this request."""

    login = fields.String()
    name = fields.String()
    offices = fields.List(fields.Nested(OfficeSchema))
    permissions = fields.List(fields.String(), metadata={"description": "本次请求可用的权限；用令牌时不超出令牌的范围"})
    token = fields.String(allow_none=True, metadata={"description": "所用访问令牌的名称；用会话时为 null"})
