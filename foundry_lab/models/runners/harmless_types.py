"""
Types of a skops file that do no more than compute, beyond those that skops itself trusts.

Each is named in full: what a name leads to is neither imported nor guessed from where it says that it lies. A type is
here if it is a part that a fitted estimator of scikit-learn keeps, and nothing that it does opens a file, reaches a
network, imports by name or calls what its state names, unless that is in this list too. Bound methods,
`functools.partial`, `operator`, joblib and the readers of files are therefore in no list. What compiled code indexes by
(`CHECKED`) is harmless only once `estimator_parts` has looked at its content.

References
----------
The default list of skops, skops/io/_trusted_types.py, which leaves trees out for that reason.
"""

from __future__ import annotations


def _in(module: str, *names: str) -> set[str]:
    return {f"{module}.{name}" for name in names}


_DISTANCES = (
    *("Euclidean", "SEuclidean", "Manhattan", "Chebyshev", "Minkowski", "Mahalanobis", "Hamming", "Canberra"),
    *("BrayCurtis", "Jaccard", "Dice", "RogersTanimoto", "RussellRao", "SokalSneath", "Haversine"),
)

#: Compiled code follows the indices that these hold.
CHECKED = {
    "sklearn.tree._tree.Tree",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.neighbors._ball_tree.BallTree",
    "sklearn.neighbors._kd_tree.KDTree",
    "scipy.interpolate._bsplines.BSpline",
    *(f"scipy.sparse._{kind}.{kind}_{form}" for kind in ("csr", "csc") for form in ("array", "matrix")),
}

HARMLESS = CHECKED.union(
    {"numpy.dtype", "scipy._lib.array_api_compat.numpy._aliases.asarray"},
    _in("numpy", "max", "mean", "median", "min", "sum"),
    _in("sklearn._loss.loss", "HalfTweedieLoss", "HalfTweedieLossIdentity"),
    _in("sklearn.calibration", "_CalibratedClassifier", "_SigmoidCalibration"),
    _in("sklearn.cluster._bisect_k_means", "_BisectingTree"),
    _in("sklearn.cluster._kmeans", "_kmeans_single_elkan", "_kmeans_single_lloyd"),
    _in("sklearn.compose._column_transformer", "make_column_selector"),
    _in("sklearn.feature_selection._mutual_info", "mutual_info_classif", "mutual_info_regression"),
    _in(
        "sklearn.feature_selection._univariate_selection",
        *("chi2", "f_classif", "f_oneway", "f_regression", "r_regression"),
    ),
    _in("sklearn.gaussian_process._gpc", "_BinaryGaussianProcessClassifierLaplace"),
    _in(
        "sklearn.gaussian_process.kernels",
        *(
            "CompoundKernel",
            "ConstantKernel",
            "DotProduct",
            "ExpSineSquared",
            "Exponentiation",
            "Hyperparameter",
        ),
        *("Matern", "PairwiseKernel", "Product", "RBF", "RationalQuadratic", "Sum", "WhiteKernel"),
    ),
    _in(
        "sklearn.metrics._dist_metrics",
        *(f"{one}Distance{width}" for one in _DISTANCES for width in (32, 64)),
    ),
    _in(
        "sklearn.metrics._classification",
        *("accuracy_score", "balanced_accuracy_score", "brier_score_loss", "cohen_kappa_score", "f1_score"),
        *("fbeta_score", "hamming_loss", "jaccard_score", "log_loss", "matthews_corrcoef", "precision_score"),
        *("recall_score", "zero_one_loss"),
    ),
    _in(
        "sklearn.metrics._ranking",
        *("average_precision_score", "roc_auc_score", "top_k_accuracy_score"),
    ),
    _in(
        "sklearn.metrics._regression",
        *("explained_variance_score", "max_error", "mean_absolute_error", "mean_absolute_percentage_error"),
        *("mean_gamma_deviance", "mean_poisson_deviance", "mean_squared_error", "mean_squared_log_error"),
        *("mean_tweedie_deviance", "median_absolute_error", "r2_score", "root_mean_squared_error"),
        *("root_mean_squared_log_error",),
    ),
    _in("sklearn.metrics._scorer", "_CurveScorer", "_PassthroughScorer", "_Scorer"),
    _in(
        "sklearn.model_selection._split",
        *(
            "GroupKFold",
            "GroupShuffleSplit",
            "KFold",
            "LeaveOneGroupOut",
            "LeaveOneOut",
            "LeavePGroupsOut",
            "LeavePOut",
        ),
        *(
            "PredefinedSplit",
            "RepeatedKFold",
            "RepeatedStratifiedKFold",
            "ShuffleSplit",
            "StratifiedGroupKFold",
        ),
        *("StratifiedKFold", "StratifiedShuffleSplit", "TimeSeriesSplit", "_CVIterableWrapper"),
    ),
    _in("sklearn.multiclass", "_ConstantPredictor"),
    _in("sklearn.neural_network._stochastic_optimizers", "AdamOptimizer", "SGDOptimizer"),
    _in("sklearn.utils._bunch", "Bunch"),
    _in("sklearn.utils._metadata_requests", "MetadataRequest", "MethodMetadataRequest"),
)
