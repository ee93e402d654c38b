"""What the words are called by which customers steer a conversation: yes, no, never mind, I meant, the second."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CueWords:
    """The cues of one language, as phrases with commas between. Case, accents and vowel points do not count.

    Attributes
    ----------
    yes, no : str
    cancel : str
        What leaves a question or a form.
    none_of_these : str
        What refuses all that was offered, besides a no.
    polite : str
        What may stand around each of these and means nothing.
    meant : str
        What comes before a value that corrects another one.
    it_is : str
        What comes before it only after a no or a word of `oops`.
    oops : str
        What comes before a correction, and is none by itself.
    rather : str
        ``not > but``, from which the rest counts; with nothing before ``>``, only what stands in the middle.
    numbers : str
        The numbers from one to five, with a slash between the ways to say each of them.
    last : str
    around_numbers : str
        Articles and nouns that may stand around a number.
    """

    yes: str
    no: str
    cancel: str
    none_of_these: str
    polite: str
    meant: str
    it_is: str
    oops: str
    rather: str
    numbers: str
    last: str
    around_numbers: str
