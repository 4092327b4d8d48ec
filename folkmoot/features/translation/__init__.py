"""Translation: the words of an open post in another language, made by a service that the operator chose.

Announces nothing. Promises that only public and unlisted posts are sent there, that nothing is sent twice while its
words stay the same, and that of what comes back only harmless HTML is shown.
"""

from folkmoot.features.translation.languages import is_set_up, pairs
from folkmoot.features.translation.translate import translate
from folkmoot.features.translation.types import Translated, Words

__all__ = ["Translated", "Words", "is_set_up", "pairs", "translate"]
