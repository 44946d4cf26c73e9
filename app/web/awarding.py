"""Evaluating enterprises: schemes with their criteria, batches from nomination to the decision."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.auth import signed_in
from app.accounts.permissions import Actor, Permission, require
from app.api.schemas.fields import LARGEST_ID, Day, Plain, Whole
from app.clock import today
from app.errors import Invalid
from app.registry.importing import values
from app.registry.models import AwardBatch, AwardScheme
from app.registry.queries.awarding import award_batch, award_scheme, award_schemes, batches_of, reviews_due
from app.registry.queries.names import named_organization
from app.registry.services.awarding.batches import nominate, open_batch, score, total_of, withdraw_candidate
from app.registry.services.awarding.decisions import decide, publish, revoke_award, settle
from app.registry.services.awarding.held import TERM_YEARS, TERM_YEARS_MOST
from app.registry.services.awarding.schemes import set_criteria
from app.web.blueprint import pages
from app.web.forms import Form, FormSchema

SCHEME = f"/awards/schemes/<int(max={LARGEST_ID}):scheme_id>"
BATCH = f"/awards/batches/<int(max={LARGEST_ID}):batch_id>"
CANDIDATE = f"{BATCH}/candidates/<int(max={LARGEST_ID}):candidate_id>"
EMPTY_ROWS = 3

Deed = Callable[[Mapping[str, Any], Actor], str]


class NameForm(FormSchema):
    """A new batch."""

    name = Plain(required=True)


class NomineeForm(FormSchema):
    """An enterprise."""

    organization = Plain(required=True)


class PublicityForm(FormSchema):
    """From when until when."""

    class Meta(FormSchema.Meta):
        """A name that Python keeps for itself."""

        include = {"from": Day(required=True)}  # noqa: RUF012 - marshmallow reads it once

    last = Day(required=True)


class DecisionForm(FormSchema):
    """As of when, for how long."""

    on = Day(required=True)
    years = Whole(least=1, most=TERM_YEARS_MOST, load_default=TERM_YEARS)


class SettlementForm(FormSchema):
    """A level, or why there is none."""

    level = Whole(least=1, most=LARGEST_ID, load_default=None)
    left_out_reason = Plain(load_default=None)


class RevocationForm(FormSchema):
    """From when, and why."""

    on = Day(load_default=today)
    reason = Plain(load_default=None)


@pages.get("/awards")
def awards() -> str:
    """The schemes, and whose award is due for review."""
    actor = signed_in()
    require(actor, Permission.AWARD_EVALUATE)
    return render_template("awards/schemes.html", schemes=award_schemes(), due=reviews_due(today()), day=today())


@pages.get(SCHEME)
def award_scheme_page(scheme_id: int) -> str:
    """One scheme: criteria, thresholds, batches."""
    return _scheme_page(scheme_id, signed_in())


@pages.post(f"{SCHEME}/criteria")
def save_criteria(scheme_id: int) -> ResponseReturnValue:
    """Set the criteria and thresholds as the table has them."""
    actor = signed_in()
    form = _TypedForm()
    with form.trying():
        criteria, thresholds = _criteria(form), _thresholds(award_scheme(scheme_id), form)
        if form.errors:
            raise Invalid("表格中有不能使用的内容，请改正后再保存")
        set_criteria(scheme_id, criteria, thresholds, actor=actor)
        flash("已保存指标与分数线。")
        return redirect(url_for("web.award_scheme_page", scheme_id=scheme_id), 303)
    return _scheme_page(scheme_id, actor, criteria=form), *form.answer


@pages.post(f"{SCHEME}/batches")
def new_batch(scheme_id: int) -> ResponseReturnValue:
    """Begin a batch."""
    actor = signed_in()
    form = Form(NameForm)
    if asked := form.load():
        with form.trying():
            batch = open_batch(scheme_id, asked["name"], actor=actor)
            flash(f"已开始批次“{batch.name}”。")
            return redirect(url_for("web.award_batch_page", batch_id=batch.id), 303)
    return _scheme_page(scheme_id, actor, batch=form), *form.answer


@pages.get(BATCH)
def award_batch_page(batch_id: int) -> str:
    """One batch: how far it is, who takes part, what comes next."""
    return _batch_page(batch_id, signed_in())


@pages.post(f"{BATCH}/candidates")
def nominate_candidate(batch_id: int) -> ResponseReturnValue:
    """Add an enterprise."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        body = named_organization(asked["organization"])
        added = nominate(batch_id, [body.id], actor=actor)
        return f"{body.name}已加入申报名单。" if added else f"{body.name}已在名单中。"

    return _done(batch_id, "nominee", NomineeForm, done)


