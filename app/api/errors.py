"""Errors as RFC 9457 problem documents: one table, one shape, and only under /api."""

from dataclasses import dataclass

from flask import Flask, Response, current_app, json, request
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from app.accounts.auth import CHALLENGE
from app.accounts.limiting import told
from app.errors import (
    BiaolianError,
    Conflict,
    FieldError,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    TooMany,
    Unavailable,
    Unready,
)
from app.registry.editing.saving import StaleEdit

PROBLEM_TYPE = "application/problem+json"
LONGEST_VALUE = 200
"""Characters of a refused value that are given back."""

_STATUS = {Invalid: 422, NotFound: 404, Conflict: 409, NotSignedIn: 401, NotAllowed: 403, TooMany: 429, Unavailable: 503}
_TITLES = {
    400: "请求无法读取",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种方法",
    409: "与登记的内容冲突",
    412: "内容已被他人修改",
    413: "请求过大",
    414: "地址过长",
    415: "不支持这种格式",
    422: "参数有误",
    429: "请求过于频繁",
    500: "服务器出错",
    503: "暂时无法服务",
}
_ADVICE = {
    400: "请检查请求的内容，JSON 应为 UTF-8 编码的有效 JSON",
    404: "没有这个地址，接口一览见 /api/docs",
    405: "这个地址不支持所用的方法，可用的方法见 Allow 头",
    413: "请求内容超过上限，请分成几次提交",
    414: "地址超过上限，请缩短查询",
    415: "请以 application/json 提交",
    429: "请稍候再试",
    500: "问题已记入日志，请稍后再试；如再次出现，请告知管理员",
}


@dataclass(frozen=True)
class Problem:
    """What went wrong, as a problem document or a page tells it; `fields` has one entry a value that can't be used."""

    status: int
    title: str
    detail: str
    fields: tuple[FieldError, ...] = ()


def problem_of(error: Exception) -> Problem:
    """What to tell of an error: ours in its own words, those of HTTP and of the database in words fit for people."""
    if isinstance(error, RateLimitExceeded):
        error = told(error)
    if isinstance(error, BiaolianError):
        status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
        return Problem(status, _TITLES[status], str(error), error.fields if isinstance(error, Invalid) else ())
    if isinstance(error, OperationalError):
        current_app.logger.error("the database can't be used: %s", error)
        return Problem(503, _TITLES[503], "数据库暂时无法使用，请稍后再试")
    if isinstance(error, CSRFError):
        return Problem(400, _TITLES[400], "页面已过期或请求不是从本站页面发出：请后退、刷新页面后再提交；程序请改用访问令牌")
    status = error.code or 500 if isinstance(error, HTTPException) else 500
    name = error.name if isinstance(error, HTTPException) else ""
    return Problem(status, _TITLES.get(status, name), _ADVICE.get(status, name))


def is_asked_of_api() -> bool:
    """Whether the request is one for JSON: everything under /api, and nothing else."""
    return request.path == "/api" or request.path.startswith("/api/")


def problem_response(error: Exception) -> Response:
    """The problem document of an error; what HTTP itself wants to say in headers (Allow, Retry-After) is kept."""
    problem = problem_of(error)
    document = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
    }
    if problem.fields:
        document["errors"] = [
            {"field": each.field, "reason": each.reason, "value": _shortened(each.value)} for each in problem.fields
        ]
    if isinstance(error, StaleEdit):
        document["current"] = {"id": error.current.id, **error.current.row}
    # a lone half of a sign, which JSON can write and UTF-8 can't, goes back as it came: \ud800
    written = json.dumps(document).encode("utf-8", "backslashreplace")
    response = current_app.response_class(written, problem.status, content_type=PROBLEM_TYPE)
    response.headers.extend(headers_of(error))
    if isinstance(error, StaleEdit):
        response.set_etag(error.current.version)
    return response


def headers_of(error: Exception) -> list[tuple[str, str]]:
    """What an error says in headers: how to sign in, when to ask again, and whatever HTTP itself wants to say."""
    if isinstance(error, NotSignedIn):
        return [("WWW-Authenticate", CHALLENGE.to_header())]
    if isinstance(error, RateLimitExceeded):
        error = told(error)
    if isinstance(error, TooMany | Unready):
        return [("Retry-After", str(error.seconds))]
    of_http = error.get_headers() if isinstance(error, HTTPException) else []
    return [header for header in of_http if header[0] != "Content-Type"]


def register(application: Flask) -> None:
    """Answer errors under /api. Elsewhere they stay what they are, for the pages to show."""
    for kind in (HTTPException, BiaolianError, OperationalError):
        application.register_error_handler(kind, _answered)


def _answered(error: Exception) -> AnyResponse | HTTPException:
    if is_asked_of_api():
        return problem_response(error)
    if isinstance(error, HTTPException):
        return error
    raise error


def _shortened(value: str | None) -> str | None:
    if value is None or len(value) <= LONGEST_VALUE:
        return value
    return value[:LONGEST_VALUE] + "…"
