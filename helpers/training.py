"""Training data fed the fast way: one input pipeline for all epochs; and several models trained at once.

`fit` on arrays builds its input pipeline anew for every epoch, and on small data that, not the
arithmetic, is what one waits for. `training_batches` builds one plain pipeline, once.
"""

from __future__ import annotations

import itertools
import math
from numbers import Integral, Real
from typing import Any

import numpy as np

_FEW = 10_000  # up to here rows are shuffled one by one; above, an order of all rows is drawn in each epoch
_PIECE = 8192  # rows of validation judged in one step: bounds the memory, changes no result


def training_batches(
    x: Any,
    y: Any,
    *,
    sample_weight: Any = None,
    validation_data: tuple[Any, ...] | None = None,
    batch_size: int = 32,
    validation_split: float = 0.3,
    seed: int = 0,
) -> dict[str, Any]:
    """Prepare what `model.fit` takes, so that small data trains several times faster than as arrays.

    It means what ``fit(x, y, batch_size=..., validation_split=..., shuffle=True)`` means: the last
    rows, n − ⌊n · (1 − validation_split)⌋ of them, are kept for validation, each other row is used once an
    epoch, in a new order each epoch, in ⌈rows / batch_size⌉ batches, the last of which may be smaller. The
    validation part is judged whole after every epoch. Afterwards `evaluate`, `predict` and `fit` take arrays
    as they do after plain `fit`: the data keeps its shapes.

    Most of the speed comes with ``compile(..., steps_per_execution=batches["steps_per_epoch"],
    jit_compile=False)``: one call into TensorFlow an epoch. Any other whole number is right too, and slower.

    Args:
        x: inputs, n rows first: an array or a DataFrame of numbers; for several inputs a dict, list or tuple
            of them.
        y: targets, n rows: shape (n,), (n, 1) or (n, classes); for several outputs a dict, list or tuple.
        sample_weight: how much each row counts, shape (n,), in training and validation; None for alike.
        validation_data: (x, y) or (x, y, sample_weight) to judge on instead of the last rows. All rows of
            `x` then train, and `validation_split` is not used.
        batch_size: rows in a batch, from 1.
        validation_split: share of the rows, the last ones, kept for validation; 0 for none.
        seed: a whole number from 0. The same seed gives the same orders of the rows, whatever the seeds of
            Keras, TensorFlow and NumPy, whose generators are left as they are.

    Returns:
        The arguments of `fit`: "x", "validation_data" (repeatable `tf.data.Dataset`s of batches),
        "steps_per_epoch", "validation_steps" and "shuffle" (False: the data shuffles itself).

    Raises:
        TypeError: if the data holds something that is not a number, or an argument is of another type.
        ValueError: if the data is empty, has NaN, infinity or a number beyond float32, if its parts differ in
            length, if the split leaves a part without rows, or an argument is out of range.

    Example:
        batches = training_batches(np.zeros((1000, 10)), np.zeros(1000))
        model.compile("adam", "mse", steps_per_execution=batches["steps_per_epoch"], jit_compile=False)
        history = model.fit(**batches, epochs=100)

    Source: tensorflow.org/guide/data_performance; keras.io/api/models/model_training_apis.
    """
    _check_settings(batch_size, validation_split, seed)
    data = _checked(x, y, sample_weight)
    rows = kept_rows = None
    if validation_data is not None:
        kept, rows = _validation(validation_data), _length(data)
        kept_rows = _length(kept)
    else:
        rows, kept_rows = _split(_length(data), validation_split)
    import tensorflow as tf

    if validation_data is None:
        kept = tf.nest.map_structure(lambda array: array[rows:], data)
        data = tf.nest.map_structure(lambda array: array[:rows], data)
    batches = {
        "x": _plain(_shuffled(data, rows, batch_size, seed)),
        "steps_per_epoch": math.ceil(rows / batch_size),
        "shuffle": False,
    }
    if kept_rows:
        pieces = tf.data.Dataset.from_tensors(kept)
        steps = math.ceil(kept_rows / _PIECE)
        if steps > 1:
            pieces = pieces.rebatch(_PIECE).apply(tf.data.experimental.assert_cardinality(steps))
        batches |= {"validation_data": _plain(pieces), "validation_steps": steps}
    return batches


