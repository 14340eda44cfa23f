"""Attributes of netCDF, HDF5 and Zarr against what xarray makes of the same files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pyarrow as pa
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import foundry_lab as foundry
from foundry_lab.datasets.read_content import read_content
from foundry_lab.errors import FoundryError, InvalidTableError

WRITERS: dict[str, Any] = {
    "a.nc": lambda data, path, coding: data.to_netcdf(path, engine="h5netcdf", encoding=coding),
    "b.nc": lambda data, path, coding: data.to_netcdf(path, engine="scipy", encoding=coding),
    "a.zarr": lambda data, path, coding: data.to_zarr(path, encoding=coding, consolidated=False),
    "b.zarr": lambda data, path, coding: data.to_zarr(
        path, encoding=coding, zarr_format=2, consolidated=False
    ),
}


def measured(path: Path) -> Path:
    times = np.array(["2000-01-01", "2000-01-02", "2000-01-03"], dtype="M8[ns]")
    data = xr.Dataset(
        {
            "t2m": (
                ("time", "lat"), np.array([[270.0, 280.5], [np.nan, 290], [300, 310.25]]),
                {"units": "K", "long_name": "temperature at two metres"},
            ),
            "count": ("time", np.array([1, -9, 3], "int32"), {"instrument": "gauge"}),
        },
        coords={"time": times, "lat": ("lat", [10.0, 20.0], {"units": "degree"})},
    )  # fmt: skip
    coding = {
        "t2m": {"dtype": "int16", "scale_factor": 0.01, "add_offset": 273.0, "_FillValue": -32768},
        "count": {"_FillValue": -9},
    }
    WRITERS[path.name](data, path, coding)
    return path


def truth(path: Path) -> xr.Dataset:
    return xr.open_zarr(path, consolidated=False) if path.suffix == ".zarr" else xr.open_dataset(path)


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_what_xarray_opens(name: str, tmp_path: Path) -> None:
    path = measured(tmp_path / name)
    said = {"title": "t", "description": "d", "license": "MIT", "authors": "a", "citations": "c"}
    dataset = foundry.publish_dataset({"train": path}, name="weather", **said)  # type: ignore[arg-type]
    right = truth(path)
    shown = dataset["train"].to_dict()
    np.testing.assert_array_equal(shown["t2m"], right["t2m"].values)
    np.testing.assert_array_equal(shown["time"], right["time"].values)
    np.testing.assert_array_equal(shown["count"], right["count"].values)
    np.testing.assert_array_equal(shown["lat"], right["lat"].values)
    assert dataset["train"].to_arrow()["count"].to_pylist() == [1, None, 3]
    assert (dataset.columns["t2m"].unit, dataset.columns["t2m"].description) == (
        "K",
        "temperature at two metres",
    )
    assert [entry.unit for entry in dataset.manifest.arrays] == ["degree"]
    assert dataset.understood
    details = [guess.detail for column in dataset.understood[0].columns for guess in column.guesses]
    assert any("scale_factor=0.01" in detail for detail in details)
    assert any("holds times" in detail for detail in details)
    assert any("not kept: 'instrument'" in detail for detail in details)


NUMBERS = {"int16": (-(2**15), 2**15 - 1), "int32": (-(2**31), 2**31 - 1), "uint8": (0, 255)}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_packed_numbers_of_hdf5_are_what_xarray_unpacks(data: st.DataObject, tmp_path: Path) -> None:
    kind = data.draw(st.sampled_from(sorted(NUMBERS)))
    low, high = NUMBERS[kind]
    values = data.draw(st.lists(st.integers(low, high), min_size=1, max_size=6))
    attributes: dict[str, Any] = {}
    if data.draw(st.booleans()):
        attributes["_FillValue"] = np.dtype(kind).type(data.draw(st.sampled_from([*values, low])))
    if data.draw(st.booleans()):
        attributes["scale_factor"] = data.draw(st.floats(1e-6, 1e6))
    if data.draw(st.booleans()):
        attributes["add_offset"] = data.draw(st.floats(-1e6, 1e6))
    path = tmp_path / "packed.h5"
    with h5py.File(path, "w") as file:
        file["x"] = np.array(values, kind)
        file["x"].attrs.update(attributes)
    right = xr.conventions.decode_cf_variable(
        "x", xr.Variable("row", np.array(values, kind), attributes)
    ).values
    column = read_content(path).table["x"]
    shown = [np.nan if value is None else value for value in column.to_pylist()]
    np.testing.assert_array_equal(np.array(shown, float), right.astype(float))


def test_the_neighbor_of_a_large_missing_value_stays(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["n"] = np.array([2**53 + 1, 2**53, 5])
        file["n"].attrs["_FillValue"] = np.int64(2**53 + 1)
    assert read_content(tmp_path / "a.h5").table["n"].to_pylist() == [None, 2**53, 5]


def test_enumerations_are_categories(tmp_path: Path) -> None:
    kind = h5py.enum_dtype({"SOLID": 0, "LIQUID": 2, "GAS": 1}, "u1")
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file.create_dataset("phase", data=np.array([0, 2, 1, 1], "u1"), dtype=kind)
    column = read_content(tmp_path / "a.h5").table["phase"].combine_chunks()
    assert column.to_pylist() == ["SOLID", "LIQUID", "GAS", "GAS"]
    assert column.dictionary.to_pylist() == ["SOLID", "GAS", "LIQUID"]
    with h5py.File(tmp_path / "b.h5", "w") as file:
        file.create_dataset("phase", data=np.array([0, 7], "u1"), dtype=kind)
    with pytest.raises(InvalidTableError, match=r"Row 2 of 'phase'.* holds 7"):
        read_content(tmp_path / "b.h5")


def test_a_calendar_that_no_time_has_stays_numbers_and_is_said(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["time"] = [1.0, 2.0]
        file["time"].attrs.update({"units": "days since 2000-01-01", "calendar": "360_day"})
    content = read_content(tmp_path / "a.h5")
    assert content.table["time"].to_pylist() == [1.0, 2.0]
    assert any("'360_day'" in guess.detail for guess in content.reading.guesses)


def test_an_array_of_another_dimension_is_no_column_though_as_long(tmp_path: Path) -> None:
    data = xr.Dataset(
        {"x": ("sample", [1.0, 2.0]), "y": ("sample", [3.0, 4.0]), "dark": ("channel", [5.0, 6.0])}
    )
    data.to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    content = read_content(tmp_path / "a.nc")
    assert (content.table.schema.names, list(content.arrays)) == (["x", "y"], ["dark"])


@pytest.mark.parametrize("name", ["b.nc", "a.h5"])
def test_without_xarray_the_command_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "b.nc":
        measured(tmp_path / name)
    else:
        with h5py.File(tmp_path / name, "w") as file:
            file["x"] = [1, 2]
            file["x"].attrs["scale_factor"] = 0.5
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(FoundryError, match=r"pip install 'foundry-lab\[netcdf\]'"):
        read_content(tmp_path / name)


@pytest.mark.parametrize(
    "head", [b"CDF\x01", b"CDF\x05", b"CDF\x02\x00\x00", b"\x89HDF\r\n\x1a\n", b"time,t2m\n"]
)
def test_a_damaged_netcdf_file_is_a_sentence(head: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.nc").write_bytes(head + b"1,2\n")
    with pytest.raises(FoundryError, match=r"cannot be read as|is not a netCDF file"):
        read_content(tmp_path / "a.nc")


def test_a_table_of_attributes_is_of_plain_types(tmp_path: Path) -> None:
    path = measured(tmp_path / "a.nc")
    kinds = read_content(path).table.schema
    assert kinds.field("time").type == pa.timestamp("ns")
    assert kinds.field("count").type == pa.int32()


@pytest.mark.parametrize("name", ["data.h5", "data.nc", "classic.nc", "data.zarr"])
def test_what_a_file_says_of_itself_is_said(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    said = {"title": "Sea levels", "history": "made by hand"}
    if name == "data.h5":
        with h5py.File(path, "w") as file:
            file["run/x"] = [1.0, 2.0]
            file.attrs.update(said)
            file["run"].attrs["beam"] = "Cu"
    else:
        dataset = xr.Dataset({"x": ("row", [1.0, 2.0])}, attrs=said)
        if name == "data.zarr":
            dataset.to_zarr(path)
        else:
            dataset.to_netcdf(path, engine="scipy" if name == "classic.nc" else "h5netcdf")
    with pytest.warns(foundry.FoundryWarning):
        dataset = foundry.publish_dataset({"train": path}, name="levels")
    text = repr(dataset.understood)
    assert "says of itself what no column holds: " in text
    assert "title='Sea levels'" in text
    assert "history='made by hand'" in text
    assert ("'run' in" in text and "beam='Cu'" in text) == (name == "data.h5")


@pytest.mark.parametrize("source", ["file", "arrays", "matrices"])
def test_the_parts_of_complex_numbers_are_said(source: str, tmp_path: Path) -> None:
    z = np.array([[1 + 2j], [3 - 4j]])
    given: object = {"z": z if source == "matrices" else z[:, 0]}
    if source == "file":
        given = tmp_path / "z.h5"
        with h5py.File(tmp_path / "z.h5", "w") as file:
            file["z"] = z[:, 0]
    with pytest.warns(foundry.FoundryWarning):
        dataset = foundry.publish_dataset({"train": given}, name="waves")
    assert dataset["train"].to_arrow().column_names == ["z.real", "z.imag"]
    assert "'z' is complex, which no column is: its parts are 'z.real' and 'z.imag'" in repr(
        dataset.understood
    )
