"""Turns on their way to the database: none that was acknowledged is lost, whatever happens."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from time import sleep

import pytest

from intentbot.bot import IntentBot
from intentbot.errors import RecorderFull, RowsRefused, StoreError
from intentbot.predictions import RankedIntent
from intentbot.recording.recorder import Recorder
from intentbot.recording.spool import MOST_KNOWN, REFUSED
from intentbot.recording.turn_records import (
    MOST_CHARACTERS,
    feedback_of,
    kept_conversation,
    line_of,
    read_line,
    turn_of,
)
from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Feedback, Turn
from tests.serving import waits_for

TURN = Turn(
    id="1",
    at=1.5,
    conversation="ana",
    message="half \ud800 a sign",
    answer="我的\n订单",
    ranking=(RankedIntent("track_order", 0.5),),
    entities=(("order_number", "84512"),),
    suggested=("track_order",),
)

# Records turns from two threads, and says each id once its turn is acknowledged.
WORKER = """
import os, sys, threading
from pathlib import Path
from intentbot.recording.recorder import Recorder
from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Turn
folder, url = Path(sys.argv[1]), sys.argv[2]
recorder = Recorder(folder, lambda: TurnLog(LogDatabase(url)))
recorder.start()
def work(name):
    for number in range(100_000):
        id = f"{os.getpid()}-{name}-{number}"
        recorder.record(Turn(id, 1.0, "ana", "where is my order? " * 20, "On its way. " * 20))
        os.write(1, f"{id}\\n".encode())
threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""

# Records until the disk is full, says what it was told, and goes on when there is room again.
FULL = """
import os, resource, signal, sys
from pathlib import Path
from intentbot.errors import RecorderFull
from intentbot.recording.recorder import Recorder
from intentbot.store.log_database import LogDatabase
from intentbot.store.turn_log import TurnLog
from intentbot.turns import Turn
folder = Path(sys.argv[1])
class Away:
    def write(self, turns, feedback=()): raise RecorderFull("the database is away.")
    def delete_before(self, at, *, at_most=None): return 0
    def delete_stray_feedback(self, at): return 0
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
log = [Away()]
recorder = Recorder(folder, lambda: log[0])
recorder.start()
n_kept = 0
for number in range(100):
    try:
        recorder.record(Turn(str(number), 1.0, "ana", "m" * 500, ""))
        n_kept += 1
    except RecorderFull as error:
        print(error, file=sys.stderr)
print(n_kept, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
recorder.record(Turn("last", 1.0, "ana", "", ""))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Return the address of an empty database."""
    return f"sqlite:///{tmp_path / 'intentbot.db'}"


@pytest.fixture
def log(url: str) -> Iterator[TurnLog]:
    """Give a log of turns."""
    with closing(LogDatabase(url)) as database:
        yield TurnLog(database)


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """Return where turns wait."""
    return tmp_path / "spool"


@contextmanager
def recording(spool: Path, log: object, **settings: object) -> Iterator[Recorder]:
    """Give a recorder that has begun."""
    recorder = Recorder(spool, lambda: log, **settings)
    recorder.start()
    try:
        yield recorder
    finally:
        recorder.close()


class Troubled:
    """A log that fails as often as it is told, and otherwise is the one it stands for."""

    def __init__(self, log: TurnLog, failure: Exception) -> None:
        self.log, self.failure, self.is_failing = log, failure, True

    def write(self, turns: list[Turn], feedback: list[Feedback] = ()) -> None:
        """Keep them, or fail."""
        if self.is_failing:
            raise self.failure
        self.log.write(turns, feedback)

    def delete_before(self, at: float, *, at_most: int | None = None) -> int:
        """Delete what is older."""
        return self.log.delete_before(at, at_most=at_most)

    def delete_stray_feedback(self, at: float) -> int:
        """Delete feedback on nothing."""
        return self.log.delete_stray_feedback(at)


def has_no_lines(spool: Path) -> bool:
    """Return whether all files of a spool are empty."""
    sizes = []
    for path in spool.glob("*.jsonl"):
        with suppress(FileNotFoundError):
            sizes.append(path.stat().st_size)
    return not any(sizes)


@pytest.mark.parametrize(
    "kept", [TURN, Turn("2", 1.0, "b", "", ""), Feedback("1", 2.0, -1, "no\n"), Feedback("1", 2.0, 1)]
)
def test_a_line_is_read_as_it_was_written(kept: Turn | Feedback) -> None:
    """A turn and a feedback come back from their line as they were, and a line is one line of ASCII."""
    line = line_of(kept)
    assert read_line(line) == kept
    assert line.endswith(b"\n") and line.count(b"\n") == 1 and line.isascii()