def train_together(
    models: Any,
    x: Any,
    y: Any,
    *,
    learning_rate: float = 0.01,
    epochs: int = 30,
    batch_size: int = 128,
    seed: int = 0,
) -> None:
    """Train several Keras models on the same rows at once, each as if it were alone.

    Each model is trained in place by Adam, to lower its own mean squared error. All see the same minibatches in
    the same order; they share nothing else. For small models this takes a fraction of the time of one `fit` each.

    Args:
        models: built Keras models of one input and one output node, in a list, or in a dict of lists.
        x: inputs, shape (n, inputs).
        y: targets, shape (n,) or (n, 1).
        learning_rate: of Adam, which every model has for itself.
        epochs: how often each row is used.
        batch_size: rows in a minibatch.
        seed: of the order of the rows; weights and dropout have the seeds of Keras.

    Raises:
        TypeError: if one of the models is no Keras model.
        ValueError: if there is none, or one has other inputs than the rows or more than one output node.

    Example:
        networks = [build(10, [16, 8]) for start in range(3)]
        train_together(networks, x, y, epochs=30)
    """
    import keras
    import tensorflow as tf

    several = _checked_models(tf.nest.flatten(models), np.shape(x))
    start = keras.Input(np.shape(x)[1:])
    ends = [model(start) for model in several]
    whole = keras.Model(start, keras.layers.Concatenate()(ends) if len(ends) > 1 else ends[0])
    batches = training_batches(
        x, np.reshape(y, (-1, 1)), batch_size=batch_size, validation_split=0, seed=seed
    )
    whole.compile(keras.optimizers.Adam(learning_rate), _sum_of_squares, jit_compile=False)
    # Made here, the optimizer's variables cost little; made in the first step, they have it traced twice.
    whole.optimizer.build(whole.trainable_variables)
    whole.fit(**batches, epochs=epochs, verbose=0)


def _sum_of_squares(targets: Any, outputs: Any) -> Any:
    """Return each row's squared errors, added up over the models: so the slopes of one know nothing of the others."""
    import keras

    return keras.ops.sum(keras.ops.square(targets - outputs), axis=-1)


def _checked_models(models: list[Any], shape: tuple[int, ...]) -> list[Any]:
    import keras

    if not models:
        raise ValueError("train_together: expected at least one model, received none.")
    for model in models:
        if not isinstance(model, keras.Model):
            raise TypeError(
                f"train_together: expected Keras models, in a list; received {type(model).__name__} among them."
            )
        wanted = ((None, *shape[1:]), (None, 1))
        found = (getattr(model, "input_shape", None), getattr(model, "output_shape", None))
        if found != wanted:
            raise ValueError(
                f"train_together: expected models of {shape[1:]} inputs and one output node, as the rows are; "
                f"received {model.name} with input {found[0]} and output {found[1]}."
            )
    return models


