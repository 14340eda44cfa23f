"""What is said about a file before it is read, and what is guessed while it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import BuiltinFunctionType, FunctionType, MethodType

from ..contracts.models import ColumnDraft, ReadOptions
from ..errors import InvalidTableError
from .values import text_of

#: Kinds whose values are text, whatever they look like: `NaN` is sodium nitride.
TEXT_KINDS = ("formula", "smiles", "structure")
_SHOWN = 3


@dataclass(frozen=True)
class Guess:
    """
    A decision that the bytes alone do not make.

    Attributes
    ----------
    detail : str
        What was decided and why, as a sentence.
    otherwise : str
        The words that decide otherwise.
    column : str
        Empty for one about the whole file.
    """

    detail: str
    otherwise: str
    column: str = ""


class UnfitColumnError(InvalidTableError):
    """
    A column that Arrow has no type for.

    Parameters
    ----------
    column, where : str
        The column's name, and what its table is called.
    fault : str
        What it does that no column can, as the end of a sentence.
    advice : str
        What to give instead.
    """

    def __init__(self, column: str, where: str, fault: str, advice: str) -> None:
        super().__init__(f"Column {column!r} of {where} {fault}: {advice}.")
        self.fault = fault


@dataclass
class Reading:
    """
    The reading of one source.

    Attributes
    ----------
    drafts : dict of str to ColumnDraft
        What its publisher says about columns.
    where : str
        What sentences call it.
    options : ReadOptions
        What its publisher says about the file.
    guesses : list of Guess
    written : dict of str to list of str
        The first values of each column as they stand in the source, where they are text.
    is_for_show : bool
        Whether the table is looked at and not kept: a column that Arrow cannot hold is then shown as text, and values
        without a name get one.
    texts : dict of str to str
        The columns that are shown as text, and why, as the end of a sentence.
    computed : str
        What the rows were computed from, where the source is a plan of them.
    """

    drafts: dict[str, ColumnDraft] = field(default_factory=dict)
    where: str = "The table"
    options: ReadOptions = field(default_factory=ReadOptions)
    guesses: list[Guess] = field(default_factory=list)
    written: dict[str, list[str | None]] = field(default_factory=dict)
    is_for_show: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    computed: str = ""

    @classmethod
    def of(cls, columns: Iterable[ColumnDraft] = (), options: ReadOptions | None = None) -> Reading:
        """Return the reading of a source about which this is said."""
        return cls({column.name: column for column in columns}, options=options or ReadOptions())

    @property
    def header(self) -> bool | int | None:
        """What is said of the line of names; None where nothing is."""
        option = self.options.header
        return option if isinstance(option, int) else None

    def guess(self, detail: str, otherwise: str, column: str = "") -> None:
        """Note a guess."""
        self.guesses.append(Guess(detail, otherwise, column))

    def show(self, column: str, values: Iterable[object]) -> None:
        """Note the first values of a column as they stand in the source."""
        first = (None if value is None else text_of(value) for value in islice(values, _SHOWN))
        self.written[column] = list(first)

    def is_text(self, name: str) -> bool:
        """Whether a column's texts stay texts: those of an id, a formula, SMILES, paths."""
        draft = self.drafts.get(name)
        return draft is not None and (draft.role == "id" or draft.kind in TEXT_KINDS or bool(draft.path))

    def missing(self, name: str) -> list[str] | None:
        """Return the texts that stand for a missing value of a column; None where nothing is said."""
        draft = self.drafts.get(name)
        own = list(draft.missing.values or []) if draft is not None and draft.missing else []
        option = self.options.missing
        return [*own, *option] if isinstance(option, list) else own or None

    def not_a_table(self, source: object) -> InvalidTableError:
        """Return the error that says what a source is, and what can be given instead."""
        advice = (
            "give list(...) of it, since it can be read only once"
            if isinstance(source, Iterator)
            else "give what its head, agg or mean returns"
            if type(source).__name__.endswith("GroupBy")
            else "give what it returns"
            if isinstance(source, FunctionType | BuiltinFunctionType | MethodType)
            else "give a pandas or Polars frame, an Arrow table or reader, a list of records, named arrays, or the "
            "path of a file"
        )
        return InvalidTableError(f"{self.where} is {article_and_type(source)}; {advice}.")


def article_and_type(value: object) -> str:
    """Return the name of a value's type after `a` or `an`."""
    word = type(value).__name__
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def words_of(error: BaseException) -> str:
    """Return what an error of a library says, in one line without its full stop."""
    return " ".join(" ".join(map(str, error.args)).split()).rstrip(".") or type(error).__name__
