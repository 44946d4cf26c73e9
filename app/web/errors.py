"""Error pages: what went wrong in our own words, and what to do next. Under /api errors are problem documents, not these."""

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from app.api.errors import headers_of, is_asked_of_api, problem_of, problem_response
from app.errors import BiaolianError, NotSignedIn, Unready

LABELS = {
    "as_of": "日期",
    "from": "起（含）",
    "last": "止（含）",
    "page": "页码",
    "sort": "排序",
    "year_from": "年份起",
    "year_to": "年份止",
    "status": "状态",
    "kind": "类别",
    "obligation": "性质",
    "level": "级别",
    "evidence": "依据",
    "became": "变化",
    "scope": "范围",
    "group_by": "分组",
    "county": "县（市、区）",
    "format": "导出格式",
    "per_page": "每页条数",
    "organization": "起草单位",
    "widen": "同义词",
    "after": "从哪一条起",
    "block_industry": "块状产业",
    "body": "单位",
    "by": "何人",
    "ccs": "中国标准分类",
    "clause": "条款",
    "committee": "委员会",
    "deed": "做了什么",
    "every": "是否全部列出",
    "flaw": "问题",
    "group": "分组中的哪一组",
    "health": "登记情况",
    "ics": "国际标准分类",
    "implementing": "是否实施",
    "late": "是否超期",
    "link": "声明链接",
    "metric": "指标",
    "part": "为主或参与",
    "q": "检索词",
    "rows": "附录的行",
    "show": "显示",
    "since": "自（含）",
    "source": "数据来源",
    "stage": "阶段",
    "standard": "标准",
    "standing": "状态",
    "table": "数据",
    "through": "途径",
    "top": "单位数",
    "until": "至（含）",
    "what": "显示哪些行",
    "which": "哪些产品",
    "with": "对照的标准",
    "without_any": "没有实施的企业",
    "year": "年份",
}
"""What a page calls the parameters of its address, beside what is wrong with them."""

_ADVICE = {
    400: "请从导航重新进入",
    404: "请核对地址，或从这里检索标准",
    405: "这个页面只供阅读，请从导航进入",
    413: "提交的内容过大：单个文件不超过 50 MB，实施证明不超过 20 MB；请压缩图片或拆分后再提交，返回上一页时已填写的内容还在",
    414: "地址过长，请缩短检索词或减少筛选项",
    500: "问题已记入日志，请稍后再试；如再次出现，请告知管理员",
}
"""Where what the API says would not help a reader of pages."""

MOST_TAKEN_IN_VAIN = 512 << 20
"""Bytes of a request that is refused for its size; a browser shows the answer only once it could send all of it."""

_NEVER_KEPT = frozenset({"csrf_token", "password", "current", "code"})


def register(application: Flask) -> None:
    """Show pages for errors outside the API; inside it, what the API answers."""
    for kind in (HTTPException, BiaolianError, OperationalError):
        application.register_error_handler(kind, _shown)


def _shown(error: Exception) -> ResponseReturnValue:
    if isinstance(error, OperationalError):
        current_app.logger.error("the database can't be used: %s", error)
    if is_asked_of_api():
        return problem_response(error)
    if isinstance(error, HTTPException) and error.code is not None and error.code < 400:
        return error.get_response()
    if isinstance(error, NotSignedIn) and request.method in ("GET", "HEAD"):
        return redirect(url_for("web.login", next=request.full_path.rstrip("?")), 303)
    if isinstance(error, RequestEntityTooLarge):
        _take_in_vain()
    problem = problem_of(error)
    names = {field.field for field in problem.fields}
    page = render_template(
        "error.html",
        problem=problem,
        detail=problem.detail if _is_told(error) else _ADVICE.get(problem.status, problem.detail),
        wrong=[(field, LABELS.get(field.field, field.field)) for field in problem.fields],
        kept=_kept(names) if names else [],
        asked=request.path.strip("/").partition("/")[2][:120],
        again=_to_send_again(error),
        unready=error if isinstance(error, Unready) and request.method == "GET" else None,
        number=(request.view_args or {}).get("number", "")[:120],
    )
    return page, problem.status, headers_of(error)


def _kept(wrong: set[str]) -> list[tuple[str, str]]:
    """What was asked or typed beside what can't be used, to come along when that is mended."""
    given = request.form if request.method == "POST" else request.args
    left_out = wrong | {"page"} | _NEVER_KEPT
    return [(name, value) for name, value in given.items(multi=True) if name not in left_out]


def _take_in_vain() -> None:
    """Read what is still coming, and forget it."""
    coming, left = request.environ["wsgi.input"], min(request.content_length or 0, MOST_TAKEN_IN_VAIN)
    while left > 0 and (block := coming.read(min(left, 1 << 16))):
        left -= len(block)


def _is_told(error: Exception) -> bool:
    """Whether the error's own words help a reader of pages."""
    return isinstance(error, CSRFError | RateLimitExceeded) or not isinstance(error, HTTPException)


def _to_send_again(error: Exception) -> list[tuple[str, str]] | None:
    """What was typed into a form of ours whose session or token has run out, so that it can be sent again.

    None where there is nothing to send, or the browser doesn't vouch that the form was ours. Secrets are typed again.
    """
    ran_out = isinstance(error, CSRFError | NotSignedIn) and request.method == "POST"
    if not ran_out or request.files or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return None
    return [(name, value) for name, value in request.form.items(multi=True) if name not in _NEVER_KEPT]