def _shuffled(data: tuple, rows: int, batch_size: int, seed: int) -> Any:
    """Return the dataset of one epoch's batches, in another order each time that it is iterated.

    A dataset with functions (map) costs TensorFlow some milliseconds at the start of every epoch, one without
    costs some microseconds a row. So few rows are shuffled without functions, and many by their indices.
    """
    import tensorflow as tf

    if rows <= _FEW:
        each = tf.data.Dataset.from_tensor_slices(data)
        leaves = tf.nest.flatten(each.element_spec)
        # Dataset.shuffle(seed=...) would mix TensorFlow's global seed in. (0, 0) would mean any seed.
        variant = tf.raw_ops.ShuffleDatasetV3(
            input_dataset=tf.data.experimental.to_variant(each),
            buffer_size=rows,
            seed=seed,
            seed2=1,
            seed_generator=tf.raw_ops.DummySeedGenerator(),
            output_types=[leaf.dtype for leaf in leaves],
            output_shapes=[leaf.shape for leaf in leaves],
            reshuffle_each_iteration=True,
        )
        return tf.data.experimental.from_variant(variant, each.element_spec).batch(batch_size)
    with tf.device("CPU"):
        tensors = tf.nest.map_structure(tf.constant, data)
    epochs = itertools.count()

    def order() -> np.ndarray:
        return np.random.default_rng([seed, next(epochs)]).permutation(rows).astype(np.int64)

    orders = tf.data.Dataset.range(1).map(
        lambda _: tf.ensure_shape(tf.numpy_function(order, [], tf.int64), [rows])
    )
    batches = orders.rebatch(batch_size).map(
        lambda index: tf.nest.map_structure(lambda tensor: tf.gather(tensor, index), tensors)
    )
    return batches.apply(tf.data.experimental.assert_cardinality(math.ceil(rows / batch_size))).prefetch(2)


def _plain(dataset: Any) -> Any:
    """Return the dataset without what only pays on large pipelines: tuning, rewriting, shared threads."""
    import tensorflow as tf

    options = tf.data.Options()
    options.autotune.enabled = False
    options.experimental_optimization.apply_default_optimizations = False
    options.threading.private_threadpool_size = 1
    return dataset.with_options(options)


def _check_settings(batch_size: int, validation_split: float, seed: int) -> None:
    whole = isinstance(batch_size, Integral) and not isinstance(batch_size, bool)
    if not whole or batch_size < 1:
        raise (ValueError if isinstance(batch_size, Real) else TypeError)(
            f"batch_size is the number of rows in a batch. Expected a whole number from 1, received "
            f"{batch_size!r}. Start from batch_size=32."
        )
    share = isinstance(validation_split, Real) and not isinstance(validation_split, bool)
    if not share or not 0 <= validation_split < 1:
        raise (ValueError if share else TypeError)(
            f"validation_split is a share of the rows. Expected 0 or more and less than 1, received "
            f"{validation_split!r}. For 30 % of the rows write validation_split=0.3, for none 0."
        )
    whole = isinstance(seed, Integral) and not isinstance(seed, bool)
    if not whole or not 0 <= seed < 2**63:
        raise (ValueError if isinstance(seed, Real) else TypeError)(
            f"seed fixes the order of the rows. Expected a whole number from 0, received {seed!r}. "
            "Write seed=0, or another number for other orders."
        )


def _checked(x: Any, y: Any, sample_weight: Any, prefix: str = "") -> tuple:
    """Return (x, y) or (x, y, sample_weight) as arrays of equal length, with their structure kept."""
    parts = {"x": x, "y": y} | ({} if sample_weight is None else {"sample_weight": sample_weight})
    named = {prefix + name: _arrays(part, prefix + name) for name, part in parts.items()}
    lengths = {name: len(array) for part in named.items() for name, array in _leaves(*part)}
    if len(set(lengths.values())) > 1:
        counts = [f"{length} rows of {name}" for name, length in lengths.items()]
        raise ValueError(
            f"the parts of the data differ in length. Expected one target a row, received "
            f"{', '.join(counts[:-1])} and {counts[-1]}. Make them from the same rows, in the same order. "
            "(A list of arrays means several inputs or outputs; for a list of rows write np.stack(rows).)"
        )
    return tuple(named.values())


def _validation(data: Any) -> tuple:
    """Return the validation data that was given, checked as the training data is."""
    if not isinstance(data, (tuple, list)) or len(data) not in (2, 3):
        raise TypeError(
            "validation_data: expected (x, y) or (x, y, sample_weight), received "
            f"{type(data).__name__}. Write validation_data=(x_validation, y_validation)."
        )
    x, y, weight = (*data, None)[:3]
    return _checked(x, y, weight, prefix="validation ")


