"""Translating sentences: what training asks of a translator, a LibreTranslate server, and a memory of its answers."""

from __future__ import annotations

import hashlib
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol

from intentbot.errors import SettingsError, TranslationError
from intentbot.files.cache import cache_folder
from intentbot.settings import TrainingSettings

API_KEY = "INTENTBOT_TRANSLATE_KEY"
"""The environment variable with the server's key: a secret belongs neither in intent files nor in models."""

BATCH = 32
"""Texts in a request: small servers take no more at once."""

_TIMEOUT_S = 60.0
_ATTEMPTS = 3
_BUSY = (429, 500, 502, 503, 504)


class Translator(Protocol):
    """Translates texts."""

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return each text, of the language `source`, in the language `target` (ISO 639-1 codes).

        Raises
        ------
        TranslationError
        """


class LibreTranslate:
    """A server that speaks LibreTranslate's HTTP interface.

    Parameters
    ----------
    url : str
        Of the server, as ``http://localhost:5000``.
    api_key : str
        Empty for servers that want none.
    pause_s : float, default=1
        Seconds before the second attempt at what failed; twice as long before the third.
    """

    def __init__(self, url: str, api_key: str = "", *, pause_s: float = 1.0) -> None:
        self.url = url.rstrip("/")
        self._api_key, self._pause_s = api_key, pause_s

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return each text in the language `target`; a busy server is asked again."""
        found: list[str] = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            answer = self._ask({"q": batch, "source": source, "target": target, "format": "text"})
            translated = answer.get("translatedText") if isinstance(answer, dict) else None
            if not isinstance(translated, list) or list(map(type, translated)) != [str] * len(batch):
                raise self._error("did not answer as LibreTranslate does.", "Check training.translate_url.")
            found += translated
        return found

    def _ask(self, question: dict[str, Any]) -> Any:
        content = json.dumps({**question, "api_key": self._api_key} if self._api_key else question).encode()
        headers = {"Content-Type": "application/json", "User-Agent": "intentbot"}
        failure = self._error("was not asked.", "")
        for attempt in range(_ATTEMPTS):
            if attempt:
                time.sleep(self._pause_s * attempt)
            request = urllib.request.Request(f"{self.url}/translate", content, headers)
            try:
                with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                failure = self._refusal(error)
                if error.code not in _BUSY:
                    break
            except (OSError, HTTPException) as error:
                reason = getattr(error, "reason", None) or str(error) or type(error).__name__
                failure = self._error(f"cannot be reached: {reason}.", "Start it, or check training.translate_url.")
            except ValueError:
                failure = self._error("did not answer in JSON.", "Check training.translate_url.")
        raise failure from None

    def _refusal(self, error: urllib.error.HTTPError) -> TranslationError:
        with error:
            try:
                said = str(json.load(error)["error"])
            except (ValueError, KeyError, TypeError, OSError, HTTPException):
                said = str(error.reason)
        said = f"refused ({error.code}): {said.strip().rstrip('.')}."
        if error.code in (401, 403):
            return self._error(said, f"Put a key that it accepts into the environment variable {API_KEY}.")
        if "supported" in said or "not available" in said:
            return self._error(said, "Choose other languages in training.translate_through.")
        return self._error(said, "Try again later; what was translated is remembered.")

    def _error(self, what: str, fix: str) -> TranslationError:
        return TranslationError(f"the translation server {self.url} {what}", fix)


class RememberingTranslator:
    """A translator whose answers are kept in a file, so that nothing is asked twice.

    Parameters
    ----------
    translator : Translator
    file : Path
        A line of JSON for each answer; only its owner may read it.
    """

    def __init__(self, translator: Translator, file: Path) -> None:
        self._translator, self._file = translator, file
        self._known: dict[tuple[str, str, str], str] = {}
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            lines = []
        for line in lines:
            try:
                source, target, text, translated = map(str, json.loads(line))
            except (ValueError, TypeError):
                # The last line of a run that was stopped.
                continue
            self._known[source, target, text] = translated

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return each text in the language `target`, asking only for those not asked before."""
        new = list(dict.fromkeys(text for text in texts if (source, target, text) not in self._known))
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            answers = dict(zip(batch, self._translator.translate(batch, source, target), strict=True))
            self._known |= {(source, target, text): answer for text, answer in answers.items()}
            self._write([[source, target, text, answer] for text, answer in answers.items()])
        return [self._known[source, target, text] for text in texts]

    def _write(self, answers: Sequence[Sequence[str]]) -> None:
        lines = "\n".join(["", *(json.dumps(answer, ensure_ascii=False) for answer in answers), ""])
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with open(
                os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(lines)
        except OSError:
            # Remembering is a convenience: where nothing can be written, the next run asks again.
            return


def translator_of(settings: TrainingSettings) -> Translator:
    """Return the translator that the settings name, its answers kept in the user's cache.

    Raises
    ------
    SettingsError
        Where no server or no language to translate through is named.
    """
    url = settings.translate_url
    if not url.startswith(("http://", "https://")):
        raise SettingsError(
            f"training.augment_with has translation, and training.translate_url is {url!r}, which is no server.",
            "Name a LibreTranslate server, as http://localhost:5000.",
        )
    if not settings.pivots:
        raise SettingsError(
            "training.translate_through names no language to translate through.", "Write some there, as de,fr."
        )
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    file = cache_folder() / "translations" / f"{name}.jsonl"
    return RememberingTranslator(LibreTranslate(url, os.environ.get(API_KEY, "")), file)
