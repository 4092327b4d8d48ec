"""Auth: who may come in, with which app, and what that app may do.

Announces UserOpened. Promises that no secret is stored in clear, and that nobody gains a role by signing up.
"""

from folkmoot.features.auth.apps import app_by_client_id, app_by_id, apps_by_ids, register_app
from folkmoot.features.auth.callers import Caller, authenticate
from folkmoot.features.auth.errors import BadClientError, BadTokenError, ScopeError
from folkmoot.features.auth.events import UserOpened
from folkmoot.features.auth.passwords import hash_password, verify_password
from folkmoot.features.auth.roles import grant_role, role_of, roles, roles_of
from folkmoot.features.auth.scopes import allows, parse_scopes, wider
from folkmoot.features.auth.tokens import issue_token, revoke_token, revoke_tokens_of
from folkmoot.features.auth.types import App, Permission, Role, User
from folkmoot.features.auth.users import open_user, update_preferences, user_by_email, user_of

__all__ = [
    "App",
    "BadClientError",
    "BadTokenError",
    "Caller",
    "Permission",
    "Role",
    "ScopeError",
    "User",
    "UserOpened",
    "allows",
    "app_by_client_id",
    "app_by_id",
    "apps_by_ids",
    "authenticate",
    "grant_role",
    "hash_password",
    "issue_token",
    "open_user",
    "parse_scopes",
    "register_app",
    "revoke_token",
    "revoke_tokens_of",
    "role_of",
    "roles",
    "roles_of",
    "update_preferences",
    "user_by_email",
    "user_of",
    "verify_password",
    "wider",
]
