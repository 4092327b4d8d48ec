"""What search reads of the facts that others announce."""

import msgspec


class Written(msgspec.Struct, frozen=True):
    """A post was published or edited."""

    post_id: int