@pages.post(f"{BATCH}/candidates/due")
def nominate_due(batch_id: int) -> ResponseReturnValue:
    """Add every enterprise whose award of the scheme is due for review."""
    actor = signed_in()
    require(actor, Permission.AWARD_EVALUATE)
    due = reviews_due(today(), scheme_id=award_batch(batch_id).scheme_id)
    added = nominate(batch_id, {award.organization_id for award in due}, actor=actor) if due else 0
    flash(f"已加入 {added} 家待复评的企业。" if added else "没有新的待复评企业。")
    return redirect(url_for("web.award_batch_page", batch_id=batch_id), 303)


@pages.post(f"{CANDIDATE}/withdrawal")
def withdraw_nominee(batch_id: int, candidate_id: int) -> ResponseReturnValue:
    """Take an enterprise out."""

    def done(_asked: Mapping[str, Any], actor: Actor) -> str:
        withdraw_candidate(candidate_id, actor=actor)
        return "已撤回申报。"

    return _done(batch_id, f"withdrawal-{candidate_id}", FormSchema, done)


@pages.post(f"{BATCH}/scores")
def save_scores(batch_id: int) -> ResponseReturnValue:
    """Set points as the table has them."""
    actor = signed_in()
    form = _TypedForm()
    with form.trying():
        points = _points(form)
        if form.errors:
            raise Invalid("有得分不是数字，请改正后再保存")
        score(batch_id, points, actor=actor)
        flash("已保存得分，并按分数线给出建议等级。")
        return redirect(url_for("web.award_batch_page", batch_id=batch_id), 303)
    return _batch_page(batch_id, actor, scores=form), *form.answer


@pages.post(f"{BATCH}/publicity")
def publish_batch(batch_id: int) -> ResponseReturnValue:
    """Make the proposed levels public."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        publish(batch_id, since=asked["from"], last_day=asked["last"], actor=actor)
        return f"公示自 {asked['from']} 至 {asked['last']}（含）。"

    return _done(batch_id, "publicity", PublicityForm, done)


@pages.post(f"{CANDIDATE}/settlement")
def settle_candidate(batch_id: int, candidate_id: int) -> ResponseReturnValue:
    """Set a level by hand, or leave an enterprise out."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        found = settle(candidate_id, level_id=asked["level"], left_out_reason=asked["left_out_reason"], actor=actor)
        return f"{found.organization.name}：{'不予认定' if found.left_out_reason else '已调整等级'}。"

    return _done(batch_id, f"settlement-{candidate_id}", SettlementForm, done)


@pages.post(f"{BATCH}/decision")
def decide_batch(batch_id: int) -> ResponseReturnValue:
    """Make the awards."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        made = decide(batch_id, on=asked["on"], years=asked["years"], actor=actor)
        return f"已认定 {len(made)} 家，自 {asked['on']} 起 {asked['years']} 年有效。"

    return _done(batch_id, "decision", DecisionForm, done)


@pages.post(f"{BATCH}/awards/<int(max={LARGEST_ID}):award_id>/revocation")
def revoke_batch_award(batch_id: int, award_id: int) -> ResponseReturnValue:
    """Revoke an award."""

    def done(asked: Mapping[str, Any], actor: Actor) -> str:
        revoked = revoke_award(award_id, on=asked["on"], reason=asked["reason"], actor=actor)
        return f"已撤销{revoked.organization.name}的认定，自 {asked['on']} 起不再计入。"

    return _done(batch_id, f"revocation-{award_id}", RevocationForm, done)


class _TypedForm(Form):
    """A table of fields whose names are made of records' ids: there is no schema of them."""

    def __init__(self) -> None:
        super().__init__(FormSchema)
        self.typed = request.form.copy()

    def amount(self, name: str) -> float | None:
        """A number typed, None for an empty field; what is none is added to the errors."""
        try:
            return values.amount(self.typed.get(name))
        except Invalid as error:
            self.errors[name] = str(error)
            return None


