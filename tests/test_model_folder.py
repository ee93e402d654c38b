"""The model on disk: whole or not at all, checked, and never code."""

import gc
import hashlib
import json
import shutil
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from intentbot.bot import IntentBot
from intentbot.errors import FileError, IntentBotError, ModelDamaged, ModelError, ModelNotFound, ModelVersion
from intentbot.files.folders import backup_of, write_file, write_folder
from intentbot.files.model_folder import FORMAT, read_model, refuse_foreign, replace_answers, write_model

FILES = ("model.json", "weights.npz", "vocabulary.json", "bot.json", "examples.json.gz", "report.json")


@pytest.fixture
def copy(model_folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the model that a test may spoil."""
    return Path(shutil.copytree(model_folder, tmp_path / "model"))


def test_a_model_reads_back_as_it_was_written(model_folder: Path, tmp_path: Path) -> None:
    """Written and read again, every file has the same bytes and every prediction is the same."""
    model = read_model(model_folder)
    write_model(tmp_path / "again", model)
    assert all((tmp_path / "again" / name).read_bytes() == (model_folder / name).read_bytes() for name in FILES)
    one, other = IntentBot.load(model_folder), IntentBot.load(tmp_path / "again")
    assert one.classify(["where is it"])[0].ranking == other.classify(["where is it"])[0].ranking


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_anywhere_is_found(copy: Path, name: str) -> None:
    """Whatever byte a file ends at, loading says which file is damaged and how to mend it."""
    whole = (copy / name).read_bytes()
    for length in {0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 1}:
        (copy / name).write_bytes(whole[:length])
        with pytest.raises(ModelDamaged, match="intentbot train") as error:
            IntentBot.load(copy)
        assert name in str(error.value)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_found(copy: Path, name: str) -> None:
    """One changed byte is enough."""
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(bytes(content))
    with pytest.raises(ModelDamaged):
        IntentBot.load(copy)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    """A folder without one of its files is damaged, and says which one."""
    (copy / name).unlink()
    with pytest.raises(ModelDamaged, match=name):
        IntentBot.load(copy)


def test_a_newer_format_is_refused_by_name(copy: Path) -> None:
    """A model of a later version says both versions."""
    manifest = json.loads((copy / "model.json").read_text(encoding="utf-8"))
    (copy / "model.json").write_text(
        json.dumps({**manifest, "format": FORMAT + 1, "intentbot": "9.9"}), encoding="utf-8"
    )
    with pytest.raises(ModelVersion, match=rf"9\.9 \(format {FORMAT + 1}\)"):
        IntentBot.load(copy)


def test_nothing_there_is_no_model(tmp_path: Path) -> None:
    """A missing folder and an empty one are told apart from a damaged one."""
    with pytest.raises(ModelNotFound, match="no model at"):
        IntentBot.load(tmp_path / "nowhere")
    with pytest.raises(ModelNotFound, match=r"no model\.json"):
        IntentBot.load(tmp_path)


def test_pickled_arrays_are_refused(copy: Path) -> None:
    """Weights that would run code on loading are not loaded, even with a matching checksum."""
    np.savez(copy / "weights.npz", dense=np.array([{"run": "me"}], dtype=object))
    model_json = json.loads((copy / "model.json").read_text(encoding="utf-8"))
    model_json.pop("sha256")
    model_json["files"]["weights.npz"] = hashlib.sha256((copy / "weights.npz").read_bytes()).hexdigest()
    content = json.dumps(model_json, ensure_ascii=False, sort_keys=True).encode()
    model_json["sha256"] = hashlib.sha256(content).hexdigest()
    (copy / "model.json").write_text(json.dumps(model_json), encoding="utf-8")
    with pytest.raises(ModelDamaged):
        IntentBot.load(copy)


def test_a_folder_of_other_files_is_never_overwritten(model_folder: Path, tmp_path: Path) -> None:
    """Training into the wrong folder by mistake destroys nothing."""
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(ModelError, match=r"thesis\.txt"):
        write_model(tmp_path, read_model(model_folder))
    assert (tmp_path / "thesis.txt").exists()


def test_a_full_disk_leaves_the_old_model(copy: Path) -> None:
    """When writing fails half-way, the model that was there still answers and nothing else is left behind."""

    before = sorted(path.name for path in copy.parent.iterdir())
    with pytest.raises(FileError, match="No space left"):
        write_folder(copy, _Failing({"model.json": b"{}", "weights.npz": b"x"}))
    assert sorted(path.name for path in copy.parent.iterdir()) == before
    assert IntentBot.load(copy).reply("hello")


class _Failing(dict[str, bytes]):
    """Files of which the second cannot be written."""

    def items(self):  # type: ignore[no-untyped-def, override]
        """Yield the first file, then run out of room."""
        yield next(iter(super().items()))
        raise OSError(28, "No space left on device")


def test_a_crash_between_two_renames_is_survived(copy: Path) -> None:
    """If the machine stops while the new folder takes the old one's place, the old one still loads."""
    copy.rename(backup_of(copy))
    assert IntentBot.load(copy).reply("hello")


def test_changed_answers_need_no_training(copy: Path) -> None:
    """Other responses are put into the model; its weights keep their bytes."""
    model, weights = read_model(copy), (copy / "weights.npz").read_bytes()
    intents = replace(model.intents, bot=replace(model.intents.bot, name="Renamed"))
    assert replace_answers(copy, intents, model.exact, model.settings)
    assert not replace_answers(copy, intents, model.exact, model.settings)
    assert IntentBot.load(copy).intents.bot.name == "Renamed"
    assert (copy / "weights.npz").read_bytes() == weights


def test_the_folder_holds_data_and_no_code(model_folder: Path) -> None:
    """JSON and arrays of numbers are all there is."""
    assert sorted(path.name for path in model_folder.iterdir()) == sorted(FILES)
    with zipfile.ZipFile(model_folder / "weights.npz") as weights:
        assert all(name.endswith(".npy") for name in weights.namelist())


def test_what_stands_beside_a_model_is_not_lost(copy: Path) -> None:
    """A folder with a model and another file in it is not replaced either."""
    (copy / "README.txt").write_text("do not lose me", encoding="utf-8")
    with pytest.raises(ModelError, match=r"README\.txt"):
        write_model(copy, read_model(copy))


def test_a_link_stays_a_link(model_folder: Path, tmp_path: Path) -> None:
    """Where the model's path is a link, what it leads to is replaced, as often as one likes."""
    (tmp_path / "current").symlink_to("v1")
    for _ in range(3):
        write_model(tmp_path / "current", read_model(model_folder))
    assert (tmp_path / "current").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "v1"]


