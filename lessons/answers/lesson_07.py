"""Answers to lesson 07's exercises."""

import numpy as np
from sklearn.metrics import f1_score, fbeta_score, precision_score, recall_score
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from helpers.training import training_batches

import keras  # after helpers, which sets how TensorFlow computes
from keras.layers import Dense


def scale_by_library(train, test):
    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def scale_by_columns(train, test):
    new_train, new_test = train.copy(), test.copy()
    for column in range(train.shape[1]):
        mean, deviation = np.mean(train[:, column]), np.std(train[:, column], ddof=1)
        new_train[:, column] = (train[:, column] - mean) / deviation
        new_test[:, column] = (test[:, column] - mean) / deviation
    return [new_train, new_test]


def both(scaled):
    """Return an answer to 7.1 that does the same to either part."""
    return lambda train, test: (scaled(train, train), scaled(test, train))


def mean_mended(train, test):
    mean, deviation = train.mean(axis=0), np.concatenate([train, test]).std(axis=0)
    return (train - mean) / deviation, (test - mean) / deviation


def deviation_mended(train, test):
    mean, deviation = np.concatenate([train, test]).mean(axis=0), train.std(axis=0)
    return (train - mean) / deviation, (test - mean) / deviation


def train_mended(train, test):
    both = np.concatenate([train, test])
    return scale_by_library(train, test)[0], (test - both.mean(axis=0)) / both.std(axis=0)


def scale_to_one(train, test):
    scaler = MinMaxScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def f1_by_counting(targets, answers):
    hit = missed = alarm = 0
    for target, answer in zip(targets, answers, strict=True):
        hit += target == 1 and answer == 1
        missed += target == 1 and answer == 0
        alarm += target == 0 and answer == 1
    return 2 * hit / (2 * hit + missed + alarm)


def scale_overwritten(train, test):
    train -= train.mean(axis=0)
    train /= train.std(axis=0)
    return train, (test - train.mean(axis=0)) / train.std(axis=0)


def f1_guarded(targets, answers, small=1e-6):
    both = (targets & answers).sum()
    precision, recall = both / (answers.sum() + small), both / (targets.sum() + small)
    return np.array([2 * precision * recall / (precision + recall + small)])


def _passengers(rows=400):
    """Return rows like the prepared passengers, ten columns, the seventh the sex, and who lived."""
    generator = np.random.default_rng(75)
    x = generator.normal(size=(rows, 10))
    x[:, 6] = generator.uniform(size=rows) < 0.6
    odds = 1.2 - 2.5 * x[:, 6] + 1.5 * x[:, 3]
    return x, (generator.uniform(size=rows) < 1 / (1 + np.exp(-odds))).astype(int)


X, Y = _passengers()
LOSS = "binary_crossentropy"


def _mine(*past, scale=1.0, shift=0.0, end="sigmoid", loss=LOSS, units=1, inputs=10):
    """Return a network as if it were fitted: of the odds above, or `scale` times those, with these validation losses."""
    layers = [keras.Input((inputs,)), Dense(2, activation="relu"), Dense(units, activation=end)]
    model = keras.Sequential(layers)
    hidden, bias, out, last = (np.zeros_like(array) for array in model.get_weights())
    hidden[[3, 6]] = [[1.5, -1.5], [-2.5, 2.5]]
    bias[:], out[:, 0], last[:] = [1.2, -1.2], [scale, -scale], shift
    model.set_weights([hidden, bias, out, last])
    if loss:
        model.compile("adam", loss)
        model.optimizer.iterations.assign(18)
    model.history = keras.callbacks.History()
    model.history.history = {"val_loss": [*past]} if past else {}
    return model


