"""Make the folders to publish from `sources/`: `python examples/data/build.py [DESTINATION]`."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
MATBENCH = {
    "text": "Dunn, A.; Wang, Q.; Ganose, A.; Dopp, D.; Jain, A. Benchmarking materials property prediction methods: "
    "the Matbench test set and Automatminer reference algorithm. npj Comput. Mater. 2020, 6, 138.",
    "doi": "10.1038/s41524-020-00406-3",
}
FOLD_0 = "fold 0 of Matbench v0.1"


def people(*names: str) -> list[dict[str, str]]:
    """Return author entries."""
    return [{"name": name} for name in names]


MATBENCH_SETS: dict[str, dict[str, Any]] = {
    "matbench-expt-gap": {
        "file": "expt_gap.csv",
        "task": "expt-gap",
        "target": {
            "name": "gap",
            "unit": "eV",
            "role": "target",
            "description": "Measured band gap; 0 for a metal",
        },
        "title": "Experimental band gaps",
        "description": "Measured band gap of inorganic compounds, semiconductors and metals alike, by chemical formula. "
        "The task matbench_expt_gap of Matbench v0.1.",
        "authors": people("Ya Zhuo", "Aria Mansouri Tehrani", "Jakoah Brgoch"),
        "citations": [
            {
                "text": "Zhuo, Y.; Mansouri Tehrani, A.; Brgoch, J. Predicting the Band Gaps of Inorganic Solids by Machine "
                "Learning. J. Phys. Chem. Lett. 2018, 9, 1668.",
                "doi": "10.1021/acs.jpclett.8b00124",
            },
            MATBENCH,
        ],
        "keywords": ["band gap", "semiconductors", "experiment", "matbench"],
    },
    "matbench-dielectric": {
        "file": "dielectric.csv",
        "task": "dielectric",
        "target": {
            "name": "n",
            "role": "target",
            "description": "Refractive index, from the electronic part of the dielectric tensor; it has no unit",
        },
        "title": "Refractive index of dielectrics",
        "description": "Refractive index of inorganic semiconductors and insulators with a finite band gap, by chemical "
        "formula, from density functional perturbation theory. The task matbench_dielectric of Matbench v0.1.",
        "authors": people("Ioannis Petousis"),
        "citations": [
            {
                "text": "Petousis, I.; Mrdjenovich, D.; Ballouz, E.; Liu, M.; Winston, D.; Chen, W.; Graf, T.; "
                "Schladt, T. D.; Persson, K. A.; Prinz, F. B. High-throughput screening of inorganic compounds for the "
                "discovery of novel dielectric and optical materials. Sci. Data 2017, 4, 160134.",
                "doi": "10.1038/sdata.2016.134",
            },
            MATBENCH,
        ],
        "keywords": ["refractive index", "dielectric", "DFPT", "matbench"],
    },
    "matbench-phonons": {
        "file": "phonons.csv",
        "task": "phonons",
        "target": {
            "name": "last_phdos_peak",
            "unit": "1/cm",
            "role": "target",
            "description": "Frequency of the highest peak of the phonon density of states",
        },
        "title": "Phonon density of states: last peak",
        "description": "Frequency of the last peak of the phonon density of states of crystals, by chemical formula, "
        "from density functional perturbation theory. The task matbench_phonons of Matbench v0.1.",
        "authors": people("Guido Petretto"),
        "citations": [
            {
                "text": "Petretto, G.; Dwaraknath, S.; Miranda, H. P. C.; Winston, D.; Giantomassi, M.; van Setten, M. J.; "
                "Gonze, X.; Persson, K. A.; Hautier, G.; Rignanese, G.-M. High-throughput density-functional perturbation "
                "theory phonons for inorganic materials. Sci. Data 2018, 5, 180065.",
                "doi": "10.1038/sdata.2018.65",
            },
            MATBENCH,
        ],
        "keywords": ["phonons", "vibrations", "DFPT", "matbench"],
    },
}


def fold_0(rows: int) -> set[int]:
    """Return the test rows of fold 0 as Matbench makes its folds for regression."""
    from sklearn.model_selection import KFold

    _, test = next(KFold(n_splits=5, shuffle=True, random_state=18012019).split(range(rows)))
    return set(test.tolist())


def published_fold_0() -> set[int]:
    """Return the test rows of fold 0 of matbench_expt_gap, from the ids of the published predictions."""
    with gzip.open(SOURCES / "matbench/expt_gap.predictions.json.gz") as file:
        ids = json.load(file)["dummy"]["fold_0"]["data"]
    return {int(key.rsplit("-", 1)[1]) - 1 for key in ids}


def write_draft(folder: Path, draft: dict[str, Any]) -> None:
    """Write `dataset.json` as a publisher would."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dataset.json").write_text(json.dumps(draft, indent=2, ensure_ascii=False) + "\n")


