"""The code of a cell that enters a benchmark."""

from __future__ import annotations

from ..contracts.models import Benchmark


def template(benchmark: Benchmark, reference: str) -> str:
    """Return Python code that loads each fold, fits, predicts and submits."""
    if benchmark.labels.inputs_hidden is True:
        return f"""import foundry_lab as foundry

benchmark = foundry.benchmark({reference!r})
model = foundry.model("…")  # a published model of yours: the hub runs it on the hidden rows
entry = benchmark.submit(model, name="my model")
entry
"""
    guess = "y.mean()" if benchmark.task == "regression" else "y.mode()[0]"
    goal = "benchmark.target_of(fold)" if len(benchmark.targets or []) > 1 else repr(benchmark.target)
    inputs = ", ".join(map(repr, benchmark.inputs or []))
    return f"""import foundry_lab as foundry

benchmark = foundry.benchmark({reference!r})
predictions = {{}}
for fold in benchmark.folds:
    train, test = benchmark.train(fold).to_pandas(), benchmark.test(fold).to_pandas()
    X, y = train[[{inputs}]], train[{goal}]
    guess = {guess}  # fit your model on X and y here, and predict test[[{inputs}]]
    predictions[fold] = {{row: guess for row in test[{benchmark.id!r}]}}

entry = benchmark.submit(predictions, name="my model")
entry
"""