def _leaves(name: str, part: Any) -> list[tuple[str, np.ndarray]]:
    """Return the arrays of one part with their names."""
    if isinstance(part, dict):
        return [(f"{name}[{key!r}]", array) for key, array in part.items()]
    if isinstance(part, tuple):
        return [(f"{name}[{index}]", array) for index, array in enumerate(part)]
    return [(name, part)]


def _length(data: tuple) -> int:
    return len(_leaves("", data[0])[0][1])


def _arrays(part: Any, name: str) -> Any:
    """Return x, y or the weights as one array, or as a dict or tuple of arrays where several were given."""
    if isinstance(part, dict):
        if not part:
            raise ValueError(f"{name} is empty. Expected an array under each name, received {{}}.")
        return {key: _array(array, label) for (label, array), key in zip(_leaves(name, part), part)}
    if isinstance(part, (list, tuple)) and part and all(np.ndim(item) and _is_array(item) for item in part):
        return tuple(_array(array, label) for label, array in _leaves(name, tuple(part)))
    return _array(part, name)


def _is_array(item: Any) -> bool:
    return hasattr(item, "shape") and hasattr(item, "dtype") or hasattr(item, "columns")


def _array(data: Any, name: str) -> np.ndarray:
    """Return the data as fit would see it: float32 or whole numbers, one axis or more; refuse the rest."""
    if hasattr(data, "columns"):
        wrong = [str(c) for c, kind in data.dtypes.items() if getattr(kind, "kind", "O") not in "biuf"]
        if wrong:
            raise TypeError(
                f"{name} has columns that are not numbers: {', '.join(wrong)}. Expected numbers only. "
                "Encode categories first (pandas.get_dummies or OneHotEncoder), or leave the column out."
            )
        data = data.to_numpy(float)
    try:
        data = np.asarray(data)
    except ValueError:  # rows of unequal length
        data = np.asarray(None)
    if data.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} is not made of numbers. Expected an array of numbers, received the type {data.dtype}. "
            "Encode categories first; rows of unequal length do not make an array."
        )
    if data.ndim == 0 or data.size == 0:
        raise ValueError(
            f"{name} is empty. Expected at least two rows, received the shape {data.shape}. "
            "Look at what was filtered out before."
        )
    if data.dtype.kind in "iu":
        return data
    with np.errstate(over="ignore"):
        narrow = data.astype(np.float32, copy=False)
    if not np.isfinite(narrow).all():
        _refuse(data, narrow, name)
    return narrow


def _refuse(data: np.ndarray, narrow: np.ndarray, name: str) -> None:
    """Raise the error that says how many numbers are missing, infinite or too large, and where."""
    wrong = {"NaN": np.isnan(data), "infinite": np.isinf(data)}
    wrong["beyond the range of float32"] = np.isinf(narrow) & ~wrong["infinite"]
    counts = [f"{where.sum()} {what}" for what, where in wrong.items() if where.any()]
    row = int(np.argwhere(~np.isfinite(narrow))[0][0])
    cure = (
        "Fill the gaps with a value learnt from the training rows (SimpleImputer), or leave those rows out."
    )
    if np.isfinite(data).all():
        cure = "Scale the numbers (StandardScaler), or take their logarithm."
    raise ValueError(
        f"{name} has {' and '.join(counts)}, the first in row {row}. Expected finite numbers up to 3.4e38: one "
        f"other turns every weight to NaN. {cure}"
    )


def _split(length: int, validation_split: float) -> tuple[int, int]:
    """Return how many rows train and how many are kept for validation, as Keras counts them."""
    rows = math.floor(length * (1 - validation_split))
    if rows == 0 or (validation_split and rows == length):
        part = "training" if rows == 0 else "validation"
        raise ValueError(
            f"the split leaves no row for {part}. Expected at least one, received {length} rows and "
            f"validation_split={validation_split}. Use more rows or another share."
        )
    return rows, length - rows
