"""The WebAuthn ceremonies in the words of the library; everything a stranger sends is judged there."""

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import parse_authentication_credential_json as parse_assertion
from webauthn.helpers import parse_client_data_json
from webauthn.helpers import parse_registration_credential_json as parse_registration
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from folkmoot.features.auth.challenges import LIFE
from folkmoot.features.auth.types import Party, Passkey

__all__ = [
    "creation_options",
    "parse_assertion",
    "parse_client_data_json",
    "parse_registration",
    "registered",
    "request_options",
    "shown",
]


def creation_options(party: Party, username: str, handle: bytes, challenge: bytes, known: list[Passkey]) -> str:
    """Return the options (JSON) for a new discoverable passkey, other than those `known`."""
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=party.name,
        user_name=username,
        user_id=handle,
        challenge=challenge,
        timeout=LIFE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def request_options(party: Party, challenge: bytes, known: list[Passkey]) -> str:
    """Return the options (JSON) for showing one of the passkeys `known`, or any when there are none."""
    options = webauthn.generate_authentication_options(
        rp_id=party.host,
        challenge=challenge,
        timeout=LIFE,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def registered(party: Party, credential: RegistrationCredential, challenge: bytes) -> VerifiedRegistration:
    """Return what a browser registered; the library raises where it proves nothing."""
    return webauthn.verify_registration_response(
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=party.host,
        expected_origin=party.origin,
        require_user_verification=True,
    )


def shown(party: Party, credential: AuthenticationCredential, challenge: bytes, passkey: Passkey) -> int:
    """Return the new sign count of the passkey that a browser showed; the library raises where it proves nothing."""
    verified: VerifiedAuthentication = webauthn.verify_authentication_response(
        credential=credential,
        expected_challenge=challenge,
        expected_rp_id=party.host,
        expected_origin=party.origin,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
        require_user_verification=True,
    )
    return verified.new_sign_count


def _descriptors(passkeys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=passkey.credential_id, transports=[AuthenticatorTransport(name) for name in passkey.transports]
        )
        for passkey in passkeys
    ]
