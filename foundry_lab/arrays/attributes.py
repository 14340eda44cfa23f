"""What an array's attributes say of its numbers: scale, missing values, units and times, as netCDF and CF have them."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InvalidTableError
from ..extras import extra

_FILLS = ("_FillValue", "missing_value")
_PACKED = ("scale_factor", "add_offset", "_Unsigned")
_TEXTS = ("units", "long_name", "description", "standard_name", "calendar")
#: What HDF5, netCDF, PyTables and Zarr write for themselves.
_OWN = (
    "CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "DIMENSION_LABELS", "_Netcdf4Dimid", "_Netcdf4Coordinates",
    "_nc3_strict", "_NCProperties", "_ARRAY_DIMENSIONS", "coordinates", "TITLE", "VERSION", "FLAVOR", "EXTDIM", "FILTERS",
)  # fmt: skip
_NO_UNIT = ("", "1", "none", "unitless", "dimensionless")
_CALENDARS = ("", "standard", "gregorian", "proleptic_gregorian")
_SHOWN = 6


@dataclass(frozen=True)
class Attributes:
    """
    The attributes of an array.

    Attributes
    ----------
    values : dict of str to object
        Text as str, single items as scalars.
    where : str
        What sentences call the array.
    """

    values: dict[str, Any]
    where: str

    @classmethod
    def of(cls, values: Mapping[str, Any], where: str) -> Attributes:
        """Return the attributes that a file has, without those that its format writes for itself."""
        return cls({key: _python_value(value) for key, value in values.items() if key not in _OWN}, where)

    @property
    def unit(self) -> str:
        """The unit; empty for a time since a date, which is a type and not a unit."""
        text = str(self.values.get("units", "")).strip()
        return "" if text.lower() in _NO_UNIT or " since " in text else text

    @property
    def description(self) -> str:
        """What the array is, in words."""
        return str(self.values.get("description") or self.values.get("long_name") or "").strip()

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """What was decided, each with the words that decide otherwise."""
        notes = []
        applied = [
            key for key in (*_FILLS, *_PACKED) if key in self.values and str(self.values[key]) != "nan"
        ]
        if applied:
            text = ", ".join(f"{key}={self.values[key]}" for key in applied)
            notes.append(f"The attributes of {self.where} are applied: {text}.")
        if self._is_time:
            notes.append(f"{self.where} holds times, as its unit {self.values['units']!r} says.")
        elif " since " in str(self.values.get("units", "")):
            notes.append(
                f"{self.where} holds numbers of {self.values['units']!r} in the calendar {self._calendar!r}, "
                "which no type of time holds."
            )
        more = [key for key in self.values if key not in (*_FILLS, *_PACKED, *_TEXTS)]
        if more:
            others = "" if len(more) <= _SHOWN else f" and {len(more) - _SHOWN} more"
            names = ", ".join(map(repr, more[:_SHOWN])) + others
            notes.append(f"{self.where} has attributes that are not kept: {names}.")
        return tuple((detail, "give the array itself, as in {'x': file['x'][()]}") for detail in notes)

    @property
    def changes(self) -> bool:
        """Whether the values are others than the stored numbers."""
        return self._is_time or any(key in self.values for key in (*_FILLS, *_PACKED))

    def decode(self, raw: Any, *, masked: bool = True) -> Any:
        """
        Return what stored numbers mean.

        Parameters
        ----------
        raw : numpy.ndarray
        masked : bool, optional
            Whether missing values are masked; else they are NaN.

        Returns
        -------
        numpy.ndarray or numpy.ma.MaskedArray

        Raises
        ------
        InvalidTableError
            If xarray is needed and not installed, or values cannot be what the attributes say.
        """
        if not self.changes or raw.dtype.kind not in "iuf":
            return raw
        missing = self._missing(raw)
        values = raw
        if self._is_time or any(key in self.values for key in _PACKED):
            values = self._by_xarray(raw)
        if not missing.any():
            return values
        if masked:
            return np.ma.MaskedArray(values, mask=missing)
        if values.dtype.kind in "iu":
            if np.abs(values[~missing].astype(np.float64)).max(initial=0) > 2**53:
                raise InvalidTableError(
                    f"{self.where} has missing values beside whole numbers beyond 2**53, which would be rounded: "
                    "write it as a column of a table."
                )
            values = values.astype(np.float64)
        return np.where(
            missing, np.asarray("NaT" if values.dtype.kind == "M" else np.nan, values.dtype), values
        )

    @property
    def _is_time(self) -> bool:
        return " since " in str(self.values.get("units", "")) and self._calendar in _CALENDARS

    @property
    def _calendar(self) -> str:
        return str(self.values.get("calendar", "")).lower()

    def _missing(self, values: Any) -> Any:
        # Compared as they are stored: a double would take the neighbor of a large integer for it.
        missing = np.zeros(values.shape, bool)
        for key in _FILLS:
            for fill in np.atleast_1d(self.values.get(key, [])):
                if isinstance(fill, np.number | np.bool_):
                    missing |= values == fill
        return missing

    def _by_xarray(self, raw: Any) -> Any:
        changing = ", ".join(self.values)
        with extra(
            "netcdf", f"{self.where} has attributes that change its values ({changing}), which xarray reads"
        ):
            from xarray import Variable
            from xarray.conventions import decode_cf_variable
        attributes = {key: value for key, value in self.values.items() if key != "units" or self._is_time}
        variable = Variable([f"axis{axis}" for axis in range(raw.ndim)], raw, attributes)
        try:
            with warnings.catch_warnings():
                # Several values for a missing one are told apart here.
                warnings.simplefilter("ignore")
                values = decode_cf_variable(
                    "x", variable, concat_characters=False, decode_times=self._is_time, decode_timedelta=False
                ).values
        except (ValueError, OverflowError, TypeError) as error:
            raise InvalidTableError(
                f"The attributes of {self.where} cannot be applied: {str(error).splitlines()[0].rstrip('.')}."
            ) from None
        if values.dtype.kind == "O":
            raise InvalidTableError(
                f"{self.where} holds times beyond the years 1678 to 2262: give them as text."
            )
        return values


def _python_value(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, np.ndarray) and value.size == 1:
        return _python_value(value.reshape(-1)[0])
    return value