def _done(batch_id: int, what: str, schema: type[FormSchema], deed: Deed) -> ResponseReturnValue:
    """Do one step and show the batch; where it can't be done, the page says why beside what was typed."""
    actor = signed_in()
    require(actor, Permission.AWARD_EVALUATE)
    form = Form(schema)
    asked = form.load()
    if asked is not None:
        with form.trying():
            flash(deed(asked, actor))
            return redirect(url_for("web.award_batch_page", batch_id=batch_id), 303)
    return _batch_page(batch_id, actor, **{what: form}), *form.answer


def _scheme_page(scheme_id: int, actor: Actor, **forms: Form) -> str:
    require(actor, Permission.AWARD_EVALUATE)
    scheme = award_scheme(scheme_id)
    form = forms.get("criteria")
    rows = [(each.name, f"{each.most:g}", each.explanation or "") for each in scheme.criteria] + [("", "", "")] * EMPTY_ROWS
    if form is not None:
        rows = [
            (form.value(f"name-{place}"), form.value(f"most-{place}"), form.value(f"explanation-{place}"))
            for place in range(_rows_typed(form))
        ]
    return render_template(
        "awards/scheme.html",
        scheme=scheme,
        batches=batches_of(scheme.id),
        rows=rows,
        criteria=form or Form(FormSchema),
        thresholds={
            level.id: form.value(f"least-{level.id}") if form else "" if level.least_score is None else f"{level.least_score:g}"
            for level in scheme.levels
        },
        batch=forms.get("batch") or Form(NameForm, {"name": f"{today().year} 年"}),
        day=today(),
    )


def _batch_page(batch_id: int, actor: Actor, **forms: Form) -> str:
    require(actor, Permission.AWARD_EVALUATE)
    batch = award_batch(batch_id)
    return render_template(
        "awards/batch.html",
        batch=batch,
        scheme=batch.scheme,
        totals={each.id: total_of(each) for each in batch.candidates},
        points={(each.id, found.criterion_id): f"{found.points:g}" for each in batch.candidates for found in each.scores},
        due=reviews_due(today(), scheme_id=batch.scheme_id) if not batch.publicity_from else (),
        forms={
            "nominee": Form(NomineeForm),
            "scores": Form(FormSchema),
            "publicity": Form(PublicityForm, {"from": today()}),
            "decision": Form(DecisionForm, {"on": _decision_day(batch), "years": TERM_YEARS}),
        }
        | forms,
        settling=Form(SettlementForm),
        revoking=Form(RevocationForm, {"on": today()}),
        day=today(),
    )


def _decision_day(batch: AwardBatch) -> date:
    return today() if batch.publicity_until is None else max(today(), batch.publicity_until.first_day)


def _rows_typed(form: Form) -> int:
    return sum(name.startswith("name-") for name in form.typed)


def _criteria(form: _TypedForm) -> list[tuple[str, float, str | None]]:
    """The rows of the table that say anything, in their order; what can't be read is added to the errors."""
    found = []
    for place in range(_rows_typed(form)):
        name, most, explanation = (form.value(f"{each}-{place}").strip() for each in ("name", "most", "explanation"))
        if not (name or most or explanation):
            continue
        points = form.amount(f"most-{place}")
        if points is None and f"most-{place}" not in form.errors:
            form.errors[f"most-{place}"] = "请填写满分"
        found.append((name, points if points is not None else 1.0, explanation or None))
    return found


def _thresholds(scheme: AwardScheme, form: _TypedForm) -> dict[int, float | None]:
    return {level.id: form.amount(f"least-{level.id}") for level in scheme.levels}


def _points(form: _TypedForm) -> dict[tuple[int, int], float | None]:
    """Points by candidate and criterion, of fields called `points-<candidate>-<criterion>`."""
    found = {}
    for name in form.typed:
        parts = name.split("-")
        if len(parts) == 3 and parts[0] == "points" and parts[1].isdecimal() and parts[2].isdecimal():
            found[int(parts[1]), int(parts[2])] = form.amount(name)
    return found
