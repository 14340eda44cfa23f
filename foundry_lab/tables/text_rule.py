"""
The rule by which texts become values.

A text becomes a number, a date or a truth value only if writing it back gives the same text. What looks like a
number and would not come back (`007`, `+1`, `0x1F`, hashes such as `12e3`, ratios such as `10:30`, too many digits)
keeps its column text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from ..contracts.models import ColumnDraft
from .reading import Reading
from .stated_types import CATEGORY, stated_type, texts_as
from .text_numbers import BARE_EXPONENT, NUMBER, numbers
from .text_times import DATE, TIME, dates, times

#: What stands for a missing value beside numbers, dates and truth values, where nothing else is said.
MISSING = ("NA", "N/A", "n/a", "NaN", "nan", "-nan", "NULL", "null", "None", "#N/A", "<NA>")
_INFINITE = {"inf": 1, "Inf": 1, "Infinity": 1, "-inf": -1, "-Inf": -1, "-Infinity": -1}
_TRUTH = (("true", "false"), ("True", "False"), ("TRUE", "FALSE"))
_SAMPLE = 64
_SAMPLED_ROWS = 4096
_IS_NUMBER = re.compile(NUMBER)
_IS_DATE = re.compile(DATE)
_IS_TIME = re.compile(TIME)
_COMMA = re.compile(r"-?(?:0|[1-9][0-9]*),[0-9]+|-?(?:0|[1-9][0-9]*)")
#: Why a text that looks like a number is none, and the type that makes it one.
_REASONS = (
    (re.compile(r"-?0[0-9][0-9.]*"), "begins with a zero that a number would lose", "int64"),
    (re.compile(r"\+[0-9.]+(?:[eE][+-]?[0-9]+)?"), "begins with a plus that a number would lose", "float64"),
    (re.compile(r"-0"), "is a zero whose sign a whole number would lose", "float64"),
    (re.compile(r"0[xX][0-9a-fA-F]+"), "may be hexadecimal", "string"),
    (re.compile(BARE_EXPONENT.strip("^$")), "may be an id as well as a power of ten", "float64"),
    (re.compile(r"[0-9]+:[0-9]{2}(?::[0-9]{2})?"), "may be a ratio as well as a time", "string"),
    (
        re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+"),
        "has a comma that may stand before decimals or thousands",
        "float64",
    ),
    (re.compile(r"-?[0-9]+,[0-9]+"), "has a decimal comma", "float64"),
    (re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{3})*[.,][0-9]+"), "has points and commas", "string"),
)


def column_of_texts(
    texts: pa.ChunkedArray, name: str, reading: Reading, *, decimal: str = "."
) -> pa.ChunkedArray:
    """
    Return a column of texts as what they are by the rule.

    Parameters
    ----------
    texts : pyarrow.ChunkedArray
        Of type string.
    name : str
        The column's.
    reading : Reading
        What is said about the column; guesses are added to it.
    decimal : str, optional
        What stands before decimals.
    """
    words = reading.missing(name)
    texts = without_words(texts, words) if words else texts
    draft = reading.drafts.get(name)
    if draft is not None and draft.type:
        return _Column(texts, name, reading, decimal).as_stated(draft)
    if reading.is_text(name):
        return texts
    if texts.null_count == len(texts):
        return pa.chunked_array([pa.nulls(len(texts))])
    return _Column(texts, name, reading, decimal).read()


def without_words(texts: pa.ChunkedArray, words: Sequence[str]) -> pa.ChunkedArray:
    """Return texts in which these words are missing."""
    hit = pc.is_in(texts, value_set=pa.array(words, texts.type))
    return pc.if_else(hit, pa.scalar(None, texts.type), texts) if pc.any(hit).as_py() else texts


class _Column:
    def __init__(self, texts: pa.ChunkedArray, name: str, reading: Reading, decimal: str) -> None:
        self.texts = texts
        self.name = name
        self.reading = reading
        self.decimal = decimal
        self.words = () if reading.missing(name) is not None else MISSING
        self.quantity = name in reading.drafts and bool(reading.drafts[name].unit)

    def read(self) -> pa.ChunkedArray:
        sample = [value.strip(" ") for value in self._first(self.texts)]
        values = [value for value in sample if value not in self.words]
        if not values:
            values = self._first(without_words(self.texts, self.words))
        result = None
        if values and any(all(value in pair for value in values) for pair in _TRUTH):
            result = self._truth()
        elif values and all(_IS_DATE.fullmatch(value) for value in values):
            result = self._with_or_without_words(dates)
        elif values and all(_IS_TIME.fullmatch(value) for value in values):
            result = self._with_or_without_words(times)
        elif any(_IS_NUMBER.fullmatch(self._with_decimal_point(value)) for value in values) and all(
            _IS_NUMBER.fullmatch(self._with_decimal_point(value)) or value in _INFINITE for value in values
        ):
            result = self._numbers()
        if result is None:
            self._explain(values)
            return self.texts
        return result

    def as_stated(self, draft: ColumnDraft) -> pa.ChunkedArray:
        """Return the texts as the type that is stated, without a guess but for words for missing values."""
        texts = self.texts
        if not (pa.types.is_string(stated_type(draft)) or draft.type == CATEGORY):
            texts = self._without_words(texts)
            if texts is not self.texts:
                self._say_words()
            if self.decimal == ",":
                texts = pc.replace_substring(texts, ",", ".")
        return texts_as(texts, draft, self.reading.where)

    def _first(self, texts: pa.ChunkedArray) -> list[str]:
        head: list[str] = texts.slice(0, _SAMPLED_ROWS).drop_null().slice(0, _SAMPLE).to_pylist()
        return head or list(texts.drop_null().slice(0, _SAMPLE).to_pylist())

    def _with_decimal_point(self, value: str) -> str:
        if self.decimal == ".":
            return value
        return "?" if "." in value else value.replace(",", ".")

    def _truth(self) -> pa.ChunkedArray | None:
        def read(texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
            for pair in _TRUTH:
                if pc.all(pc.or_(pc.equal(texts, pair[0]), pc.equal(texts, pair[1]))).as_py():
                    return pc.equal(texts, pair[0])
            return None

        return self._with_or_without_words(read)

    def _with_or_without_words(self, read: object) -> pa.ChunkedArray | None:
        assert callable(read)
        result = read(self.texts)
        if result is None:
            texts = self._without_words(self.texts)
            result = None if texts is self.texts else read(texts)
            if result is not None:
                self._say_words()
        assert result is None or isinstance(result, pa.ChunkedArray)
        return result

    def _numbers(self) -> pa.ChunkedArray | None:
        result = self._plain_numbers(self.texts)
        if result is not None:
            if pa.types.is_decimal(result.type):
                self._say_decimal(result.type)
            return result
        texts = pc.utf8_trim(self.texts, " ")
        texts = self._without_words(texts)
        infinite = pc.is_in(texts, value_set=pa.array(list(_INFINITE)))
        if not pc.any(infinite).as_py():
            result = self._plain_numbers(texts)
        else:
            finite = self._plain_numbers(pc.if_else(infinite, pa.scalar(None, pa.string()), texts))
            if finite is not None and pa.types.is_floating(finite.type):
                below = pc.starts_with(texts, "-")
                infinities = pc.if_else(below, float("-inf"), float("inf"))
                result = pc.if_else(infinite, infinities, finite)
            elif finite is not None and pc.all(pc.less(pc.binary_length(texts), 16)).as_py():
                below = pc.starts_with(texts, "-")
                result = pc.if_else(
                    infinite, pc.if_else(below, float("-inf"), float("inf")), finite.cast(pa.float64())
                )
        if result is not None and pa.types.is_decimal(result.type):
            self._say_decimal(result.type)
        if result is not None and pc.any(pc.is_in(self.texts, value_set=pa.array(MISSING))).as_py():
            self._say_words()
        return result

    def _plain_numbers(self, texts: pa.ChunkedArray) -> pa.ChunkedArray | None:
        if self.decimal == ",":
            if pc.any(pc.match_substring(texts, ".")).as_py():
                return None
            texts = pc.replace_substring(texts, ",", ".")
        return numbers(texts, may_be_ids=not self.quantity)

    def _without_words(self, texts: pa.ChunkedArray) -> pa.ChunkedArray:
        return without_words(texts, self.words) if self.words else texts

    def _say_words(self) -> None:
        hit = pc.is_in(self.texts, value_set=pa.array(self.words or [""]))
        words = ", ".join(repr(word) for word in pc.unique(self.texts.filter(hit)).to_pylist()[:3])
        count = pc.sum(hit).as_py() or 0
        if count:
            self._guess(
                f"{words} in {count:,} row{'' if count == 1 else 's'} of {self.name!r} stands for a missing value",
                'read={"missing": []}',
            )

    def _say_decimal(self, kind: pa.DataType) -> None:
        self._guess(
            f"{self.name!r} is {kind}: its numbers have more digits than a double keeps",
            self._statement("float64"),
        )

    def _explain(self, values: Sequence[str]) -> None:
        """Say why a column of which most values look like numbers is text."""
        like = [value for value in values if _IS_NUMBER.fullmatch(value) or _reason(value)]
        if 2 * len(like) <= len(values):
            return
        form = NUMBER if self.decimal == "." else NUMBER.replace(r"\.", ",")
        odd = pc.invert(pc.match_substring_regex(self.texts, f"^(?:{form})$"))
        if not pc.any(odd).as_py():
            odd = pc.match_substring_regex(self.texts, BARE_EXPONENT)
        row = pc.index(odd, True).as_py()
        if row < 0:
            self._guess(
                f"{self.name!r} is text: its numbers would not come back as they are written",
                self._statement("float64"),
            )
            return
        value = self.texts[row].as_py()
        if self.decimal == "," and "." in value:
            because, kind = "has a point in a file with decimal commas", "float64"
        else:
            because, kind = _reason(value) or ("is not a number", "float64")
        self._guess(
            f"{self.name!r} is text: {value[:60]!r} in row {row + 1} {because}", self._statement(kind)
        )

    def _statement(self, kind: str) -> str:
        return f'columns={{"{self.name}": {{"type": "{kind}"}}}}'

    def _guess(self, detail: str, otherwise: str) -> None:
        self.reading.guess(f"{detail}.", otherwise, self.name)


def looks_like_number(value: str) -> bool:
    """Whether a text has the form of a number that would not come back, such as `007` or `+1`."""
    return _reason(value) is not None


def _reason(value: str) -> tuple[str, str] | None:
    return next(((why, kind) for form, why, kind in _REASONS if form.fullmatch(value)), None)


def has_decimal_commas(samples: Sequence[Sequence[str]]) -> bool:
    """Whether a file's numbers have decimal commas, by the first values of its columns."""
    return any(map(_is_decimal_comma, samples))


def _is_decimal_comma(values: Sequence[str]) -> bool:
    present = [value for value in values if value and value not in MISSING]
    commas = [value for value in present if "," in value]
    # 1,250 may be a thousand and more.
    return all(_COMMA.fullmatch(value) for value in present) and any(
        len(value.rpartition(",")[2]) != 3 for value in commas
    )
