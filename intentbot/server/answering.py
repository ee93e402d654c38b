"""Answering a message for a client: the bot asked, the turn kept, the reply counted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from time import monotonic, perf_counter

from intentbot.errors import RecorderFull
from intentbot.predictions import Reply
from intentbot.recording.recorder import Recorder
from intentbot.recording.turn_records import feedback_of, turn_of
from intentbot.server.live import LiveBot
from intentbot.server.logs import log
from intentbot.server.metrics import Metrics
from intentbot.server.secret import Ids

_FULL_S = 1.0
"""How often it is seen whether turns can be kept again. Until they can no message is answered: the bot must not do what
it then has to deny."""

_NO_REPLY = Reply((), None, 0.0, (), "fallback")


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A reply and the turn it is kept as."""

    turn: str
    reply: Reply


class AnswerFailed(Exception):
    """The bot failed to answer; the log tells why by this id."""

    def __init__(self, error_id: str) -> None:
        super().__init__(error_id)
        self.error_id = error_id


class Answerer:
    """Answers messages. One a process, shared by all channels.

    Parameters
    ----------
    live : LiveBot
    ids : Ids
    metrics : Metrics
    recorder : Recorder or None
        None keeps nothing.
    """

    def __init__(self, live: LiveBot, ids: Ids, metrics: Metrics, recorder: Recorder | None) -> None:
        self._live, self._ids, self._metrics, self._recorder = live, ids, metrics, recorder
        self._full: RecorderFull | None = None
        self._again_at = 0.0

    async def answer(self, text: str, *, conversation: str, channel: str, language: str | None = None) -> Answer:
        """Return the answer to a message, which is kept before this returns.

        Parameters
        ----------
        text : str
        conversation : str
            Its id among all channels.
        channel, language : str
            As `IntentBot.reply` takes them.

        Raises
        ------
        AnswerFailed
            Where the bot fails, which the log has.
        RecorderFull
            Where turns cannot be kept.
        """
        self._refuse_while_full()
        start, live = perf_counter(), self._live.now
        turn = self._ids.new_turn(conversation)
        reply, error_id = _NO_REPLY, ""
        try:
            reply = await live.bot.areply(text, session=conversation, channel=channel, language=language)
        except Exception as error:
            error_id = self._told(error)
        latency_ms = (perf_counter() - start) * 1000
        if self._recorder is not None:
            self._keep(self._recorder, turn, text, reply, conversation, channel, latency_ms, live.version, error_id)
        if error_id:
            raise AnswerFailed(error_id)
        self._metrics.count_reply(reply.decided_by)
        return Answer(turn, reply)

    def keep_feedback(self, turn: str, value: int, comment: str) -> None:
        """Keep what a customer thought of an answer: 1 for a thumb up, -1 for one down.

        Raises
        ------
        RecorderFull
        """
        if self._recorder is not None:
            self._recorder.feedback(feedback_of(turn, value, comment))

    def _keep(
        self,
        recorder: Recorder,
        turn: str,
        text: str,
        reply: Reply,
        conversation: str,
        channel: str,
        latency_ms: float,
        version: str,
        error_id: str,
    ) -> None:
        kept = turn_of(
            text,
            reply,
            id=turn,
            conversation=conversation,
            channel=channel,
            latency_ms=latency_ms,
            model=version,
            error_id=error_id,
        )
        try:
            recorder.record(replace(kept, decided_by="") if error_id else kept)
        except RecorderFull as error:
            self._full, self._again_at = error, monotonic() + _FULL_S
            raise

    def _refuse_while_full(self) -> None:
        if self._full is None or self._recorder is None:
            return
        if monotonic() < self._again_at:
            raise self._full
        self._again_at = monotonic() + _FULL_S
        self._recorder.check()
        self._full = None

    def _told(self, error: Exception) -> str:
        error_id = uuid.uuid4().hex
        self._metrics.failures.inc()
        log.error("a message was not answered", exc_info=error, extra={"facts": {"error_id": error_id}})
        return error_id
