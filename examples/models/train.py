"""Train a forest for solubility on the published training split, and write it with its manifest.

`python examples/models/train.py [DESTINATION]` writes `solubility-forest.onnx` and `model.json`.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pandas as pd
from skl2onnx import to_onnx
from sklearn.ensemble import ExtraTreesRegressor

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "data" / "solubility"
TARGET = "solubility"
SEED = 0

CARD = """\
# Solubility forest

Predicts the aqueous solubility of small organic molecules, as log10 of mol/L, from {inputs} molecular descriptors.

- **Method**: {trees} extremely randomised trees (Geurts, Ernst, Wehenkel, Machine Learning 2006, 63, 3), \
scikit-learn {sklearn}.
- **Training data**: split `train` of `solubility@{dataset}`, {train_rows} molecules whose descriptors are known.
- **Test error**: mean absolute error {mae:.2f}, root mean square error {rmse:.2f} log10(mol/L), R2 {r2:.2f}, on the
  {test_rows} molecules of the published test split whose descriptors are known.
- **Intended use**: an example, and a baseline for neutral, drug-like organic molecules.
- **Limits**: it has not seen salts, polymers or metal complexes; it can't predict beyond the range of its training
  data, {low:.1f} to {high:.1f} log10(mol/L), and tells nothing of its uncertainty.
"""


def main() -> None:
    """Train, convert, measure the converted model on the test split, and write the folder."""
    destination = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "solubility-forest"
    destination.mkdir(parents=True, exist_ok=True)
    draft = json.loads((DATA / "dataset.json").read_text())
    columns = {column["name"]: column for column in draft["columns"]}
    names = [name for name, column in columns.items() if column.get("role") == "input" and name != "smiles"]
    train, test = (pd.read_csv(DATA / f"{split}.csv").dropna(subset=names) for split in ("train", "test"))

    forest = ExtraTreesRegressor(n_estimators=40, max_depth=10, min_samples_leaf=3, random_state=SEED)
    forest.fit(train[names].to_numpy(np.float32), train[TARGET])
    model = to_onnx(forest, np.zeros((1, len(names)), np.float32), target_opset=17)
    model.graph.output[0].name = model.graph.node[-1].output[0] = TARGET
    path = destination / "solubility-forest.onnx"
    path.write_bytes(model.SerializeToString())

    session = onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    predicted = session.run(None, {"X": test[names].to_numpy(np.float32)})[0][:, 0]
    error = predicted - test[TARGET].to_numpy()
    spread = test[TARGET] - test[TARGET].mean()
    mae, rmse = float(np.abs(error).mean()), float(np.sqrt((error**2).mean()))
    r2 = float(1 - (error**2).sum() / (spread**2).sum())
    reference = f"{draft['name']}@{draft['version']}"

    def metric(name: str, value: float, unit: str | None = None) -> dict[str, Any]:
        where = {"dataset": reference, "split": "test"}
        return {"name": name, "value": round(value, 4), **({"unit": unit} if unit else {}), **where}

    unit = columns[TARGET]["unit"]
    manifest = {
        "name": "solubility-forest",
        "version": "1.0.0",
        "title": "Solubility forest",
        "description": "Aqueous solubility of small organic molecules from molecular descriptors, "
        "by extremely randomised trees.",
        "license": "BSD-3-Clause",
        "authors": [{"name": "Foundry Lab contributors"}],
        "citations": draft["citations"],
        "source": "Trained by examples/models/train.py",
        "keywords": ["solubility", "molecules", "random forest", "descriptors"],
        "domains": ["chemistry"],
        "tasks": ["regression"],
        "format": "onnx",
        "entry": path.name,
        "signature": {
            "inputs": [
                {
                    "name": "X",
                    "datatype": "FP32",
                    "shape": [-1, len(names)],
                    "columns": [columns[name] for name in names],
                }
            ],
            "outputs": [
                {
                    "name": TARGET,
                    "datatype": "FP32",
                    "shape": [-1, 1],
                    "columns": [
                        {
                            "name": TARGET,
                            "unit": unit,
                            "role": "target",
                            "description": "Predicted solubility in water",
                        }
                    ],
                }
            ],
        },
        "trainedOn": [
            {
                "dataset": draft["name"],
                "version": draft["version"],
                "split": "train",
                "columns": [*names, TARGET],
            }
        ],
        "metrics": [metric("MAE", mae, unit), metric("RMSE", rmse, unit), metric("R2", r2)],
        "environment": {name: version(name) for name in ("scikit-learn", "skl2onnx", "onnx", "onnxruntime")},
        "card": CARD.format(
            inputs=len(names),
            trees=forest.n_estimators,
            sklearn=version("scikit-learn"),
            dataset=draft["version"],
            train_rows=len(train),
            test_rows=len(test),
            mae=mae,
            rmse=rmse,
            r2=r2,
            low=train[TARGET].min(),
            high=train[TARGET].max(),
        ),
    }
    (destination / "model.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    print(f"MAE {mae:.3f} RMSE {rmse:.3f} R2 {r2:.3f} {unit}, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
