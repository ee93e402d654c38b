"""What answers inside TorchServe. An archive has this very file in it, beside the model and what the model needs.

A worker of TorchServe has Python and NumPy, and no intentbot: the modules that are imported here stand in the archive
too. TorchServe gives `handle` a batch of requests, from different clients, and wants an answer for each.

A request is JSON: ``{"text": "where is my order"}``, or ``{"texts": [...]}`` for several, which KServe calls
``instances``. With ``"top": 5`` the ranking ends after five intents. Or it is the message itself, as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from intentbot.classifier import Classifier
from intentbot.files.model_folder import read_model
from intentbot.predictions import Prediction

MODEL = "model"
"""The model's folder in the archive."""

MAX_BYTES = 6_000_000
"""The longest answer. TorchServe kills a worker that sends more than 6,553,500 bytes, unless its setting
``max_response_size`` allows more."""

_BAD_REQUEST = 400
_USAGE = (
    'Send {"text": "..."} or {"texts": ["...", "..."]}, with the header Content-Type: application/json; '
    "or the message itself, with Content-Type: text/plain."
)


class Context(Protocol):
    """What TorchServe tells a handler, and is told by it; `idx` is a request's place in the batch."""

    @property
    def system_properties(self) -> Mapping[str, Any]:
        """Among others ``model_dir``, where the archive was unpacked."""

    def get_request_header(self, idx: int, key: str) -> Any:
        """Return a header of a request, None where it has none of that name. ``body`` has what kind the body is."""

    def set_response_status(self, code: int, phrase: str, idx: int) -> None:
        """Give the answer to a request another status than 200."""

    def set_response_content_type(self, idx: int, value: str) -> None:
        """Say what the answer to a request is."""


class RequestError(Exception):
    """A request that cannot be answered; the message says why, and what to send instead."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asks.

    Attributes
    ----------
    texts : tuple of str
    is_single : bool
        Whether it is one text, answered by itself and not by a list.
    top : int or None
        How many intents of the ranking are wanted; None for all.
    """

    texts: tuple[str, ...]
    is_single: bool = True
    top: int | None = None


def handle(requests: Sequence[Any] | None, context: Context) -> list[str]:
    """Return an answer in JSON for each request. A worker that starts is called without any, to load the model.

    A request that cannot be answered gets status 400 and an answer of the shape of TorchServe's own errors; the others
    of its batch are answered.
    """
    classifier = initialize(context)
    return [_answer(classifier, request, place, context) for place, request in enumerate(requests or ())]


def initialize(context: Context) -> Classifier:
    """Return the classifier of the archive, which is read once a worker."""
    return _read(Path(context.system_properties["model_dir"], MODEL))


def preprocess(request: Any, *, is_json: bool = False) -> Question:
    """Return what a request asks.

    Parameters
    ----------
    request : dict
        What TorchServe makes of it: under ``body`` (or ``data``, in a form) what JSON says, text, or bytes that it did
        not read; the fields themselves, where a form has other names.
    is_json : bool, default=False
        Whether the request says that it is JSON. What begins with a brace is taken for JSON in any case.

    Raises
    ------
    RequestError
    """
    body = request.get("body", request.get("data", request)) if isinstance(request, dict) else request
    if isinstance(body, bytes | bytearray):
        body = _decoded(body, is_json=is_json)
    if isinstance(body, str):
        return Question((body,))
    if not isinstance(body, dict):
        raise RequestError(f"the request is neither an object nor a text. {_USAGE}")
    return _question({name: _text(value) for name, value in body.items()})


def inference(classifier: Classifier, question: Question) -> Iterator[Prediction]:
    """Yield the prediction for each text."""
    return map(classifier.predict, question.texts)


def postprocess(question: Question, predictions: Iterable[Prediction]) -> str:
    """Return the answer in JSON: a prediction, or ``{"predictions": [...]}``.

    Raises
    ------
    RequestError
        Where it would be longer than `MAX_BYTES`.
    """
    answers, n_bytes = [], 0
    for prediction in predictions:
        answers.append(json.dumps(_record(prediction, question.top), ensure_ascii=False))
        n_bytes += len(answers[-1].encode())
        if n_bytes > MAX_BYTES:
            raise RequestError(
                f"the answer to {len(question.texts):,} texts is longer than {MAX_BYTES:,} bytes. "
                'Ask fewer at a time, or send "top": 5 to get the five likeliest intents of each.'
            )
    return answers[0] if question.is_single else f'{{"predictions": [{", ".join(answers)}]}}'


@cache
def _read(folder: Path) -> Classifier:
    return read_model(folder).classifier


def _answer(classifier: Classifier, request: Any, place: int, context: Context) -> str:
    context.set_response_content_type(place, "application/json")
    try:
        # TorchServe sends /explanations here as well, and only a header tells.
        if context.get_request_header(place, "explain") == "True":
            raise RequestError("the archive has no explanations; `intentbot explain` has.")
        # A client's own header of this name would be a text.
        is_json = context.get_request_header(place, "body") == {"content-type": "application/json"}
        question = preprocess(request, is_json=is_json)
        return postprocess(question, inference(classifier, question))
    except RequestError as error:
        context.set_response_status(code=_BAD_REQUEST, phrase="Bad Request", idx=place)
        return json.dumps({"code": _BAD_REQUEST, "type": "BadRequestException", "message": str(error)})


def _decoded(body: bytes | bytearray, *, is_json: bool) -> Any:
    """Return what bytes say: JSON, or a message."""
    text = _text(body)
    if not is_json and not text.lstrip().startswith("{"):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"the request is not valid JSON: {error}. {_USAGE}") from None


def _text(value: Any) -> Any:
    """Return what stands in UTF-8 as text, and anything else as it is."""
    if not isinstance(value, bytes | bytearray):
        return value
    try:
        return value.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(f"the request is not UTF-8: byte {error.start + 1} is no part of a character.") from None


def _question(fields: Mapping[str, Any]) -> Question:
    named = [name for name in ("text", "texts", "instances") if name in fields]
    given, unknown = " and ".join(named), fields.keys() - {*named, "top"}
    if unknown or len(named) != 1:
        what = (
            f"{min(unknown)[:60]!r} is no field" if unknown else f"{given} are given" if named else "no text is given"
        )
        raise RequestError(f"{what}. {_USAGE}")
    is_single, value = named == ["text"], fields[named[0]]
    texts = [value] if is_single else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RequestError(f"{given} is not {'a text' if is_single else 'a list of texts'}. {_USAGE}")
    return Question(tuple(texts), is_single, _top(fields.get("top")))


def _top(value: Any) -> int | None:
    # A form has no numbers, only their digits.
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise RequestError("top is not a whole number from 1: how many intents the ranking is to have.")
    return value


def _record(prediction: Prediction, top: int | None) -> dict[str, Any]:
    # Rounded as `intentbot ask --json` does: a ranking of hundreds of intents is half as long.
    ranking = [{"intent": one.intent, "confidence": round(one.confidence, 6)} for one in prediction.ranking[:top]]
    return {
        "intent": prediction.intent,
        "confidence": round(prediction.confidence, 6),
        "score": round(prediction.score, 6),
        "accepted": prediction.accepted,
        "ranking": ranking,
    }
