"""One search over HTTP: what the address asks, and what the answer says."""

from typing import Any

from marshmallow import Schema, fields, post_load

from app.api.exporting import FORMS
from app.api.schemas.fields import LARGEST_ID, Choice, Controlled, Day, Listed, Paged, Plain, Whole, several
from app.api.schemas.standards import StandardCardSchema
from app.clock import today
from app.registry.words import Kind, Obligation, Status
from app.search.engine import FACETS
from app.search.query import FILTERS, SORTS, Asked


class SearchArguments(Paged):
    """The address of a search, read into `Asked`."""

    q = Plain(load_default="", metadata={"description": "检索词、标准号；留空列出全部"})
    kind = several(Controlled(Kind), metadata={"description": "标准类别"})
    status = several(Controlled(Status), metadata={"description": "as_of 当日的状态"})
    obligation = several(Controlled(Obligation), metadata={"description": "强制、推荐或指导"})
    ics = several(Plain(), metadata={"description": "ICS 分类号，含其下各级"})
    ccs = several(Plain(), metadata={"description": "中国标准分类号，含其下各级"})
    committee = several(Plain(), metadata={"description": "标准化技术委员会编号"})
    organization = several(Whole(least=1, most=LARGEST_ID), metadata={"description": "起草单位的 id"})
    block_industry = several(Plain(), metadata={"description": "块状产业代码"})
    county = several(Plain(), metadata={"description": "起草单位所在行政区划代码，含其下各级"})
    year_from = Whole(least=1, most=9999, load_default=None, metadata={"description": "发布年份起（含）"})
    year_to = Whole(least=1, most=9999, load_default=None, metadata={"description": "发布年份止（含）"})
    as_of = Day(load_default=today, metadata={"description": "状态所属日期，默认今天"})
    sort = Choice(
        *SORTS, *(f"-{each}" for each in SORTS), load_default=None,
        metadata={"description": "排序，前加 - 为倒序；有检索词时默认按相关度，否则默认 -published"},
    )

    widen = fields.Boolean(
        load_default=True,
        error_messages={"invalid": "应为 true 或 false"},
        metadata={"description": "同时查找同义词，默认 true"},
    )

    @post_load
    def asked(self, given: dict[str, Any], **_: Any) -> Asked:
        """The search that the address asks for."""
        filters = {name: tuple(str(value) for value in given[name]) for name in FILTERS if given[name]}
        return Asked(
            text=given["q"],
            as_of=given["as_of"],
            filters=filters,
            year_from=given["year_from"],
            year_to=given["year_to"],
            sort=given["sort"],
            page=given["page"],
            per_page=given["per_page"],
            widen=given["widen"],
        )


class ExportArguments(SearchArguments):
    """A search whose whole result is wanted as a file; the page asked for doesn't matter."""

    form = Choice(*FORMS, data_key="format", load_default=next(iter(FORMS)), metadata={"description": "文件格式"})

    @post_load
    def asked(self, given: dict[str, Any], **_: Any) -> tuple[Asked, str]:
        """The search, and the form of the file."""
        return super().asked(given), given["form"]


class FoundItemSchema(StandardCardSchema):
    """A standard found; `highlights` are HTML with `<mark>` around what matched, for the fields where something did."""

    highlights = fields.Dict(keys=fields.String(), values=fields.String())
    score = fields.Float()
    exact = fields.Boolean(metadata={"description": "检索词就是它的标准号"})
    text_page = fields.Integer(
        attribute="text_hit.page",
        dump_default=None,
        allow_none=True,
        metadata={"description": "公开文件的正文中最相符的一页，片段见 highlights.text；不在正文中则为 null"},
    )
    text_document = fields.Integer(
        attribute="text_hit.document.id", dump_default=None, allow_none=True, metadata={"description": "那一页所属文件的 id"}
    )


class FacetValueSchema(Schema):
    """How many standards a click on this value would give."""

    value = fields.String()
    label = fields.String()
    count = fields.Integer()


class UnderstoodSchema(Schema):
    """A word of the query that was read as a filter."""

    word = fields.String()
    filter = fields.String()
    value = fields.String()


class SearchAnswerSchema(Listed):
    """The answer to a search."""

    as_of = Day()
    took_ms = fields.Float()
    suggestion = fields.String(allow_none=True)
    items = fields.List(fields.Nested(FoundItemSchema))
    facets = fields.Nested(
        Schema.from_dict({name: fields.List(fields.Nested(FacetValueSchema)) for name in FACETS}, name="FacetsSchema")
    )
    notes = fields.List(fields.String(), metadata={"description": "给检索者的说明"})
    warning = fields.String(allow_none=True, metadata={"description": "索引缺失或损坏时的说明，一般为 null"})
    understood = fields.List(fields.Nested(UnderstoodSchema))
    synonyms = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
