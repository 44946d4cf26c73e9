"""Whose request it is: for programs that check their token."""

from typing import Any

from app.accounts import auth
from app.accounts.services.people import offices_held
from app.api.schemas.accounts import AccountSchema
from app.api.smorest import Blueprint
from app.registry.queries.names import organization_names

bp = Blueprint("account", __name__, url_prefix="/api/v1/account", description="账户")


@bp.get("")
@bp.doc(summary="本次请求的账户、职务和可用权限", security=[{"token": []}])
@bp.response(200, AccountSchema)
@bp.alt_response(401, "UNAUTHORIZED")
def account() -> dict[str, Any]:
    """Who asks, and what they may do with this request."""
    known = auth.signed_in_as()
    held = offices_held(known.user)
    names = organization_names({office.organization_id for office in held if office.organization_id})
    return {
        "login": known.user.login,
        "name": known.user.name,
        "offices": [
            {
                "kind": office.kind,
                "organization": office.organization_id,
                "organization_name": names.get(office.organization_id or 0),
            }
            for office in held
        ],
        "permissions": sorted(known.actor.all_permissions),
        "token": known.token.name if known.token else None,
    }
