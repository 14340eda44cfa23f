"""The molecular descriptors of the solubility set: name, unit, meaning, and the RDKit function."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from rdkit import Chem, RDLogger
from rdkit.Chem import Crippen, Descriptors, GraphDescriptors, Lipinski, rdMolDescriptors

RDLogger.DisableLog("rdApp.error")


class Descriptor(NamedTuple):
    """One column: its name, unit (if it has one), description and how RDKit computes it."""

    name: str
    unit: str | None
    description: str
    compute: Callable[[Chem.Mol], float]


DESCRIPTORS = [
    Descriptor("mol_weight", "g/mol", "Average molecular weight", Descriptors.MolWt),
    Descriptor("logp", None, "Octanol-water partition coefficient, Crippen's method", Crippen.MolLogP),
    Descriptor("molar_refractivity", "cm^3/mol", "Molar refractivity, Crippen's method", Crippen.MolMR),
    Descriptor("tpsa", "angstrom^2", "Topological polar surface area", rdMolDescriptors.CalcTPSA),
    Descriptor(
        "labute_asa",
        "angstrom^2",
        "Approximate surface area, Labute's method",
        rdMolDescriptors.CalcLabuteASA,
    ),
    Descriptor("h_bond_donors", None, "Number of hydrogen bond donors", Lipinski.NumHDonors),
    Descriptor("h_bond_acceptors", None, "Number of hydrogen bond acceptors", Lipinski.NumHAcceptors),
    Descriptor("rotatable_bonds", None, "Number of rotatable bonds", rdMolDescriptors.CalcNumRotatableBonds),
    Descriptor("rings", None, "Number of rings", rdMolDescriptors.CalcNumRings),
    Descriptor("aromatic_rings", None, "Number of aromatic rings", rdMolDescriptors.CalcNumAromaticRings),
    Descriptor("heavy_atoms", None, "Number of atoms other than hydrogen", Lipinski.HeavyAtomCount),
    Descriptor(
        "heteroatoms",
        None,
        "Number of atoms other than carbon and hydrogen",
        rdMolDescriptors.CalcNumHeteroatoms,
    ),
    Descriptor(
        "halogens",
        None,
        "Number of halogen atoms",
        lambda m: sum(a.GetAtomicNum() in (9, 17, 35, 53) for a in m.GetAtoms()),
    ),
    Descriptor(
        "fraction_csp3", None, "Share of carbon atoms that are sp3", rdMolDescriptors.CalcFractionCSP3
    ),
    Descriptor(
        "aromatic_share",
        None,
        "Share of heavy atoms that are aromatic",
        lambda m: sum(a.GetIsAromatic() for a in m.GetAtoms()) / m.GetNumHeavyAtoms(),
    ),
    Descriptor("bertz_ct", None, "Complexity index of Bertz", GraphDescriptors.BertzCT),
    Descriptor("balaban_j", None, "Topological index J of Balaban", GraphDescriptors.BalabanJ),
    Descriptor("kappa1", None, "First shape index of Kier", rdMolDescriptors.CalcKappa1),
    Descriptor("kappa2", None, "Second shape index of Kier", rdMolDescriptors.CalcKappa2),
    Descriptor("chi1v", None, "Valence connectivity index of order 1", rdMolDescriptors.CalcChi1v),
]


def add_descriptors(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with a column for each descriptor of its `smiles`, rounded to six decimals.

    Where RDKit reads no molecule from the published SMILES, the descriptors are missing.
    """
    molecules = [read_molecule(text) for text in frame["smiles"]]
    columns = {
        descriptor.name: [
            None if molecule is None else descriptor.compute(molecule) for molecule in molecules
        ]
        for descriptor in DESCRIPTORS
    }
    whole = {
        name for name, values in columns.items() if all(isinstance(value, int | None) for value in values)
    }
    found = pd.DataFrame(
        {
            name: pd.array(values, dtype="Int64" if name in whole else "Float64")
            for name, values in columns.items()
        },
        index=frame.index,
    )
    return pd.concat([frame, found.round(6)], axis=1)


def read_molecule(smiles: str) -> Chem.Mol | None:
    """Return the molecule; the published files write explicit hydrogens without their brackets."""
    return Chem.MolFromSmiles(re.sub(r"(?<=[()])H(?=\)|$)", "[H]", smiles))