def test_readers_never_see_half_a_model(copy: Path) -> None:
    """While one thread replaces the model over and over, others load it: each time the one or the other, whole."""
    model = read_model(copy)
    other = replace(model, fingerprint="f" * 64)
    seen, done = set(), threading.Event()

    def load() -> None:
        while not done.is_set():
            seen.add(read_model(copy).fingerprint)

    readers = [threading.Thread(target=load) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(20):
        write_model(copy, (other, model)[number % 2])
        time.sleep(0.02)
    done.set()
    for reader in readers:
        reader.join()
    assert seen <= {model.fingerprint, other.fingerprint}


def test_several_threads_load_at_once(model_folder: Path) -> None:
    """Where Python changes threads while it collects garbage, a model is loaded all the same."""
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.callbacks.append(_dawdle)
    gc.set_threshold(5)
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(3) as threads:
            loaded = list(threads.map(read_model, [model_folder] * 30))
    finally:
        gc.callbacks.remove(_dawdle)
        gc.set_threshold(*threshold)
        sys.setswitchinterval(interval)
    assert len({one.fingerprint for one in loaded}) == 1


def _dawdle(_phase: str, _info: dict[str, int]) -> None:
    for _ in range(200):
        pass


@pytest.mark.parametrize("name", ["file.txt/model", "x" * 300])
def test_a_place_that_cannot_be_is_refused_before_training(tmp_path: Path, name: str) -> None:
    """Where no folder can be made, the error comes before minutes of training, and nothing is written."""
    (tmp_path / "file.txt").write_text("a file", encoding="utf-8")
    with pytest.raises(IntentBotError):
        IntentBot.load(tmp_path / name)
    if "/" in name:
        with pytest.raises(FileError, match="cannot be written"):
            refuse_foreign(tmp_path / name)


def test_a_file_is_whole_from_the_moment_it_is_there(tmp_path: Path) -> None:
    """Whoever reads a file while it is written again and again finds one of its contents, never a part of one."""
    path, done, torn = tmp_path / "record.json", threading.Event(), []

    def read() -> None:
        while not done.is_set():
            if (found := path.read_bytes()) not in (b"a" * 500, b"b" * 500):
                torn.append(found)

    write_file(path, b"a" * 500)
    reader = threading.Thread(target=read)
    reader.start()
    for content in (b"a" * 500, b"b" * 500) * 100:
        write_file(path, content)
    done.set()
    reader.join()
    assert not torn
