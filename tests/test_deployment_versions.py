"""Versions of a model: kept, compared, promoted, rolled back, and never lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intentbot.bot import IntentBot
from intentbot.deployment.named import named_version
from intentbot.deployment.versions import KEPT_VERSIONS, Versions
from intentbot.errors import DeploymentError, GatesMissed, ModelDamaged, ModelError, VersionNotFound
from intentbot.files.model_copies import digest_of
from tests.deployments import other_answers, served, spoilt


@pytest.fixture
def versions(tmp_path: Path, model_folder: Path, intents_folder: Path) -> Versions:
    """Return the versions of the tiny bot, the first one live."""
    return served(tmp_path, model_folder, intents_folder)


def hours_of(versions: Versions) -> str:
    """Return what the served model says about opening hours."""
    return IntentBot.load(versions.model).reply("opening hours").text


def test_the_served_model_is_the_first_version(versions: Versions) -> None:
    """What a server is started with is version 1, and live; starting again makes no other."""
    assert versions.start(by="again").number == 1
    assert [version.number for version in versions.all()] == [1]
    version = versions.version(versions.state().version)
    assert version.author == "test" and version.n_rows > 0 and version.n_intents == 5


def test_the_same_model_is_the_same_version(versions: Versions) -> None:
    """Registering a model that is kept already, by whatever path, makes no second version of it."""
    copy = shutil.copytree(versions.model, versions.data / "copy")
    assert versions.register(copy, author="ana").number == 1


def test_a_promotion_replaces_the_served_model_and_says_so(versions: Versions) -> None:
    """A promoted version is live, a restart serves it too, and who did it is kept."""
    number = versions.register(other_answers(versions, "From ten to eight."), author="ana").number
    versions.promote(number, by="eva", note="new hours")
    assert versions.state().version == number and hours_of(versions) == "From ten to eight."
    last = versions.state().history[-1]
    assert (last.by, last.how, last.missed, last.note) == ("eva", "promote", (), "new hours")
    assert versions.start(by="restart").number == number


def test_rolling_back_twice_goes_two_steps_back(versions: Versions) -> None:
    """Each roll back returns to what was live before; where nothing was, that is said."""
    for hours in ("From ten to eight.", "From one to two."):
        versions.promote(versions.register(other_answers(versions, hours), author="ana").number, by="ana")
    assert [versions.rollback(by="eva").number for _ in range(2)] == [2, 1]
    assert hours_of(versions) == "From nine to six."
    with pytest.raises(VersionNotFound, match="no version was live before"):
        versions.rollback(by="eva")


def test_a_worse_model_is_refused_unless_forced(versions: Versions) -> None:
    """A version that loses tests does not go live, says which gates it misses, and remembers who forced it."""
    number = versions.register(spoilt(versions), author="ana").number
    with pytest.raises(GatesMissed, match="tests: "):
        versions.promote(number, by="ana")
    assert versions.state().version == 1
    versions.promote(number, by="ana", force=True)
    last = versions.state().history[-1]
    assert last.by == "ana" and {"tests", "no real loss"} <= set(last.missed)


def test_findings_name_what_broke(versions: Versions) -> None:
    """Against the live version, each test that breaks is named with both outcomes; the way back fixes the same ones."""
    number = versions.register(spoilt(versions), author="ana").number
    found = versions.findings(number)
    broken = {one.text: one for one in found.broken}
    assert broken["has my order arrived"].old == "track_order"
    assert broken["has my order arrived"].new != "track_order"
    assert found.sentences.new < found.sentences.old
    assert {one.text for one in versions.findings(1, against=number).fixed} == set(broken)
    assert found.measures[0].verdict in ("worse", "unclear") and found.measures[0].lost


def test_a_model_of_other_intents_is_told(versions: Versions) -> None:
    """A version that lacks an intent of the files misses the first gate, which names it."""
    number = versions.register(other_answers(versions, "From ten to eight."), author="ana").number
    assert versions.intents is not None
    (versions.intents / "more.yaml").write_text(
        "intents:\n  gift_card:\n    examples: [gift card please, i want a voucher, buy a gift card]\n"
        "    responses: [Gladly.]\n",
        encoding="utf-8",
    )
    found = versions.findings(number)
    assert [gate.name for gate in found.missed] == ["intents"]
    assert "gift_card" in found.missed[0].why
    assert found.fit.startswith("The intent files have other sentences")


def test_a_model_trained_into_the_served_folder_shows_up(versions: Versions) -> None:
    """`intentbot train -o MODEL` while a server runs makes a version to promote, and does not go live by itself."""
    folder = other_answers(versions, "From ten to eight.")
    shutil.rmtree(versions.model)
    shutil.copytree(folder, versions.model)
    assert [version.number for version in versions.all()] == [2, 1]
    assert versions.state().version == 1
    assert versions.start(by="restart").number == 2


def test_old_versions_go_but_not_the_live_one_nor_the_one_before(versions: Versions) -> None:
    """The last ten versions are kept, the live one and what rolling back returns to however old they are."""
    versions.promote(versions.register(other_answers(versions, "Other 0."), author="a").number, by="a", how="watch")
    for i in range(1, KEPT_VERSIONS + 3):
        versions.register(other_answers(versions, f"Other {i}."), author="a")
    assert versions.numbers() == [*range(KEPT_VERSIONS + 4, 4, -1), 2, 1]
    assert versions.rollback(by="a").number == 1
    assert not versions.folder(3).exists()


@pytest.mark.parametrize(
    "named", ["../../etc", "/etc", "..", "shop.data/../../secret", "99", "a\0b", "", ".", "shop.data/versions/lock"]
)
def test_only_models_at_hand_can_be_put(versions: Versions, named: str) -> None:
    """A client gets no path served but that of a model in the data folder or beside the served one."""
    outside = versions.model.parent.parent / "secret"
    if not outside.exists():
        shutil.copytree(versions.model, outside)
    with pytest.raises((VersionNotFound, ModelError)):
        named_version(versions, named, by="token")
    assert versions.state().version == 1


def test_a_link_out_of_the_folder_is_not_followed(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A symbolic link beside the served model serves nothing from elsewhere."""
    elsewhere = shutil.copytree(other_answers(versions, "From ten."), tmp_path_factory.mktemp("far") / "model")
    (versions.model.parent / "link").symlink_to(elsewhere)
    with pytest.raises(VersionNotFound):
        named_version(versions, "link", by="token")


