"""Predictions: the sixth route, with JSON."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import prod
from typing import Any

import pytest
from conftest import STRICT, TYPES, Server, body, error_of, flat, same, tensor, values

Inputs = list[dict[str, Any]]


def outputs(answer: Any) -> dict[str, dict[str, Any]]:
    assert answer.status_code == 200, answer.text[:500]
    return {one["name"]: one for one in answer.json()["outputs"]}


def test_an_answer_has_every_output(server: Server, inputs: Inputs, metadata: dict[str, Any]) -> None:
    answer = server.infer(body(inputs, 3, id="conformance-1"))
    found = outputs(answer)
    whole = answer.json()
    assert whole["model_name"] == server.model
    assert whole["id"] == "conformance-1"
    if metadata.get("outputs"):
        assert set(found) == {one["name"] for one in metadata["outputs"]}
    for one in found.values():
        assert one["datatype"] in {*TYPES, "BYTES"}
        assert prod(one["shape"]) == flat(one).size
        assert one["shape"][0] == 3


def test_a_version_answers_alike(server: Server, inputs: Inputs, metadata: dict[str, Any]) -> None:
    versions = metadata.get("versions") or []
    if not versions:
        pytest.skip("the server names no versions of the model")
    answer = server.client.post(f"{server.path}/versions/{versions[0]}/infer", json=body(inputs))
    plain = outputs(server.infer(body(inputs)))
    assert all(same(flat(one), flat(plain[name])) for name, one in outputs(answer).items())


def test_nested_values_are_the_same_as_flat_ones(server: Server, inputs: Inputs) -> None:
    nested = {"inputs": [tensor(one, values(one, 2)) | {"data": values(one, 2).tolist()} for one in inputs]}
    plain = outputs(server.infer(body(inputs)))
    assert all(same(flat(one), flat(plain[name])) for name, one in outputs(server.infer(nested)).items())


def test_rows_do_not_depend_on_each_other(server: Server, inputs: Inputs) -> None:
    arrays = [values(one, 4) for one in inputs]
    whole = outputs(server.infer({"inputs": [tensor(*pair) for pair in zip(inputs, arrays, strict=True)]}))
    for row in range(4):
        single = [array[row : row + 1] for array in arrays]
        part = outputs(server.infer({"inputs": [tensor(*pair) for pair in zip(inputs, single, strict=True)]}))
        for name, one in part.items():
            assert same(flat(one), flat(whole[name]).reshape(4, -1)[row])


def test_only_the_wanted_output_comes(server: Server, inputs: Inputs) -> None:
    name = next(iter(outputs(server.infer(body(inputs)))))
    assert set(outputs(server.infer(body(inputs, outputs=[{"name": name}])))) == {name}


def test_each_of_many_clients_gets_its_own_rows(server: Server, inputs: Inputs) -> None:
    requests = [body(inputs, rows=1 + seed % 3, seed=seed, id=str(seed)) for seed in range(32)]
    alone = [outputs(server.infer(request)) for request in requests]

    def ask(request: dict[str, Any]) -> Any:
        return server.infer(request)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, requests))
    for request, answer, expected in zip(requests, answers, alone, strict=True):
        assert answer.json()["id"] == request["id"]
        assert all(same(flat(one), flat(expected[name])) for name, one in outputs(answer).items())


def test_a_chunked_body_is_read(server: Server, inputs: Inputs) -> None:
    import json

    text = json.dumps(body(inputs)).encode()

    def pieces() -> Any:
        for start in range(0, len(text), 7):
            yield text[start : start + 7]

    plain = outputs(server.infer(body(inputs)))
    assert all(same(flat(one), flat(plain[name])) for name, one in outputs(server.infer(pieces())).items())


def test_no_rows_give_no_rows_or_an_error(server: Server, inputs: Inputs) -> None:
    answer = server.infer(body(inputs, rows=0))
    if answer.status_code == 200:
        assert all(flat(one).size == 0 for one in outputs(answer).values())
    else:
        error_of(answer)


def test_an_unknown_model_is_an_error(server: Server, inputs: Inputs) -> None:
    error_of(server.client.post("/v2/models/no-such-model/infer", json=body(inputs)))


def test_another_method_is_refused(server: Server) -> None:
    assert server.get(f"{server.path}/infer").status_code in (404, 405)


@pytest.fixture
def changed(inputs: Inputs) -> Callable[..., dict[str, Any]]:
    def change(**to: Any) -> dict[str, Any]:
        request = body(inputs)
        request["inputs"][0].update(to)
        return request

    return change


def test_shape_and_data_must_agree(
    server: Server, inputs: Inputs, changed: Callable[..., dict[str, Any]]
) -> None:
    data = body(inputs)["inputs"][0]["data"]
    for wrong in (data[:-1], [*data, *data[:1]], [], data[:1] * 1000):
        error_of(server.infer(changed(data=wrong)))
    assert server.lives()


def test_values_must_be_of_the_datatype(
    server: Server, inputs: Inputs, changed: Callable[..., dict[str, Any]]
) -> None:
    data = body(inputs)["inputs"][0]["data"]
    texts = isinstance(data[0], str)
    for wrong in ([1] if texts else ["many"], [None], [{}], [[]]):
        error_of(server.infer(changed(data=wrong * len(data))))
    assert server.lives()


def test_the_datatype_must_be_known(server: Server, changed: Callable[..., dict[str, Any]]) -> None:
    for wrong in ("FP31", "", None, 7, "fp32\n", ["FP32"]):
        error_of(server.infer(changed(datatype=wrong)))


def test_the_shape_must_be_one(server: Server, changed: Callable[..., dict[str, Any]]) -> None:
    for wrong in (
        *([[-1, 4]] if STRICT else []),
        [2.5],
        ["2"],
        "2",
        None,
        {},
        [10**9, 10**9],
        [2] * 40,
        [2**63],
    ):
        error_of(server.infer(changed(shape=wrong)))
    assert server.lives()


def test_numbers_that_are_none_are_refused(server: Server, inputs: Inputs) -> None:
    import json

    if not inputs[0]["datatype"].startswith("FP"):
        pytest.skip("the model's first input takes no floating point numbers")
    request = body(inputs)
    request["inputs"][0]["data"] = ["@"] * len(request["inputs"][0]["data"])
    for token in ("NaN", "Infinity", "-Infinity", "1e999", "0x10", "1.", "'1'"):
        error_of(server.infer(json.dumps(request).replace('"@"', token)))
    assert server.lives()
