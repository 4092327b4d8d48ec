"""Why something cannot be published, in words for whoever wrote it."""

from folkmoot.features import drafts, media, polls, posts, scheduling
from folkmoot.features.posts import UnknownPostError
from folkmoot.formats import graphemes
from folkmoot.formats import text as text_format
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.errors import InvalidError, Kind, LimitedError, Refusal
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Visit
from folkmoot.interfaces.web.writing.form import Written

STATUS = {Kind.LIMITED: 429, Kind.CONFLICT: 409, Kind.FORBIDDEN: 403, Kind.TOO_LARGE: 413}
"""What is not here is 422."""

_SAID = {
    "Poll options must be more than one": marked("A poll needs at least two answers."),
    "Poll options must differ from each other": marked("The answers of a poll must differ from each other."),
    "A poll cannot be attached together with files": marked("A post can have files or a poll, not both."),
    "A video or a sound cannot be attached together with other files": marked(
        "A video or a sound must be the only file of a post."
    ),
    "Cannot attach files that have not finished processing. Try again in a moment!": marked(
        "A file is still being prepared. Try again in a moment."
    ),
    "Media attachment was not found or belongs to another post": marked(
        "One of the files is gone, or another post has it. Take it out and send it again."
    ),
    "A direct post must mention the author whom it quotes": marked(
        "A post that only those named may see must name the author whom it quotes."
    ),
    "The draft was changed meanwhile; look at it again before you go on": marked(
        "This draft was changed elsewhere meanwhile. Here is what you wrote; press again to use it."
    ),
    "Posts that are only visible to mentioned users cannot be quoted": marked(
        "A post that only those named may see cannot be quoted."
    ),
    "The author of this post does not allow you to quote it": marked("Its author does not want this post quoted."),
    "Neither media nor a poll can be attached to a post that quotes another": marked(
        "A post that quotes another can have neither files nor a poll."
    ),
    f"No more than {scheduling.TOTAL_LIMIT} posts can be scheduled": marked("You have too many scheduled posts."),
    f"No more than {scheduling.DAILY_LIMIT} posts can be scheduled for one day": marked(
        "You have too many scheduled posts for that day."
    ),
    f"No more than {drafts.LIMIT} drafts can be kept": marked("You have too many drafts. Throw some away first."),
    "Cannot use more than 60 tags": marked("There are too many tags in this post."),
    "Cannot mention more than 60 accounts": marked("Too many people are named in this post."),
    "This account has moved": marked("You have moved to another account; write there."),
    "Record not found": marked("There is no such thing here, or it is gone."),
    "Focus must be two numbers from -1.0 to 1.0": marked("The focus of a picture is two numbers from 0 to 100."),
    "This is not a date with a time.": marked("This is not a date with a time."),
    "The file is empty.": marked("The file is empty."),
    "Files of this type are not accepted here.": marked("Files of this type are not accepted here."),
    "The video or sound is encoded in a way that is not accepted here.": marked(
        "The video or sound is encoded in a way that is not accepted here."
    ),
    "The file is too large.": marked("The file is too large."),
    "The picture has too many pixels.": marked("The picture has too many pixels."),
    "The animation has too many frames.": marked("The animation has too many frames."),
    "The video or sound is too long.": marked("The video or sound is too long."),
    "The video hides parts that were cut out. Export it anew, then send it again.": marked(
        "The video hides parts that were cut out. Export it anew, then send it again."
    ),
    "The file is damaged or incomplete.": marked("The file is damaged or incomplete."),
    "The file took too long to process.": marked("The file took too long to process."),
    "The file needs too much memory to process.": marked("The file needs too much memory to process."),
    "The file could not be processed.": marked("The file could not be processed."),
    "The file holds hidden information that could not be removed.": marked(
        "The file holds hidden information that could not be removed."
    ),
    "Processing was interrupted. Send the file again.": marked("Processing was interrupted. Send the file again."),
}
"""What features say -> what we say."""


def sentence_of(visit: Visit, error: Refusal) -> str:
    """Return why something was refused, in the visitor's language."""
    if isinstance(error, UnknownPostError):
        return visit.text(
            "The post that you answer or quote is no longer there for you. Press again to publish without it."
        )
    said = error.sentence.removeprefix("Validation failed: ")
    return visit.text(_SAID.get(said, said))


def check(visit: Visit, written: Written) -> None:
    """Refuse with InvalidError what its author can see to be wrong: in words of these pages, and with numbers."""
    fault = _too_much(visit, written) or _too_soon(visit, written.moment)
    if not (written.text.strip() or written.warning or written.files):
        fault = visit.text("There is nothing in this post yet.")
    if fault:
        raise InvalidError(fault)


def _too_much(visit: Visit, written: Written) -> str:
    over = text_format.length(written.text) + graphemes.count(written.warning) - posts.TEXT_LIMIT
    if over > 0:
        return visit.text("The text is too long by %(over)s characters.", over=over)
    if len(written.files) > posts.MEDIA_LIMIT:
        return too_many_files(visit)
    if any(len(file.description) > media.DESCRIPTION_LIMIT for file in written.files):
        return visit.text("A description has at most %(limit)s characters.", limit=media.DESCRIPTION_LIMIT)
    return _poll_fault(visit, written) if written.asks else ""


def _poll_fault(visit: Visit, written: Written) -> str:
    if sum(bool(option.strip()) for option in written.options) > polls.MOST_OPTIONS:
        return visit.text("A poll has at most %(limit)s answers.", limit=polls.MOST_OPTIONS)
    if any(graphemes.count(option.strip()) > polls.OPTION_LENGTH for option in written.options):
        return visit.text("An answer of a poll has at most %(limit)s characters.", limit=polls.OPTION_LENGTH)
    if not polls.SHORTEST <= written.lasts <= polls.LONGEST:
        return visit.text("A poll is open for at least five minutes and at most a month.")
    return ""


def too_many_files(visit: Visit) -> str:
    return visit.text("A post has at most %(limit)s files.", limit=posts.MEDIA_LIMIT)


def _too_soon(visit: Visit, at: int | None) -> str:
    if at is None or scheduling.is_ahead(at, visit.now):
        return ""
    minutes = scheduling.LEAST_AHEAD // MINUTE
    return visit.text("Choose a time that is at least %(minutes)s minutes ahead.", minutes=minutes)


def count(visit: Visit, kind: str) -> None:
    """Count against the same limit as the API does; LimitedError where it is used up."""
    settings = visit.ground.config.limits
    if not settings.enabled or visit.member_id is None:
        return
    name, limit = {
        "post": ("post", settings.posts_per_account),
        "upload": ("upload", settings.uploads_per_account),
        "account": ("account", settings.per_account),
    }[kind]
    if not visit.ground.limits.take(f"{name}:{visit.member_id}", limit, visit.now).allowed:
        raise LimitedError(marked("Too many tries. Please wait five minutes and try again."))
