"""Answering a message for a client: the bot asked, the turn kept, the reply counted."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass

from intentbot.predictions import Reply
from intentbot.server.live import LiveBot
from intentbot.server.logs import log
from intentbot.server.metrics import Metrics
from intentbot.server.secret import Ids


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
    """

    def __init__(self, live: LiveBot, ids: Ids, metrics: Metrics) -> None:
        self._live, self._ids, self._metrics = live, ids, metrics

    async def answer(self, text: str, *, conversation: str, channel: str, language: str | None = None) -> Answer:
        """Return the answer to a message.

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
        """
        live = self._live.now
        turn = self._ids.new_turn(conversation)
        try:
            reply = await live.bot.areply(text, session=conversation, channel=channel, language=language)
        except Exception as error:
            raise AnswerFailed(self._told(error)) from None
        self._metrics.count_reply(reply.decided_by)
        self._metrics.tell_version(live.version)
        return Answer(turn, reply)

    def keep_feedback(self, turn: str, value: int, comment: str) -> None:
        """Keep what a customer thought of an answer."""

    def _told(self, error: Exception) -> str:
        error_id = uuid.uuid4().hex
        self._metrics.failures.inc()
        log.log(logging.ERROR, "a message was not answered", exc_info=error, extra={"facts": {"error_id": error_id}})
        return error_id