def test_a_line_of_another_version_is_read() -> None:
    """A line with fields that are unknown or missing is read all the same: the spool outlives an update."""
    record = json.loads(line_of(TURN)) | {"mood": "good"}
    del record["model"], record["ranking"]
    assert read_line(json.dumps(record).encode()) == replace(TURN, ranking=())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{",
        b"\0\0\0\n",
        b"[]\n",
        b"1\n",
        b'{"id": "1"}\n',
        b'{"turn": "1"}\n',
        b"\xff\n",
        b'{"turn": "1", "at": "x", "value": 1}\n',
        b"[" * 99_999,
    ],
)
def test_what_is_no_line_is_told(line: bytes) -> None:
    """What is no turn and no feedback is a ValueError, whatever it is."""
    with pytest.raises(ValueError):
        read_line(line)


def test_a_turn_tells_all_of_a_reply(bot: IntentBot) -> None:
    """The turn of a reply has its intent, decision, score, ranking and entities as the reply has them."""
    text = "wher is my ordr 84512"
    reply = bot.reply(text)
    turn = turn_of(text, reply, conversation="ana", channel="web", latency_ms=0.25, model="3", at=5.0)
    assert (turn.message, turn.answer, turn.intent) == (text, reply.text, reply.intent)
    assert (turn.at, turn.conversation, turn.channel, turn.latency_ms, turn.model) == (5.0, "ana", "web", 0.25, "3")
    assert turn.score == pytest.approx(reply.prediction.score, abs=1e-6)
    assert [one.intent for one in turn.ranking] == [one.intent for one in reply.ranking[:5]]
    assert turn.entities == tuple((found.entity, found.value) for found in reply.entities)


def test_turns_have_ids_that_sort_by_time(bot: IntentBot) -> None:
    """Ids are unique UUIDs, later ones behind earlier ones; a message that stands alone is its own conversation."""
    reply = bot.reply("hello")
    turns = [turn_of("hello", reply, at=float(at)) for at in range(1_000)]
    ids = [turn.id for turn in turns]
    assert ids == sorted(set(ids)) and {len(id) for id in ids} == {32}
    assert all(turn.conversation == turn.id for turn in turns)


def test_nothing_personal_reaches_the_disk(bot: IntentBot, spool: Path, log: TurnLog, tmp_path: Path) -> None:
    """Email, phone, card and IBAN are in no file, neither of the spool nor of the database."""
    said = "i am ana@example.com, +49 30 1234567, 4111 1111 1111 1111, DE89 3704 0044 0532 0130 00, order 84512"
    with recording(spool, Troubled(log, StoreError("away")), capacity=10_000) as recorder:
        turn = turn_of(said, bot.reply(said), conversation="+49 30 1234567")
        recorder.record(turn)
        recorder.feedback(feedback_of(turn.id, -1, said))
    waiting = b"".join(path.read_bytes() for path in spool.iterdir())
    with recording(spool, log) as recorder:
        assert recorder.flush()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    for secret in (b"ana@example.com", b"1234567", b"1111 1111", b"0044"):
        assert secret not in waiting and secret not in kept
    assert b"order 84512" in waiting and b"order 84512" in kept


@pytest.mark.parametrize("secret", ["4111 1111 1111 1111", "ana.maria.lopez@shop.example"])
def test_half_of_something_personal_is_not_kept(bot: IntentBot, secret: str) -> None:
    """A long message is cut, and not so that what is left of a number or an address is not known for what it is."""
    for left in range(len(secret) + 1):
        text = ("a " * MOST_CHARACTERS)[: MOST_CHARACTERS - left] + secret + " and more" * 100
        kept = turn_of(text, bot.reply("hello")).message
        assert secret[:6] not in kept and len(kept) <= MOST_CHARACTERS + 10


@pytest.mark.parametrize(
    "id", ["+4930123456", "4915112345678", "ana@example.com", "x" * 101, "a\nb", "rest:01511234567"]
)
def test_an_id_that_tells_who_it_is_is_hashed(id: str) -> None:
    """A phone number, an address or a very long text is kept as its hash, always the same; hashing twice is once."""
    kept = kept_conversation(id)
    assert kept.startswith("sha256:") and len(kept) == 71
    assert kept_conversation(id) == kept == kept_conversation(kept)


@pytest.mark.parametrize(
    "id", ["ana", "1f4b7a11-1234-4567-8901-123456789012", "rest:1f4b7a11123445678901123456789012", "84512"]
)
def test_an_id_that_tells_nothing_stays(id: str) -> None:
    """A UUID, a name without digits and a short number are kept as they are."""
    assert kept_conversation(id) == id


