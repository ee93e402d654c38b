"""Words and their pieces."""

from hypothesis import given
from hypothesis import strategies as st

from intentbot.vocabulary import Vocabulary, pieces_of


def test_inflected_words_share_their_stem() -> None:
    """Forms of one word have a piece in common whatever their endings."""
    assert "=deliveri" in pieces_of("deliveries") and "=deliveri" in pieces_of("delivery")
    assert "=bestell" in pieces_of("bestellung", ["de"])


def test_a_word_never_seen_has_pieces() -> None:
    """A typo still finds most of what its word is made of."""
    vocabulary = Vocabulary.of([["order", "parcel"]], languages=["en"])
    rows = vocabulary.look_up("ordre")
    assert rows.word == -1
    assert len(rows.pieces) > 5
    assert 0 < rows.familiarity < 1


def test_a_known_word_is_wholly_familiar() -> None:
    """A word of the examples has its own row and counts as known."""
    vocabulary = Vocabulary.of([["order", "parcel"]], languages=["en"])
    assert vocabulary.look_up("parcel").word == 1
    assert vocabulary.look_up("parcel").familiarity == 1.0


def test_rare_pieces_can_be_left_out() -> None:
    """With a least count, pieces of a single word are dropped, but never its stem."""
    words = [["order", "orders"], ["parcel"]]
    every = Vocabulary.of(words, languages=["en"])
    common = Vocabulary.of(words, languages=["en"], piece_count=2)
    assert set(common.pieces) < set(every.pieces)
    assert "=parcel" in common.pieces


@given(st.text(min_size=1), st.lists(st.sampled_from(["en", "de", "zh", "xx", "pt-BR"]), min_size=1, unique=True))
def test_any_text_has_pieces(word: str, languages: list[str]) -> None:
    """No token and no language, known or not, is without an answer."""
    pieces = pieces_of(word, languages)
    assert pieces and len(pieces) == len(set(pieces))


def test_the_pieces_of_the_most_words_are_kept() -> None:
    """With a bound on the pieces, those that tell the most words of something are left."""
    whole = Vocabulary.of([["painting", "paints", "painter", "red"]], languages=["en"])
    few = Vocabulary.of([["painting", "paints", "painter", "red"]], languages=["en"], max_pieces=5)
    assert set(few.pieces) < set(whole.pieces) and few.words == whole.words
    assert len(few.pieces) == 5 and all(piece in "<paint" for piece in few.pieces)