def test_a_model_beside_the_served_one_can_be_put(versions: Versions) -> None:
    """A model folder by its name, and a version by its number, go live."""
    shutil.move(other_answers(versions, "From ten to eight."), versions.model.parent / "monday")
    assert versions.promote(named_version(versions, "monday", by="token"), by="token").number == 2
    assert versions.promote(named_version(versions, "1", by="token"), by="token").number == 1


def test_a_damaged_model_is_no_version(versions: Versions) -> None:
    """A folder whose file was changed is refused, and what is live stays."""
    folder = other_answers(versions, "From ten to eight.")
    (folder / "bot.json").write_bytes(b"{}")
    with pytest.raises(ModelDamaged):
        versions.register(folder, author="ana")
    assert versions.numbers() == [1]


FULL_DISK = """
import resource, sys
from pathlib import Path
from intentbot.deployment.versions import Versions
from intentbot.errors import FileError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    Versions(Path(sys.argv[1]), Path(sys.argv[2])).promote(2, by="ana", how="watch")
except FileError as error:
    print(error.fix)
    sys.exit(3)
"""


@pytest.mark.parametrize("most_bytes", [0, 100, 3_000, 20_000])
def test_a_full_disk_loses_nothing(versions: Versions, most_bytes: int) -> None:
    """Where files cannot grow, a promotion is refused with what to do, and what was served still is."""
    versions.register(other_answers(versions, "From ten to eight."), author="ana")
    before = digest_of(versions.model)
    command = [sys.executable, "-c", FULL_DISK, str(versions.data), str(versions.model), str(most_bytes)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 3, done.stderr
    assert "Make room" in done.stdout
    assert versions.state().version == 1 and digest_of(versions.model) == before
    assert hours_of(versions) == "From nine to six."
    versions.promote(2, by="ana")
    assert hours_of(versions) == "From ten to eight."


PROMOTE = """
import sys
from pathlib import Path
from intentbot.deployment.versions import Versions
versions = Versions(Path(sys.argv[1]), Path(sys.argv[2]))
for i in range(20):
    versions.promote(1 + (i + int(sys.argv[3])) % 2, by=sys.argv[3], how="watch")
"""


def test_promotions_of_several_processes_do_not_mix(versions: Versions) -> None:
    """Whatever processes promote at once, the served model is the live version in the end, and both are whole."""
    versions.register(other_answers(versions, "From ten to eight."), author="ana")
    command = [sys.executable, "-c", PROMOTE, str(versions.data), str(versions.model)]
    running = [subprocess.Popen([*command, str(i)], stderr=subprocess.PIPE) for i in range(3)]
    for process in running:
        _, told = process.communicate()
        assert process.returncode == 0, told.decode()
    assert digest_of(versions.model) == versions.version(versions.state().version).digest
    assert all(IntentBot.load(versions.folder(number)) for number in (1, 2))


@pytest.mark.parametrize(
    "spoil", [lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b'{"version": []}')]
)
def test_a_damaged_record_is_said_and_mended_at_start(versions: Versions, spoil: Callable[[Path], object]) -> None:
    """Where it cannot be read which version is live, that is said with the file; a start serves MODEL all the same.

    A model that was trained into the folder meanwhile is live then, and what could not be read is put aside.
    """
    spoil(versions.signal)
    damaged = versions.signal.read_bytes()
    with pytest.raises(DeploymentError, match=r"live\.json cannot be read"):
        versions.state()
    shutil.copytree(other_answers(versions, "From ten to eight."), versions.model, dirs_exist_ok=True)
    assert versions.start(by="restart").number == versions.state().version == 2
    assert versions.signal.with_name("live.json.damaged").read_bytes() == damaged
