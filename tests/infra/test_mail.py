"""Mail: into the outbox without a server, by SMTP with one; never more than one message, whatever is written in it."""

import asyncio
import traceback
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from msgspec.structs import replace

from folkmoot.infra.config import MailSettings
from folkmoot.infra.mail import Mailer, RefusedMailError
from tests.support.server import free_port

SETTINGS = MailSettings(sender="moot@example.org")


class Letters:
    """What an SMTP server was handed."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], EmailMessage]] = []
        self.refuses = ""

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if not self.refuses:
            envelope.rcpt_tos.append(address)
        return self.refuses or "250 welcome"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, message))
        return "250 taken"


@pytest.fixture
def post_office() -> Iterator[tuple[Letters, MailSettings]]:
    letters = Letters()
    port = free_port()
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    controller.start()
    yield letters, replace(SETTINGS, smtp_host="127.0.0.1", smtp_port=port, starttls=False)
    controller.stop()


def _only(folder: Path) -> EmailMessage:
    (path,) = (folder / "outbox").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


async def test_without_a_server_it_lies_in_the_outbox(tmp_path: Path) -> None:
    await Mailer(SETTINGS, tmp_path, "").send("anna@example.org", "Grüße ☃", "Liebe Anna,\n\nzwei Zeilen.\n")
    message = _only(tmp_path)
    assert (message["To"], message["From"], message["Subject"]) == ("anna@example.org", "moot@example.org", "Grüße ☃")
    assert message.get_content() == "Liebe Anna,\n\nzwei Zeilen.\n"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@example.org>")
    assert (tmp_path / "outbox").stat().st_mode & 0o777 == 0o700


async def test_each_message_is_a_file(tmp_path: Path) -> None:
    mailer = Mailer(SETTINGS, tmp_path, "")
    await asyncio.gather(*(mailer.send("anna@example.org", "x", str(number)) for number in range(20)))
    assert len(list((tmp_path / "outbox").iterdir())) == 20


async def test_with_a_server_it_is_handed_over(post_office: tuple[Letters, MailSettings], tmp_path: Path) -> None:
    letters, settings = post_office
    await Mailer(settings, tmp_path, "").send("anna@example.org", "Hello", "Text\n")
    ((sender, recipients, message),) = letters.taken
    assert (sender, recipients) == ("moot@example.org", ["anna@example.org"])
    assert (message["Subject"], message.get_content().strip()) == ("Hello", "Text")
    assert not (tmp_path / "outbox").exists()


async def test_a_server_that_wants_no_encryption_gets_no_mail(
    post_office: tuple[Letters, MailSettings], tmp_path: Path
) -> None:
    """With starttls, nothing is said in clear to a server that cannot do it."""
    letters, settings = post_office
    with pytest.raises(RefusedMailError):
        await Mailer(replace(settings, starttls=True), tmp_path, "").send("anna@example.org", "Hello", "Text")
    assert letters.taken == []


async def test_a_refusal_does_not_say_whose_mail_it_was(
    post_office: tuple[Letters, MailSettings], tmp_path: Path
) -> None:
    letters, settings = post_office
    address = settings.sender.replace("moot", "anna")  # not as it stands in the lines of a traceback
    letters.refuses = f"550 {address} is unknown here"
    with pytest.raises(RefusedMailError, match=r"^SMTPRecipientsRefused 550$") as caught:
        await Mailer(settings, tmp_path, "").send(address, "Hello", "Text")
    assert address not in "".join(traceback.format_exception(caught.value))


async def test_a_server_that_is_not_there_is_tried_again_later(tmp_path: Path) -> None:
    settings = replace(SETTINGS, smtp_host="127.0.0.1", smtp_port=1, starttls=False)
    with pytest.raises(OSError, match="refused"):
        await Mailer(settings, tmp_path, "").send("anna@example.org", "Hello", "Text")


@pytest.mark.parametrize("words", ["a\nBcc: x@example.org", "a\r\nBcc: x@example.org", "a\rb"])
async def test_no_header_can_be_smuggled_in(tmp_path: Path, words: str) -> None:
    mailer = Mailer(SETTINGS, tmp_path, "")
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        await mailer.send("anna@example.org", words, "Text")
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage"):
        await mailer.send(words, "Hello", "Text")
    assert not (tmp_path / "outbox").exists()
