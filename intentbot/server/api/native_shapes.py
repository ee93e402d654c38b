"""What goes in and out of our own API. OpenAPI is made of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from intentbot.text import MAX_CHARACTERS

MOST_TEXTS = 1_000
"""How many texts are classified at once."""

_IN = ConfigDict(extra="forbid", strict=True)

Text = Annotated[str, Field(max_length=60_000)]
# It is kept as it stands and counted by: a name, not what somebody wrote. Rasa's are a part of an address.
Channel = Annotated[str, Field(max_length=64, pattern="^[A-Za-z0-9_.:-]*$")]


class Question(BaseModel):
    """A message of a customer."""

    model_config = _IN

    text: Text = Field(description=f"What the customer wrote. More than {MAX_CHARACTERS:,} characters are not read.")
    conversation: str = Field(
        "", max_length=200, description="The `conversation` of the last reply; empty or left out to begin a new one."
    )
    id: str = Field(
        "",
        pattern="^([0-9a-f]{32})?$",
        description="A random UUID in hexadecimal that the client makes for this message. Where no answer came, the "
        "message can be sent again with the same one: it is answered once.",
    )
    language: str | None = Field(None, max_length=35, description="One of the bot's languages, where it was chosen.")
    channel: Channel = Field(
        "web",
        description="The name of where the answer is shown, of letters from A to Z, digits and `_.:-`: chooses "
        "responses with `when: {channel: ...}`.",
    )


class Texts(BaseModel):
    """One or many texts to classify."""

    model_config = _IN

    text: Text | None = Field(None, description="One text.")
    texts: list[Text] | None = Field(None, max_length=MOST_TEXTS, description="Many texts, instead of `text`.")
    top: int = Field(5, ge=1, le=1_000, description="How many of the likeliest intents are ranked.")


class Opinion(BaseModel):
    """What a customer thought of an answer."""

    model_config = _IN

    turn: str = Field(max_length=64, description="The `turn` of the reply.")
    conversation: str = Field(max_length=200, description="The `conversation` of the reply.")
    value: Literal["up", "down"] = Field(description="A thumb up or down. The last one counts.")
    comment: str = Field("", max_length=2_000, description="What the customer would have wanted.")


class Ranked(BaseModel):
    """An intent and how likely it is."""

    intent: str
    confidence: float = Field(ge=0, le=1)


class FoundEntity(BaseModel):
    """A part of the message that names something."""

    entity: str
    value: str
    text: str
    start: int
    end: int
    confidence: float = Field(ge=0, le=1)


class Pressable(BaseModel):
    """A button: its title, and the message that pressing it sends."""

    title: str
    message: str


class Openable(BaseModel):
    """A link."""

    title: str
    url: str


class Bubble(BaseModel):
    """One message of the answer. Its texts are plain, never markup."""

    text: str
    buttons: list[Pressable]
    links: list[Openable]
    image: str = Field(description="An address; empty for none.")
    custom: dict[str, Any]


class Answered(BaseModel):
    """The answer to a message, and why it was chosen."""

    turn: str = Field(description="The id of this turn, for feedback.")
    conversation: str = Field(description="Send it with the next message. Who has it can speak in this conversation.")
    text: str = Field(description="All that the bot says.")
    messages: list[Bubble]
    intent: str | None = Field(description="None where the bot did not answer from an intent.")
    confidence: float = Field(ge=0, le=1)
    score: float | None = Field(description="How likely the message is in scope, from 0 to 1.")
    decided_by: Literal["exact", "model", "slot", "button", "ambiguous", "fallback", "empty"]
    entities: list[FoundEntity]
    ranking: list[Ranked]
    slots: dict[str, str]
    context: list[str]
    language: str
    handover: dict[str, Any] | None = Field(description="Not null where a person should take over from here.")


class Classified(BaseModel):
    """What the classifier makes of a text."""

    text: str
    intent: str
    confidence: float = Field(ge=0, le=1)
    score: float = Field(ge=0, le=1, description="How likely the text is in scope.")
    accepted: bool = Field(description="Whether the bot would answer it from the intent.")
    ranking: list[Ranked]


class Predictions(BaseModel):
    """A prediction for each text, in the order they were sent."""

    predictions: list[Classified]


class Problem(BaseModel):
    """Why there is no answer."""

    error: str = Field(description="What is wrong.")
    fix: str = Field("", description="How to mend it.")
    details: list[dict[str, str]] = Field([], description="The fields that are wrong.")
    error_id: str = Field("", description="Of the line in the server's log that tells more.")
    request_id: str = Field("", description="Of this request, as in the header `X-Request-Id`.")
