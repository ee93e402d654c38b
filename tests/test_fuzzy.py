"""Near misses."""

from rapidfuzz import fuzz

from intentbot.fuzzy import NEAR, near_duplicates, suggest


def test_a_misspelt_name_finds_the_one_meant():
    """A typo, or other capitals, is close; another word is not."""
    assert suggest("response", ["examples", "responses"]) == "responses"
    assert suggest("Examples", ["examples", "tests"]) == "examples"
    assert suggest("zebra", ["examples", "tests"]) is None
    assert suggest("x", []) is None


def test_sentences_almost_the_same_in_two_intents_are_found():
    """A letter or the order of the words does not hide a near-duplicate."""
    sentences = ["where is my order", "where is my orders", "is my order where please", "cancel it"]
    pairs = {(pair.first, pair.second) for pair in near_duplicates(sentences, ["a", "b", "a", "b"])}
    assert pairs == {(0, 1)}


def test_equal_sentences_and_one_intent_are_left_out():
    """Only sentences that differ, of intents that differ, are near-duplicates."""
    assert not list(near_duplicates(["track my order", "track my order!"], ["a", "b"]))
    assert not list(near_duplicates(["track my order now", "track my orders now"], ["a", "a"]))


def test_the_search_agrees_with_comparing_all_pairs():
    """On a small set, every sentence with a near one of another group is found."""
    starts = ["please could you tell me where", "i would like to know when", "can anyone say why"]
    sentences = [
        f"{start} my {noun} number {i} is" for i, start in enumerate(starts) for noun in ("order", "orders", "parcel")
    ]
    groups = [str(i % 2) for i in range(len(sentences))]
    ordered = [" ".join(sorted(sentence.split())) for sentence in sentences]
    slow = {
        j
        for j in range(len(sentences))
        if any(groups[i] != groups[j] and fuzz.ratio(ordered[i], ordered[j]) >= NEAR for i in range(j))
    }
    assert {pair.second for pair in near_duplicates(sentences, groups)} == slow != set()
