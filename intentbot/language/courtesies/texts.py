"""What a language's courtesies are called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CourtesyTexts:
    """What customers of one language write around what they want, with commas between. Case does not count.

    Attributes
    ----------
    before : str
        Greetings, excuses, who is writing, "I have a question", "could you tell me".
    after : str
        Thanks, requests for help or haste, goodbyes.
    """

    before: str
    after: str
