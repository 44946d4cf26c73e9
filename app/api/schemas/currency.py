"""The currency check over HTTP: the numbers asked about, and what is found of each."""

from marshmallow import Schema, fields

from app.api.schemas.fields import Controlled, Day, Known, Plain
from app.clock import today
from app.registry.currency import Flag, Verdict


class CheckArguments(Schema):
    """The body of a check."""

    error_messages = {"unknown": "没有这一项，可用的见 /api/docs", "type": "应为 JSON 对象"}  # noqa: RUF012 - as marshmallow has it

    numbers = fields.List(
        Plain(error_messages={"null": "应为文字"}),
        required=True,
        error_messages={
            "required": "缺少这一项：标准号的列表，以 application/json 提交",
            "invalid": "应为标准号的列表",
            "null": "应为标准号的列表",
        },
        metadata={"description": "标准号，任意写法；一项可以是含有几个标准号的一段文字，每个标准号给一条结果"},
    )
    as_of = Day(
        load_default=None, allow_none=True, metadata={"description": "状态所属日期；不给或为 null 时是今天"}
    )


class StepSchema(Schema):
    """One step of a chain: the standard that took over, and since when; null where its start is not recorded."""

    number = fields.String()
    on = Known(allow_none=True)


class CheckedSchema(Schema):
    """What is found of one number."""

    input = fields.String(metadata={"description": "所输入的文字；一项里有几个标准号时是其中这一个"})
    number = fields.String(
        attribute="finding.number", allow_none=True, metadata={"description": "所指标准的标准号；没有读出标准号时为 null"}
    )
    title_zh = fields.String(attribute="finding.title_zh", allow_none=True)
    verdict = Controlled(Verdict, attribute="finding.verdict")
    flags = fields.List(Controlled(Flag), attribute="finding.flags")
    chain = fields.List(
        fields.Nested(StepSchema),
        attribute="finding.chain",
        metadata={"description": "由近及远的各代替标准及其起用日期；分成几项的，各支都在"},
    )
    current = fields.List(
        fields.String(),
        attribute="finding.current",
        metadata={"description": "当日现行、可用来代替它的标准；它自己现行时是它自己"},
    )
    candidates = fields.List(
        fields.String(), attribute="finding.candidates", metadata={"description": "可能所指的标准，须由人确认"}
    )
    message = fields.String(metadata={"description": "一句话的结论，写明日期"}, attribute="finding.message")


class CheckAnswerSchema(Schema):
    """All findings, in the order in which the numbers stand."""

    as_of = Day(dump_default=today)
    results = fields.List(fields.Nested(CheckedSchema))