def test_what_is_recorded_is_in_the_database(spool: Path, log: TurnLog) -> None:
    """Turns and feedback of many threads are in the database after a flush, and no line is left."""
    with recording(spool, log) as recorder, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: recorder.record(replace(TURN, id=str(number))), range(2_000)))
        recorder.feedback(Feedback("7", 1.0, -1, "no"))
        assert recorder.flush(20) and recorder.n_waiting == 0
        assert log.n_turns() == 2_000
        assert log.feedback_of(["7"])["7"].comment == "no"
        assert has_no_lines(spool)


def test_it_happens_by_itself(spool: Path, log: TurnLog) -> None:
    """A turn is in the database soon, without anybody asking for it."""
    with recording(spool, log) as recorder:
        recorder.record(TURN)
        assert waits_for(lambda: log.n_turns() == 1)


def test_a_killed_process_loses_nothing(spool: Path, log: TurnLog, url: str) -> None:
    """Of a process killed at any moment under load, every turn it acknowledged is in the database afterwards."""
    chance = random.Random(6)
    acknowledged: set[str] = set()
    for _ in range(8):
        worker = subprocess.Popen([sys.executable, "-c", WORKER, spool, url], stdout=subprocess.PIPE)
        assert worker.stdout is not None
        first = worker.stdout.readline()
        sleep(chance.uniform(0.0, 0.1))
        worker.kill()
        rest = worker.stdout.read()
        worker.wait()
        worker.stdout.close()
        acknowledged |= {line.decode() for line in (first + rest).split(b"\n")[:-1]}
    with recording(spool, log) as recorder:
        assert recorder.flush(60) and recorder.last_error is None
    assert len(acknowledged) > 100
    with log.database.reading() as connection:
        kept = set(connection.exec_driver_sql("SELECT id FROM intentbot_turns").scalars())
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert acknowledged <= kept
    # Both threads may have kept one more each, and been killed before they said so.
    assert len(kept - acknowledged) <= 8 * 2
    assert not (spool / REFUSED).exists()


def test_processes_share_a_folder(spool: Path, log: TurnLog, url: str) -> None:
    """Several processes record into one folder at once; what one leaves, another moves, and each turn is there once."""
    workers = [subprocess.Popen([sys.executable, "-c", WORKER, spool, url], stdout=subprocess.PIPE) for _ in range(3)]
    with recording(spool, log) as recorder:
        ids = []
        for worker in workers:
            assert worker.stdout is not None
            ids += [worker.stdout.readline().decode().strip() for _ in range(20)]
            worker.kill()
            ids += [line.decode() for line in worker.stdout.read().split(b"\n")[:-1]][1:]
            worker.wait()
            worker.stdout.close()
        assert waits_for(lambda: has_no_lines(spool))
        assert recorder.last_error is None
    with log.database.reading() as connection:
        kept = set(connection.exec_driver_sql("SELECT id FROM intentbot_turns").scalars())
    assert set(ids) <= kept


@pytest.mark.parametrize("n_turns", [50, MOST_KNOWN + 50])
def test_a_database_that_is_down_only_delays(
    spool: Path, log: TurnLog, caplog: pytest.LogCaptureFixture, n_turns: int
) -> None:
    """While the database is away turns wait, and it is said once; when it is back they are in it, each once.

    A few of them are still known, many are read again from their file.
    """
    troubled = Troubled(log, StoreError("the database is away.", "Start it."))
    with recording(spool, troubled) as recorder:
        for number in range(n_turns):
            recorder.record(replace(TURN, id=str(number)))
        assert waits_for(lambda: recorder.last_error is not None)
        assert not recorder.flush(1.5) and recorder.n_waiting == n_turns
        assert "away" in str(recorder.last_error)
        troubled.is_failing = False
        assert recorder.flush(20)
        # The last turn is in the database a moment before the thread takes note that all is well.
        assert waits_for(lambda: recorder.last_error is None)
    assert log.n_turns() == n_turns
    assert len([record for record in caplog.records if "away" in record.message]) == 1
    assert "turns are kept again" in caplog.text


def test_a_server_that_is_down_at_the_start_is_used_when_it_comes(
    spool: Path, postgres: object, postgres_url: str
) -> None:
    """PostgreSQL may be down when the recorder starts, and again later: nothing is lost."""
    with closing(LogDatabase(postgres_url)) as database:
        log = TurnLog(database)
        postgres.stop()
        try:
            recorder = Recorder(spool, lambda: log)
            recorder.start()
            recorder.record(TURN)
            assert waits_for(lambda: recorder.last_error is not None)
        finally:
            postgres.start()
        assert recorder.flush(20)
        postgres.stop()
        try:
            recorder.record(replace(TURN, id="2"))
            assert waits_for(lambda: recorder.last_error is not None)
        finally:
            postgres.start()
        assert recorder.flush(20) and log.n_turns() == 2
        recorder.close()


