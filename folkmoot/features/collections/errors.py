"""Why something about a collection is refused."""

from folkmoot.infra.errors import ForbiddenError, InvalidError, MissingError


class UnknownCollectionError(MissingError):
    """There is no such collection, or none that this visitor may know of."""

    def __init__(self) -> None:
        super().__init__("Record not found")


class CollectionRefusedError(InvalidError):
    """What a member wrote about a collection will not do."""

    def __init__(self, field: str, code: str, words: str) -> None:
        name = field.replace("_", " ").capitalize()
        super().__init__(f"Validation failed: {name} {words}", fields={field: [(code, words)]})


def not_theirs() -> ForbiddenError:
    """Return the refusal for somebody else's collection or place in it."""
    return ForbiddenError("This action is not allowed")
