"""Personal data is taken out of a text before it is kept, and nothing else."""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intentbot.redaction import _IBAN_LENGTHS, personal_spans, redact

GROUPS = {14: (4, 6, 4), 15: (4, 6, 5), 16: (4, 4, 4, 4), 19: (4, 4, 4, 4, 3)}
WORDS = st.text(alphabet="abcdefghij äöüñ我的订单?!,.\n", max_size=20)
MOMENTS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def grouped(digits: str, sizes: tuple[int, ...], between: str) -> str:
    """Return digits in groups."""
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    return between.join(digits[start : start + size] for start, size in zip(starts, sizes, strict=True))


@st.composite
def cards(draw: st.DrawFn) -> str:
    """Draw the number of a card: a true beginning, a last digit that checks the others, in groups or not."""
    begin, length = draw(
        st.sampled_from(
            [("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("36", 14), ("6011", 16), ("35", 16), ("62", 19)]
        )
    )
    body = begin + draw(st.text("0123456789", min_size=length - len(begin) - 1, max_size=length - len(begin) - 1))
    doubled = sum(sum(divmod(int(digit) * 2, 10)) for digit in body[::-2]) + sum(map(int, body[-2::-2]))
    return grouped(
        body + str(-doubled % 10), GROUPS[length], draw(st.sampled_from(["", " ", "-", " - ", "\u00a0", "."]))
    )


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """Draw an IBAN of any country, in groups of four or not, in capitals or not."""
    country, length = draw(st.sampled_from(sorted(_IBAN_LENGTHS.items())))
    account = draw(st.text("0123456789", min_size=length - 4, max_size=length - 4))
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{account}{country}00")) % 97
    whole = f"{country}{check:02}{account}"
    between = draw(st.sampled_from(["", " ", "-"]))
    written = between.join(whole[place : place + 4] for place in range(0, length, 4))
    return written.lower() if draw(st.booleans()) else written


@given(WORDS, st.emails(), WORDS)
@example("write to", "ana.lopez+shop@exämple.co.uk", "please")
@example("", "ana%40example.com", "")
@example("", "ana＠example.com", "")
def test_emails_are_taken_out(before: str, email: str, after: str) -> None:
    """No email address stays, wherever it stands."""
    assert redact(f"{before} {email} {after}") == f"{before} [email] {after}"


@given(WORDS, cards(), WORDS)
def test_cards_are_taken_out(before: str, card: str, after: str) -> None:
    """No number of a payment card stays, however it is grouped."""
    assert redact(f"{before} {card} {after}") == f"{before} [card] {after}"


@given(WORDS, ibans(), WORDS)
def test_bank_accounts_are_taken_out(before: str, iban: str, after: str) -> None:
    """No IBAN of any country stays, however it is written; the words behind it do."""
    assert redact(f"{before} {iban} {after}") == f"{before} [iban] {after}"


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_phone_numbers_of_every_country_are_taken_out(region: str) -> None:
    """A number of any country is found with its +, and as it is written there where the language tells the country."""
    kinds = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    for number in filter(None, (phonenumbers.example_number_for_type(region, kind) for kind in kinds)):
        for form in (phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
            written = phonenumbers.format_number(number, form)
            assert redact(f"call {written}, please") == "call [phone], please"
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        if sum(sign.isdecimal() for sign in written) >= 7:
            assert redact(f"call {written}, please", f"en-{region}") == "call [phone], please"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("(555) 123-4567", "[phone]"),
        ("555-1234 or 555.123.4567", "[phone] or [phone]"),
        ("0171/2345678, 030 - 123 45 67", "[phone], [phone]"),
        ("+49 (0)30 1234567", "[phone]"),
        ("0049301234567", "[phone]"),
        ("06.12.34.56.78 et 01.12.10.11.12", "[phone] et [phone]"),
        ("٠٣٠١٢٣٤٥٦٧", "[phone]"),
        ("电话０３０１２３４５６７请", "电话[phone]请"),
        ("tel:0301234567x", "tel:[phone]x"),
        ("0301234567 84512", "[phone] 84512"),
        ("4111 1111 1111 1111 12/25 123", "[card]"),
        ("4111111111111111, exp 12/2025, cvc: 123!", "[card]!"),
        ("84512 4111 1111 1111 1111 84513", "84512 [card] 84513"),
        ("1 " * 45 + "41 11 11 11 11 11 11 11", "1 " * 45 + "[card]"),
        ("ana%40example.com%40example.org", "[email]"),
        ("mein konto DE89 3704 0044 0532 0130 00 bitte", "mein konto [iban] bitte"),
    ],
)
def test_it_is_found_as_people_write_it(text: str, kept: str) -> None:
    """Numbers are found as customers write them, also with other digits and beside other numbers."""
    assert redact(text) == kept


@pytest.mark.parametrize(("language", "number"), [("en", "2125551234"), ("es", "612345678"), ("it", "3123456789")])
def test_the_language_tells_how_numbers_are_written(language: str, number: str) -> None:
    """A number in a row is one of the language's country where it can be one there; without a language it stays."""
    assert redact(f"it is {number}", language) == "it is [phone]"
    assert redact(f"it is {number}") == f"it is {number}"


@given(st.integers(0, 999_999), st.sampled_from(["", "en", "de", "es", "fr", "xx", "not a language"]))
def test_order_numbers_stay(number: int, language: str) -> None:
    """A number of six digits at most is nobody's, alone or in a list."""
    text = f"order {number}, #{number:06} and {number % 1000}-{number % 100}?"
    assert redact(text, language) == text


@given(MOMENTS, MOMENTS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%y", "%d-%m-%y", "%d. %m. %Y"]))
@example(date(2001, 2, 3), date(2001, 2, 4), "%d.%m.%Y")
def test_dates_and_times_stay(first: date, last: date, form: str) -> None:
    """Dates and times are nobody's, however they are written, and so is a time from one to another."""
    one, other = first.strftime(form), last.strftime(form)
    for text in (f"on {one} at 10:30 or 08:00-18:00", f"{one} - {other}", f"order 84512 of {one}, {other}T10:30:00"):
        for language in ("", "en", "de"):
            assert redact(text, language) == text


@given(st.integers(0, 10**10))
def test_prices_stay(cents: int) -> None:
    """Prices are nobody's, in either way of writing them."""
    whole = f"{cents / 100:,.2f}"
    other = whole.translate(str.maketrans(",.", ".,"))
    for text in (f"it cost {whole} dollars", f"es kostet {other} €", f"-{whole}", f"{cents // 100},-"):
        assert redact(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Nd"], exclude_characters="@＠%")))
def test_a_text_with_nothing_in_it_stays(text: str) -> None:
    """A text without digits and signs of email is the text itself."""
    assert redact(text) is text


@pytest.mark.parametrize("language", ["", "en"])
def test_numbers_that_hide_each_other_are_all_taken_out(language: str) -> None:
    """Where each number hides the next one, as nobody writes by chance, none of them stays."""
    kept = redact("0 1234567890123 1." * 200, language)
    assert sum(sign.isdecimal() for sign in kept) < 7 and redact(kept, language) == kept


NOISE = st.one_of(st.text(), st.text(alphabet="0123456789 +-./()@%40ADE٠１\n[]", max_size=200))


@settings(max_examples=400)
@given(
    st.lists(st.one_of(NOISE, st.emails(), cards(), ibans()), max_size=5), st.sampled_from(["", "en", "es", "de-CH"])
)
def test_twice_is_once(parts: list[str], language: str) -> None:
    """No text whatever makes it fail, and what was redacted is not redacted again."""
    once = redact("".join(parts), language)
    assert redact(once, language) == once
    assert personal_spans(once, language) == ()


@settings(max_examples=400)
@given(st.lists(st.one_of(NOISE, st.emails(), cards(), ibans()), max_size=5))
def test_spans_are_in_order_and_apart(parts: list[str]) -> None:
    """What is found is told in the order of the places, and no sign belongs to two."""
    text = "".join(parts)
    end = 0
    for start, stop, name in personal_spans(text):
        assert end <= start < stop <= len(text) and name in ("email", "phone", "card", "iban")
        end = stop
