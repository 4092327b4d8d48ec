"""Entities that only staff get to see, as JSON bytes; pure: everything they need was fetched before."""

from typing import Any

from msgspec.json import encode

from folkmoot.features.accounts import Account
from folkmoot.features.auth import Dossier, Role
from folkmoot.features.moderation import Appeal, Report, Strike
from folkmoot.infra.clock import iso
from folkmoot.interfaces.mastodon import present, present_report


def account(item: Account, dossier: Dossier | None, role: Role, face: bytes) -> bytes:
    """Return the entity Admin::Account; `face` is the entity Account, `dossier` None for those of other servers."""
    entity: dict[str, Any] = {
        "id": str(item.id),
        "username": item.username,
        "domain": item.domain or None,
        "created_at": iso(item.created_at),
        **_private(dossier),
        "role": present.role(role),
        "sensitized": item.sensitized_at is not None,
        "silenced": item.silenced_at is not None,
        "suspended": item.suspended_at is not None,
    }
    return encode(entity)[:-1] + b',"account":' + face + b"}"


def _private(dossier: Dossier | None) -> dict[str, Any]:
    if dossier is None:
        nothing: dict[str, Any] = {"email": "", "ip": None, "ips": [], "locale": "", "invite_request": None}
        return {**nothing, "confirmed": False, "approved": False, "disabled": False}
    user = dossier.user
    private: dict[str, Any] = {
        "email": user.email,
        "ip": dossier.addresses[0][0] if dossier.addresses else None,
        "ips": [{"ip": address, "used_at": iso(at)} for address, at in dossier.addresses],
        "locale": user.locale,
        "invite_request": user.reason or None,
        "confirmed": user.confirmed_at is not None,
        "approved": user.approved_at is not None,
        "disabled": user.disabled_at is not None,
    }
    if dossier.app_id is not None:
        private["created_by_application_id"] = str(dossier.app_id)
    if dossier.invited_by is not None:
        private["invited_by_account_id"] = str(dossier.invited_by)
    return private


def report(item: Report, people: dict[int, bytes], statuses: list[bytes], rules: list[dict[str, Any]]) -> bytes:
    """Return the entity Admin::Report; `people` are the entities Admin::Account of everybody in it."""
    entity = present_report.outline(item) | {
        "updated_at": iso(item.updated_at or item.created_at),
        "rules": rules,
    }
    everybody = {
        "account": item.account_id,
        "target_account": item.target_account_id,
        "assigned_account": item.assigned_account_id,
        "action_taken_by_account": item.action_taken_by_account_id,
    }
    named = b"".join(b',"%s":%s' % (name.encode(), people.get(i or 0, b"null")) for name, i in everybody.items())
    return encode(entity)[:-1] + named + b',"statuses":[' + b",".join(statuses) + b"]}"


def strike(item: Strike, target: bytes, appeal: Appeal | None) -> bytes:
    """Return the entity AccountWarning; `target` is the entity Account of whom it concerns."""
    entity = {
        "id": str(item.id),
        "action": item.action,
        "text": item.text,
        "status_ids": [str(post_id) for post_id in item.post_ids] or None,
        "appeal": None if appeal is None else {"text": appeal.text, "state": appeal.state},
        "created_at": iso(item.created_at),
    }
    return encode(entity)[:-1] + b',"target_account":' + target + b"}"
