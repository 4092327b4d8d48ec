"""What features refuse, in the words of these pages."""

from folkmoot.features.media import FileRefusedError
from folkmoot.infra.errors import LimitedError, Refusal
from folkmoot.interfaces.web.frame.marking import marked
from folkmoot.interfaces.web.frame.routing import Visit
from folkmoot.interfaces.web.writing.refusals import sentence_of

SENTENCES = {
    "Display name is too long": marked("Your name is too long: 50 characters at most."),
    "Note is too long": marked("What you say of yourself is too long: 500 characters at most."),
    "description is too long": marked("The description of a picture is too long: 500 characters at most."),
    "Fields is too long": marked("A line of your table is too long: 255 characters at most."),
    "Each line of your table needs a label.": marked("Each line of your table needs a label."),
    "Attribution domains can't be more": marked("Too many websites: ten at most."),
    "Attribution domains is not": marked("Each line has to be the name of a website, such as example.org."),
    "Title can't be blank": marked("Give the filter a name."),
    "Title is too long": marked("The name of the filter is too long: 200 characters at most."),
    "Context can't be blank": marked("Choose at least one place where the filter works."),
    "Keyword is too long": marked("A keyword is too long: 100 characters at most."),
    "more than 200 filters": marked("You have 200 filters, and that is the most there can be."),
    "keywords in a filter": marked("A filter has 100 keywords at most."),
    "keywords in all filters": marked("All your filters together have 1,000 keywords at most."),
    "Domain can't be blank": marked("Type the name of a server."),
    "Domain is not a valid": marked("That is not the name of a server. It looks like example.org."),
    "Cannot block more than": marked("You block 2,000 servers, and that is the most there can be."),
    "Cannot feature more than": marked("Ten hashtags can stand on a profile. Take one away first."),
    "Min status age": marked("Posts have to be between a week and two years old."),
    "Min favs": marked("The number of favourites has to be between 1 and 1,000,000, or empty."),
    "Min reblogs": marked("The number of boosts has to be between 1 and 1,000,000, or empty."),
}
"""What a refusal says -> what we say."""
OTHERWISE = marked("That could not be saved. Please look at what you typed and try again.")


def told(visit: Visit, error: Refusal) -> str:
    """Return a sentence for the member, in their language."""
    if isinstance(error, FileRefusedError | LimitedError):
        return sentence_of(visit, error)
    found = next((ours for theirs, ours in SENTENCES.items() if theirs in error.sentence), "")
    return visit.text(found or OTHERWISE)