def build_matbench(destination: Path, name: str) -> None:
    """Write one Matbench set: ids added, the target named, fold 0 as train and test."""
    known = dict(MATBENCH_SETS[name])
    target, task = known.pop("target"), known.pop("task")
    frame = pd.read_csv(
        SOURCES / "matbench" / known.pop("file"), dtype={"formula": str}, keep_default_na=False
    )
    frame["target"] = pd.to_numeric(frame["target"])
    frame = frame.rename(columns={"target": target["name"]})
    frame.insert(0, "id", [f"mb-{task}-{row + 1:04d}" for row in range(len(frame))])
    test = fold_0(len(frame))
    if task == "expt-gap" and test != published_fold_0():
        raise ValueError("Matbench's folds are not the published ones")
    folder = destination / name
    in_test = pd.Series([row in test for row in range(len(frame))])
    write_draft(
        folder,
        {
            "name": name,
            "version": "1.0.0",
            **known,
            "license": "MIT",
            "url": "https://matbench.materialsproject.org",
            "source": f"matbench_{task.replace('-', '_')} of Matbench v0.1, as kept in the CrabNet repository",
            "domains": ["materials science"],
            "tasks": ["regression"],
            "columns": [
                {"name": "id", "role": "id", "description": "Matbench's id of the row"},
                {"name": "formula", "role": "input", "description": "Chemical formula"},
                target,
            ],
            "splits": [
                {"name": "train", "path": "train.csv", "description": f"Training set of {FOLD_0}"},
                {"name": "test", "path": "test.csv", "description": f"Test set of {FOLD_0}"},
            ],
        },
    )
    frame[~in_test].to_csv(folder / "train.csv", index=False)
    frame[in_test].to_csv(folder / "test.csv", index=False)


def build_solubility(destination: Path) -> None:
    """Write the solubility set with its descriptors as columns, in its published split."""
    from descriptors import DESCRIPTORS, add_descriptors

    folder = destination / "solubility"
    classes = ["(A) low", "(B) medium", "(C) high"]
    write_draft(
        folder,
        {
            "name": "solubility",
            "version": "1.0.0",
            "title": "Aqueous solubility of organic molecules",
            "description": "Measured solubility in water of small organic molecules as log10 of mol/L, by SMILES, with "
            "molecular descriptors computed by RDKit from the SMILES. The training and test sets are as published.",
            "license": "BSD-3-Clause",
            "authors": people("RDKit contributors"),
            "citations": [
                {"text": "RDKit: Open-source cheminformatics. The solubility set of the RDKit book."}
            ],
            "url": "https://www.rdkit.org",
            "source": "Solubility set of the RDKit book (train and test set as published); descriptors computed with RDKit",
            "keywords": ["solubility", "molecules", "SMILES", "descriptors"],
            "domains": ["chemistry"],
            "tasks": ["regression", "classification"],
            "columns": [
                {"name": "id", "role": "id", "description": "The compound's number in the published files"},
                {"name": "name", "description": "Name of the compound"},
                {"name": "smiles", "role": "input", "description": "Structure as SMILES"},
                {
                    "name": "solubility",
                    "unit": "log10(mol/L)",
                    "role": "target",
                    "description": "Measured solubility in water",
                },
                {
                    "name": "solubility_class",
                    "role": "target",
                    "description": "Solubility in three classes",
                    "classes": classes,
                },
                *(
                    {
                        "name": item.name,
                        **({"unit": item.unit} if item.unit else {}),
                        "role": "input",
                        "description": item.description,
                    }
                    for item in DESCRIPTORS
                ),
            ],
            "splits": [
                {"name": "train", "path": "train.csv", "description": "Published training set"},
                {"name": "test", "path": "test.csv", "description": "Published test set"},
            ],
        },
    )
    for split in ("train", "test"):
        frame = pd.read_csv(SOURCES / "solubility" / f"{split}.csv", keep_default_na=False)
        add_descriptors(frame).to_csv(folder / f"{split}.csv", index=False)


def main() -> None:
    """Build every folder under the destination, by default beside this file."""
    destination = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name in MATBENCH_SETS:
        build_matbench(destination, name)
    build_solubility(destination)


if __name__ == "__main__":
    main()