def _fitted():
    """Return a network that was built, compiled and fitted."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [keras.Input((10,)), Dense(8, activation="relu"), Dense(1, activation="sigmoid")]
    )
    model.compile(keras.optimizers.Adam(0.05), LOSS)
    model.fit(**training_batches(X, Y.reshape(-1, 1), validation_split=0.3), epochs=3, verbose=0)
    return model


def _never_fitted():
    model = _mine()
    model.compile("adam", LOSS)
    return model


RIGHT = {
    "7.1": [(scale_by_library,), (scale_by_columns,)],
    "7.2": [(2200,), (-(-700 // 32) * 100,), (np.ceil(700 / 32) * 100,)],
    "7.3": [(f1_by_counting,), (f1_guarded,), (f1_score,)],
    "7.4": [(7, 5), (7.0, np.int64(5))],
    "7.5": [
        (_fitted(), X, Y),
        (_mine(0.6, 0.45), X, Y.reshape(-1, 1)),
        (_mine(0.5, loss=keras.losses.BinaryCrossentropy()), X, Y),
    ],
}

WRONG = {
    "7.1": [
        ((both(lambda part, train: (part - part.mean(axis=0)) / part.std(axis=0)),), "by its own mean"),
        ((mean_mended,), "the deviation still comes from both"),
        ((deviation_mended,), "the mean still comes from both"),
        ((train_mended,), "The test part is still scaled by both"),
        ((both(lambda part, train: (part - train.mean()) / train.std()),), "axis=0"),
        ((scale_to_one,), "from 0 to 1"),
        ((both(lambda part, train: part - train.mean(axis=0)),), "Now divide"),
        ((both(lambda part, train: part - train.mean(axis=0) / train.std(axis=0)),), "Parentheses"),
        ((lambda train, test: (scale_by_library(train, test)[0], test),), "came back unscaled"),
        ((lambda train, test: (train, test),), "as they went in"),
        ((scale_overwritten,), "was train overwritten"),
        ((both(lambda part, train: (part - train.mean(axis=0)) / train.var(axis=0)),), "by the variance"),
        ((both(lambda part, train: part / train.std(axis=0)),), "Subtract the means before"),
        (
            (lambda train, test: tuple(part.round(2) for part in scale_by_library(train, test)),),
            "the result is rounded",
        ),
        ((both(lambda part, train: (part.T - part.mean(axis=1)).T),), "scale([["),
        (
            (lambda train, test: scale_by_library(train, test)[::-1],),
            "the other way round: the training part",
        ),
        ((lambda train, test: scale_by_library(test, train)[::-1],), "come from the test part"),
        ((lambda train, test: scale_by_library(train, test)[1],), "expected 2 things back"),
        ((lambda train, test: train,), "expected 2 things back"),
        ((lambda train, test: None,), "lack its return"),
        ((lambda train, test: (train * 2, test),), "should give"),
    ],
    "7.2": [
        ((22,), "one epoch"),
        ((2100,), "round up"),
        ((2188,), "rounded up once, at the end"),
        ((700 / 32 * 100,), "round up within each epoch"),
        ((1000 * 0.7 / 32 * 100,), "round up within each epoch"),
        ((21.875,), "one epoch, not rounded"),
        ((2187,), "rounded down once, at the end"),
        ((21,), "does not fit"),
        ((3200,), "for validation"),
        ((3100,), "and rounded down. 700 rows"),
        ((3125,), "not rounded up. 700 rows"),
        ((1000,), "300 validation rows"),
        ((700,), "number of rows in an epoch"),
        ((70000,), "after each batch"),
        ((5,), "does not fit"),
    ],
    "7.3": [
        ((lambda t, a: np.mean(t == a),), "accuracy"),
        ((precision_score,), "this is the precision"),
        ((recall_score,), "this is the recall"),
        ((lambda t, a: (precision_score(t, a) + recall_score(t, a)) / 2,), "plain mean"),
        ((lambda t, a: f1_score(t, a) / 2,), "factor 2"),
        ((lambda t, a: np.sum(t * a),), "number of TP"),
        ((lambda t, a: np.sum(t & a) / np.sum(t | a),), "TP twice"),
        ((lambda t, a: precision_score(t, a) * recall_score(t, a),), "precision · recall alone"),
        ((lambda t, a: 2 * precision_score(t, a) * recall_score(t, a),), "Divide by the sum of the two"),
        ((lambda t, a: round(f1_score(t, a), 4),), "the result is rounded"),
        ((lambda t, a: f1_guarded(t, a, 1e-3),), "yours gives"),
        ((lambda t, a: fbeta_score(t, a, beta=2),), "yours gives"),
        ((lambda t, a: f1_score(1 - t, 1 - a),), "F1 of “no”"),
    ],
    "7.4": [
        ((5, 7), "other way round"),
        ((8, 8), "never happens"),
        ((4, 3), "one more"),
        ((6, 5), "new best"),
        ((6, 4), "from 0"),
        ((7, 7), "not the best"),
        ((7, 8), "do not exist"),
        ((7, 3), "lowest loss"),
        ((5, 5), "epoch 5 is a new best"),
        ((7, 6), "epoch 6 does not have the lowest loss"),
        ((2, 1), "does not stop after epoch 2"),
    ],
    "7.5": [
        ((_mine(0.6, loss=None), X, Y), "never compiled: it has no loss to learn by"),
        ((_never_fitted(), X, Y), "mine was never trained: call its fit"),
        ((_mine(0.6, loss="mse"), X, Y), "compiled with mse; for yes or no it is binary_crossentropy"),
        ((_mine(0.6, loss="categorical_crossentropy"), X, Y), "compiled with categorical_crossentropy"),
        ((_mine(0.6, end="linear"), X, Y), "A chance lies between 0 and 1: which activation does that?"),
        ((_mine(0.6, end="softmax"), X, Y), "softmax over a single output is 1 for everybody"),
        ((_mine(), X, Y), "no validation part: validation_split=0.3"),
        ((_mine(0.6, inputs=7), X, Y), "mine should take 10 inputs for each row; here it is 7"),
        ((_mine(0.6, units=2), X, Y), "mine should give 1 output for each row; here it is 2"),
        ((_mine(0.6, 0.45).history, X, Y), "mine is what fit returned. The model is what fit was called on"),
        ((keras.Sequential([Dense(1, activation="sigmoid")]), X, Y), "Begin with keras.Input"),
        ((_mine(0.8, 0.7, scale=0.02), X, Y), "is wanted. It still falls: more epochs, or a larger rate?"),
        (
            (_mine(0.6, 0.4, 0.9, scale=9), X, Y),
            "After epoch 2 it was 0.400, and has risen since: stop there",
        ),
        ((_mine(0.9, 0.65, 0.7, scale=0.02), X, Y), "lowest, 0.650, after epoch 2: another size"),
        ((_mine(0.5, 0.4, scale=0.02), X, Y), "fit itself counts 0.400: did it validate on other rows"),
        ((_mine(0.5, 0.7, scale=-1), X, Y), "were the targets turned round?"),
        ((_mine(0.5), X[:, :9], Y), "x_train as the page made it, of 10 columns; yours has shape (400, 9)"),
        ((_mine(0.5), X, Y[:5]), "0 or 1 for each of 400 rows; yours has shape (5,)"),
    ],
}
