"""Mail to members: by SMTP, or as files in an outbox folder while no mail server is configured."""

import asyncio
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path

from folkmoot.infra.config import MailSettings
from folkmoot.infra.ids import new_key

SMTP_SECONDS = 20


class RefusedMailError(Exception):
    """The mail server did not take a message. It says nothing of whose: reasons stand in logs and in the job table."""


class Mailer:
    """Sends plain-text mail; call it from a job, never inside a transaction."""

    def __init__(self, settings: MailSettings, folder: Path, password: str) -> None:
        self._settings = settings
        self._outbox = folder / settings.outbox
        self._password = password

    async def send(self, to: str, subject: str, text: str, headers: Mapping[str, str] | None = None) -> None:
        """Deliver one message, or raise OSError/RefusedMailError so that the job is tried again."""
        message = EmailMessage()
        message["From"] = self._settings.sender
        message["To"] = to
        message["Subject"] = subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._settings.sender.rpartition("@")[2] or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        for name, value in (headers or {}).items():
            message[name] = value
        message.set_content(text)
        try:
            await asyncio.to_thread(self._deliver, message)
        except smtplib.SMTPException as error:
            raise RefusedMailError(f"{type(error).__name__} {_codes(error)}".rstrip()) from None

    def _deliver(self, message: EmailMessage) -> None:
        if not self._settings.smtp_host:
            self._outbox.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._outbox / f"{new_key()}.eml").write_bytes(bytes(message))
            return
        with smtplib.SMTP(self._settings.smtp_host, self._settings.smtp_port, timeout=SMTP_SECONDS) as server:
            if self._settings.starttls:
                server.starttls(context=ssl.create_default_context())
            if self._settings.smtp_user:
                server.login(self._settings.smtp_user, self._password)
            server.send_message(message)


def _codes(error: smtplib.SMTPException) -> str:
    """Return the codes of the server's answers without its words, which repeat the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return " ".join(str(code) for code, _ in error.recipients.values())
    return str(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else ""