def test_too_many_waiting_turns_are_refused(spool: Path, log: TurnLog) -> None:
    """While the database is away so much waits and no more: what is refused is told, what was taken is kept."""
    troubled = Troubled(log, StoreError("away."))
    with recording(spool, troubled, capacity=10_000) as recorder:
        n_taken = 0
        with pytest.raises(RecorderFull, match="no more may") as caught:
            while True:
                recorder.record(replace(TURN, id=str(n_taken)))
                n_taken += 1
        assert caught.value.fix and n_taken > 10
        troubled.is_failing = False
        assert recorder.flush(20)
        recorder.record(replace(TURN, id="more"))
        assert recorder.flush(20)
    assert log.n_turns() == n_taken + 1


def test_a_full_disk_is_told_and_got_over(spool: Path, log: TurnLog) -> None:
    """Where a file cannot grow, the turn is refused and nothing half is kept; when there is room, it goes on."""
    worker = subprocess.run(
        [sys.executable, "-c", FULL, spool], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    n_kept = int(worker.stdout)
    assert 5 < n_kept < 100
    assert "turns cannot be kept in" in worker.stderr and "Make room" in worker.stderr
    with recording(spool, log) as recorder:
        assert recorder.flush(20)
    assert log.n_turns() == n_kept + 1
    assert not (spool / REFUSED).exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="root alone can mount a small disk")
def test_a_really_full_disk_is_told_and_got_over() -> None:
    """On a disk without room turns are refused; when there is room again, all that were taken are in the database."""
    disk = Path(tempfile.mkdtemp())
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        disk.rmdir()
        pytest.skip("nothing may be mounted here")
    try:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(200_000))
        with closing(LogDatabase(f"sqlite:///{disk / 'intentbot.db'}")) as database:
            log = TurnLog(database)
            with recording(disk / "spool", log) as recorder:
                taken = []
                for number in range(2_000):
                    try:
                        recorder.record(replace(TURN, id=str(number), message="m" * 500))
                        taken.append(str(number))
                    except RecorderFull as error:
                        assert "No space left" in str(error)
                        break
                assert 100 < len(taken) < 2_000
                waits_for(lambda: recorder.last_error is not None, 3)
                ballast.unlink()
                subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
                assert recorder.flush(20), recorder.last_error
                assert log.n_turns() == len(taken)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
        disk.rmdir()


def test_a_torn_line_is_left_out_and_said(spool: Path, log: TurnLog, caplog: pytest.LogCaptureFixture) -> None:
    """A last line that a crash tore was never acknowledged: it is left out, said, and all others are kept."""
    spool.mkdir()
    whole = line_of(TURN) + line_of(replace(TURN, id="2"))
    (spool / "1-dead.jsonl").write_bytes(whole + line_of(replace(TURN, id="3"))[:-20])
    with recording(spool, log) as recorder:
        assert recorder.flush(20)
    assert log.n_turns() == 2
    assert "ends within a line" in caplog.text
    assert not list(spool.iterdir())


def test_a_damaged_line_is_put_aside_and_said(spool: Path, log: TurnLog, caplog: pytest.LogCaptureFixture) -> None:
    """A damaged line in the middle is put where a person finds it; all others are kept."""
    spool.mkdir()
    (spool / "1-dead.jsonl").write_bytes(line_of(TURN) + b"\0\0 torn {\n" + line_of(replace(TURN, id="2")))
    with recording(spool, log) as recorder:
        assert recorder.flush(20)
    assert log.n_turns() == 2
    assert (spool / REFUSED).read_bytes() == b"\0\0 torn {\n"
    assert (spool / REFUSED).stat().st_mode & 0o077 == 0, "nobody else need read what customers wrote"
    assert "1 damaged line" in caplog.text and REFUSED in caplog.text


def test_a_turn_the_database_refuses_holds_up_no_other(spool: Path, log: TurnLog) -> None:
    """A turn that the database will never take is put aside; the others of its batch are kept."""

    class Picky(Troubled):
        def write(self, turns: list[Turn], feedback: list[Feedback] = ()) -> None:
            """Refuse the turn 13."""
            if any(turn.id == "13" for turn in turns):
                raise RowsRefused("no.")
            self.log.write(turns, feedback)

    with recording(spool, Picky(log, StoreError(""))) as recorder:
        for number in range(30):
            recorder.record(replace(TURN, id=str(number)))
        recorder.feedback(Feedback("1", 1.0, 1))
        assert recorder.flush(20)
    assert log.n_turns() == 29 and log.feedback_of(["1"])
    assert read_line((spool / REFUSED).read_bytes()).id == "13"


