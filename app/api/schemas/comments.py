"""Comments of the public, given and shown; an address is never shown."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Controlled, Label, Listed, Plain
from app.registry.lifecycle.words import CommentAnswer


class CommentGiven(Schema):
    """One comment on a clause."""

    clause = Plain(required=True, metadata={"description": "条款号；对全文的意见写“全文”"})
    body = Plain(required=True, metadata={"description": "意见内容，最多 4000 字"})
    proposal = Plain(load_default=None, metadata={"description": "建议改为"})
    name = Plain(load_default=None, metadata={"description": "姓名；已登录的缺省为账户姓名"})
    unit = Plain(load_default=None, metadata={"description": "单位"})
    email = Plain(load_default=None, metadata={"description": "邮箱，不公开；未登录必填，凭寄去的链接确认后意见公开"})
    on_behalf = fields.Boolean(load_default=False, metadata={"description": "归口团体代为登记来信、来函的意见"})


class AnswerGiven(Schema):
    """What the association makes of a comment."""

    answer = Controlled(CommentAnswer, required=True)
    reason = Plain(load_default=None, metadata={"description": "理由；部分采纳、不采纳必填"})
    for_review = fields.Boolean(load_default=False, metadata={"description": "列入下次复审；只用于已发布标准的意见"})


class CommentShown(Schema):
    """A comment as everybody may read it."""

    id = fields.Integer()
    serial = fields.Integer()
    clause = fields.String()
    body = fields.String()
    proposal = fields.String(allow_none=True)
    name = fields.String()
    unit = fields.String(allow_none=True)
    made_at = fields.DateTime()
    late = fields.Boolean()
    answer = Controlled(CommentAnswer, allow_none=True)
    answer_label = Label(attribute="answer", allow_none=True)
    reason = fields.String(attribute="answer_reason", allow_none=True)
    answered_at = fields.DateTime(allow_none=True)
    for_review = fields.Boolean()


class CommentList(Listed):
    """A page of comments, in the order of clauses."""

    items = fields.List(fields.Nested(CommentShown))


class CommentTaken(Schema):
    """What became of a comment: taken in or known before, and whether its address is still to be proven."""

    outcome = fields.String(metadata={"enum": ["new", "known"]})
    to_confirm = fields.Boolean()
    comment = fields.Nested(CommentShown)
