"""Classifies messages with the model beside it. Needs numpy, snowballstemmer, and onnxruntime or ai-edge-litert."""

import json
import re
import sys
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from unicodedata import combining, normalize

import numpy as np
import snowballstemmer


class Reader:
    """Classifies messages with what a folder holds: vocabulary.json, and model.onnx or model.tflite."""

    def __init__(self, folder: Path) -> None:
        self.known = known = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        self.stems = [snowballstemmer.stemmer(name).stemWord if name else str for name in known["stemmers"]]
        self.rows = lru_cache(16_384)(self.look_up)
        if (folder / "model.onnx").exists():
            onnx = import_module("onnxruntime")
            options = onnx.SessionOptions()
            options.intra_op_num_threads = 1
            self.run = partial(onnx.InferenceSession(str(folder / "model.onnx"), options).run, known["outputs"])
        else:
            model = import_module("ai_edge_litert.interpreter").Interpreter(str(folder / "model.tflite"), num_threads=1)
            self.run = partial(lambda run, ids: map(run(**ids).get, known["outputs"]), model.get_signature_runner())

    def look_up(self, token: str) -> tuple[int, np.ndarray, float]:
        """Return the row of a token (0: none), the rows of its stems and n-grams, and which share of them is known."""
        known, word = self.known, token[: self.known["longest_word"]]
        marked = normalize("NFD", " ".join([f"<{word}>", *(f"={stem(word)}" for stem in self.stems)]))
        framed, *found = normalize("NFC", "".join(sign for sign in marked if not combining(sign))).split(" ")
        found += [framed[at : at + size] for size in known["piece_lengths"] for at in range(len(framed) - size + 1)]
        row, rows = known["words"].get(token, 0), [known["pieces"].get(piece, 0) for piece in dict.fromkeys(found)]
        share = sum(0 < piece <= known["n_pieces"] for piece in rows) / len(rows)
        return row, np.array([row for row in rows if row], "i4"), 1.0 if 0 < row <= known["n_words"] else share

    def classify(self, text: str) -> dict[str, object]:
        """Return the intent of a message, its score, whether to answer it, and the probabilities of all labels."""
        size = self.known["max_characters"]
        text = normalize("NFKC", re.sub(self.known["invisible"], "", text[:size])).casefold()
        tokens = re.findall(self.known["token"], normalize("NFKC", re.sub(self.known["dotted_i"], "i", text))[:size])
        place = {token: i for i, token in enumerate(dict.fromkeys(tokens), 1)}
        words, rows, shares = zip(*map(self.rows, place or [""]), strict=True)
        pieces = np.zeros((len(rows), max(1, *map(len, rows))), "i4")
        for i, row in enumerate(rows):
            pieces[i, : len(row)] = row
        order = np.array([[place[token] for token in tokens] or [0]], "i4")
        ids = {"words": np.array(words, "i4"), "pieces": pieces, "familiarity": np.array(shares, "f4"), "order": order}
        found = {name: array[0] for name, array in zip(self.known["outputs"], self.run(ids), strict=True)}
        return {"intent": self.known["labels"][found["probabilities"].argmax()], **found}


if __name__ == "__main__":
    reader = Reader(Path(__file__).parent)
    for text in sys.argv[1:] or sys.stdin:
        print(json.dumps(reader.classify(text), ensure_ascii=False, default=lambda array: array.tolist()))