def test_a_removed_folder_is_made_anew(spool: Path, log: TurnLog) -> None:
    """Where somebody deletes the folder, what is in it by then is kept, and so is what comes."""
    with recording(spool, log) as recorder:
        recorder.record(TURN)
        while spool.exists():
            # The recorder may just make a file in it.
            shutil.rmtree(spool, ignore_errors=True)
        recorder.record(replace(TURN, id="2"))
        assert recorder.flush(20)
        recorder.record(replace(TURN, id="3"))
        assert recorder.flush(20)
    assert log.n_turns() == 3


def test_a_folder_we_may_not_write_to_is_told_at_once() -> None:
    """Where the user who runs the bot may not write, it is said at the start."""
    folder = Path(tempfile.mkdtemp())
    code = (
        "import os, sys; from pathlib import Path; from intentbot.errors import StoreError\n"
        "from intentbot.recording.recorder import Recorder\n"
        "os.geteuid() or os.setuid(65534)\n"
        "try: Recorder(Path(sys.argv[1]), lambda: None).start()\n"
        "except StoreError as error: print(error)"
    )
    try:
        folder.chmod(0o555)
        done = subprocess.run([sys.executable, "-c", code, folder / "spool"], capture_output=True, encoding="utf-8")
        assert "cannot be kept" in done.stdout and "Permission denied" in done.stdout, done
    finally:
        shutil.rmtree(folder)


def test_old_turns_are_deleted(spool: Path, log: TurnLog) -> None:
    """A recorder that is told how long turns are kept deletes older ones, and feedback whose turn never came."""
    log.write([replace(TURN, at=100.0), replace(TURN, id="2", at=200.0)], [Feedback("nobody", 150.0, 1)])
    with recording(spool, log, retention_s=100_000.0, clock=lambda: 100_150.0):
        assert waits_for(lambda: log.n_turns() == 1)
        assert waits_for(lambda: not log.feedback_of(["nobody"]))


def test_what_could_not_be_moved_is_moved_at_the_next_start(spool: Path, log: TurnLog) -> None:
    """A recorder that is closed while the database is away leaves its turns to the next one."""
    with recording(spool, Troubled(log, StoreError("away."))) as recorder:
        recorder.record(TURN)
        waits_for(lambda: recorder.last_error is not None)
        recorder.close(0.1)
    assert list(spool.glob("*.jsonl"))
    with recording(spool, log) as recorder:
        assert recorder.flush(20)
    assert log.n_turns() == 1 and not list(spool.iterdir())


def test_an_unexpected_failure_ends_nothing(spool: Path, log: TurnLog, caplog: pytest.LogCaptureFixture) -> None:
    """Where the log fails as nobody thought of, it is said with its traceback, and the thread goes on."""
    troubled = Troubled(log, ZeroDivisionError("a bug"))
    with recording(spool, troubled) as recorder:
        recorder.record(TURN)
        assert waits_for(lambda: recorder.last_error is not None)
        troubled.is_failing = False
        assert recorder.flush(20)
    assert log.n_turns() == 1
    assert "a bug" in caplog.text and "Traceback" in caplog.text


def test_damage_is_reported_once(spool: Path, log: TurnLog, caplog: pytest.LogCaptureFixture) -> None:
    """While the database is away, a damaged line is not put aside again and again."""
    spool.mkdir()
    (spool / "1-dead.jsonl").write_bytes(line_of(TURN) + b"torn {\n")
    troubled = Troubled(log, StoreError("away."))
    with recording(spool, troubled) as recorder:
        assert not recorder.flush(2.5)
        troubled.is_failing = False
        assert recorder.flush(20)
    assert (spool / REFUSED).read_bytes() == b"torn {\n"
    assert caplog.text.count("damaged") == 1


def test_many_old_turns_hold_up_no_new_ones(spool: Path, log: TurnLog) -> None:
    """Where very many turns were kept long enough, new ones are moved between their deletions."""
    log.write([replace(TURN, id=str(number), at=float(number)) for number in range(12_000)])
    with recording(spool, log, retention_s=1.0, clock=lambda: 20_000.0) as recorder:
        recorder.record(replace(TURN, id="new", at=20_000.0))
        assert recorder.flush(20)
        assert waits_for(lambda: log.n_turns() == 1)
    assert log.turns()[0].id == "new"
