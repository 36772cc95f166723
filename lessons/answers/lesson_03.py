"""Answers to lesson 03's exercises."""

import keras
import numpy as np
from keras.layers import Dense


def layer_dot(inputs, weights, biases, activation):
    sums = np.dot(inputs, weights) + biases
    return activation(sums)


def layer_by_columns(inputs, weights, biases, activation):
    columns = [inputs @ weights[:, unit] + biases[unit] for unit in range(len(biases))]
    return activation(np.stack(columns, axis=-1))


def layer_in_place(inputs, weights, biases, activation):
    inputs = inputs @ weights
    inputs += biases
    return activation(inputs).astype("float64")


def layer_loop(inputs, weights, biases, activation):
    outputs = []
    for unit in range(len(biases)):
        total = biases[unit]
        for place in range(weights.shape[0]):
            total = total + inputs[place] * weights[place, unit]
        outputs.append(activation(total))
    return np.array(outputs)


def keras_model(sizes=(8, 2, 2, 2, 1), activations=("relu", "relu", "relu", None), **changed):
    """Make a network, with the weights of the corridor where `changed` does not say otherwise."""
    layers = [Dense(n, activation=f) for n, f in zip(sizes[1:], activations, strict=True)]
    model = keras.Sequential([keras.Input((sizes[0],)), *layers])
    arrays = {
        "w1": np.ones((8, 2)),
        "b1": [0, -4],
        "w2": np.array([[1, 1], [-2, -2]]),
        "b2": [0, -2],
        "w3": np.array([[1, 1], [-2, -2]]),
        "b3": [0, -1],
        "w4": [[1], [-2]],
        "b4": [0],
        **changed,
    }
    if sizes == (8, 2, 2, 2, 1):
        model.set_weights([np.asarray(one, float) for one in arrays.values()])
    return model


def functional_corridor(last=-2):
    inputs = folded = keras.Input((8,))
    for _ in range(3):
        folded = keras.layers.ReLU()(Dense(2)(folded))
    outputs = Dense(1, use_bias=False)(folded)
    model = keras.Model(inputs, outputs)
    links = [[1, 1], [-2, -2]]
    weights = [np.ones((8, 2)), [0, -4], links, [0, -2], links, [0, -1], [[1], [last]]]
    model.set_weights([np.asarray(one, float) for one in weights])
    return model


def build(features, classes, *, hidden=8, inputs=None, outputs=None, dense=True):
    layers = [Dense(hidden, activation="relu")] if dense else []
    last = Dense(outputs or classes)
    return keras.Sequential([keras.Input((inputs or features,)), *layers, last])


def build_functional(features, classes):
    inputs = keras.Input((features,))
    hidden = Dense(8, activation="relu")(inputs)
    return keras.Model(inputs, Dense(classes, activation="softmax")(hidden))


RIGHT = {
    "3.1": [
        (np.array([1.0, -1.0]), -0.5),
        ([1, -2], -0.5),
        ((6, -9), -3),
        (np.array([[2.0], [-2.5]]), np.array([-1.0])),
    ],
    "3.2": [
        (layer_dot,),
        (layer_by_columns,),
        (layer_in_place,),
        (lambda x, w, b, f: f(x @ w + b.reshape(1, -1)),),
    ],
    "3.3": [([3, 2, 0, 0, 0],), (np.array([3.0, 2.0, 0.0, 0.0, 0.0]),), ((3, 2, 0, 0, 0),)],
    "3.4": [(6, 63), (6.0, 2.0**6 - 1), (np.int64(6), np.int64(63))],
    "3.5": [([1, 1, 1, 1], -2), (np.ones((4, 1)), np.array([-2.0]))],
    "3.6": [("ac",), ("c, a",), (["A", "C"],)],
    "3.7": [
        (keras_model(),),
        (functional_corridor(),),
        (keras_model(w1=np.ones((8, 2)) * 1.0, b3=[0.0, -1.0]),),
    ],
    "3.8": [
        (build,),
        (build_functional,),
        (lambda features, classes: build(features, classes, hidden=20),),
    ],
}

WRONG = {
    "3.1": [
        (([1, 1], -0.5), "XOR wants it off. With the sign of h₂'s weight turned"),
        (([1, 0], -0.5), "This is h₁ alone, so OR"),
        (([0, 1], -0.5), "This is h₂ alone, so AND"),
        (([1, -1], 0.5), "= 0, 0 the sum with the bias is 0.5"),
        (([1, -1], 0.5), "With the sign of the bias turned"),
        (([1, -1], -1), "XOR wants it on. It is never on"),
        (([-1, 1], -0.5), "h₁ comes first"),
        (([1, 1], 1), "always on"),
        (([-1, 2], 0.5), "the lamp turned round"),
        (([0.1, -1], 0.2), "must not be above 0"),
        (([-1, -1], 0.5), "with no switch up alone"),
        (([1, -1, 0], -0.5), "2 weights; you gave 3"),
        (([1, -1], None), "you gave None"),
    ],
    "3.2": [
        ((lambda x, w, b, f: x @ w + b,), "The activation is never called. layer(["),
        ((lambda x, w, b, f: x @ w,), "The biases and the activation are missing"),
        ((lambda x, w, b, f: f(x @ w),), "biases change nothing"),
        ((lambda x, w, b, f: f(x @ w) + b,), "added after the activation"),
        ((lambda x, w, b, f: f(x @ w - b),), "biases are subtracted"),
        ((lambda x, w, b, f: f(x @ w.T + b),), "drop the .T"),
        ((lambda x, w, b, f: f(w @ x + b),), "the weights stand before the @"),
        ((lambda x, w, b, f: f(x) @ w + b,), "called on the inputs"),
        ((lambda x, w, b, f: f(f(x @ w + b)),), "called twice"),
        ((lambda x, w, b, f: f((x @ w) * b),), "multiplied by the biases"),
        ((lambda x, w, b, f: np.maximum(x @ w + b, 0),), "it is ReLU whatever"),
        ((lambda x, w, b, f: np.where(x @ w + b > 0, 1, 0),), "it is the step whatever"),
        ((lambda x, w, b, f: np.maximum(x @ w.T + b, 0),), "weights are turned: write inputs @ weights. And it is ReLU"),
        ((lambda x, w, b, f: map(f, x @ w + b),), "yours gave <map object>, which is not made of numbers. Put list("),
        ((lambda x, w, b, f: (f(one) for one in x @ w + b),), "which is not made of numbers. Put list("),
        ((lambda x, w, b, f: f(x @ w + b).sum(),), "one number for all neurons"),
        ((lambda x, w, b, f: np.max(x @ w + b, 0),), "one number for all neurons"),
        ((lambda x, w, b, f: max(x @ w + b, 0),), "one yes or no, by if or by max"),
        ((lambda x, w, b, f: x @ w + b if x @ w + b > 0 else 0,), "one yes or no, by if or by max"),
        ((lambda x, w, b, f: f(x * w + b),), "in place of *"),
        ((lambda x, w, b, f: f(x[0] * w[0] + x[1] * w[1] + b),), "right for 2 inputs, not for 3"),
        ((lambda x, w, b, f: f,), "the activation itself"),
        ((lambda x, w, b, f: f(x @ w + b).round(2),), "the numbers are rounded"),
        ((layer_loop,), "it works for one row, not for a table of 4 rows"),
        ((lambda x, w, b, f: f(w.T @ x + b),), "it works for one row, not for a table of 4 rows"),
        ((lambda x, w, b, f: print(f(x @ w + b)),), "yours returned None"),
        ((np.array([1.0, 0.0]),), "the function layer itself"),
    ],
    "3.3": [
        (([3, 2, -1, -2, 3],), "the second layer has ReLU"),
        (([3, 2, -1, -2, 0],), "lets no number below 0 out"),
        (([3, 1, 1, 0, 1],), "the numbers of the drawing"),
        (([3, 2, 1, 0, 1],), "Now h₂ carries 2"),
        (([3, 2, 0, -1, 2],), "it has ReLU too"),
        (([3, 3, 0, 0, 0],), "its sum is 3 − 1"),
        (([3, 2, 5, 4, -3],), "was added to h₁"),
        (([3, 2, 7, 6, -5],), "was counted with +2"),
        (([3, 2, 0, 0, 1],), "1 · 0 − 2 · 0"),
        (([2, 2, 0, 0, 0],), "that of h₂ alone"),
        (([0, 0, 0, 0, 0],), "three switches are up"),
        (([3, 2, 0, 5, 0],), "number 4, 5, is not it"),
        (([3, 2, 0, 0],), "5 numbers; you gave 4"),
    ],
    "3.4": [
        ((6, 32), "32 are the peaks"),
        ((6, 31), "31 are the valleys"),
        ((6, 64), "one too many"),
        ((6, 65), "the two ends"),
        ((6, 6), "bends again all that was folded"),
        ((6, 12), "12 are their neurons"),
        ((6, 16), "after five of them"),
        ((5, 31), "for 32 switches"),
        ((5, 63), "one fold more"),
        ((7, 63), "7 folds are one too many"),
        ((7, 127), "not at 64"),
        ((4, 15), "sixteen switches of the figure"),
        ((63, 6), "the other way round"),
        ((6, 40), "40 bends is not it"),
        ((10, 63), "does not take 10 folds"),
        ((3, 20), "3 folds is not it"),
    ],
    "3.5": [
        (([1, 1, 1, 1], 2), "the sign of the bias is not"),
        (([1, 1, 1, 1], -3), "adds up the biases"),
        (([1, 1, 1, 1], 0), "the biases do not vanish"),
        (([1, 1, 1, 1], -4), "leaves out the bias −1"),
        (([1, 1, 1, 1], -1), "of one layer alone"),
        (([1, 1, 1, 1], 5), "it should give −2, not 5"),
        (([-1, -1, -1, -1], 4), "the second layer's first neuron"),
        (([-1, -1, -1, -1], 3), "the second layer's second neuron"),
        (([-1, -1, -1, -1], 2), "all signs are turned round"),
        (([3, 3, 3, 3], -2), "not 3 n"),
        (([-3, -3, -3, -3], -2), "minus times minus"),
        (([4, 4, 4, 4], -2), "the number of switches"),
        (([1, -2, 1, -2], -1), "differ from each other"),
        (([7, 7, 7, 7], 0), "with your weights it adds 7"),
        (([1, -2], -2), "4 weights; you gave 2"),
    ],
    "3.6": [
        (("a",), "1 more of the others belongs to the answer"),
        (("abc",), "b does not follow: it has 7 · 10"),
        (("acd",), "d does not follow: its 97 parameters fit the device, but one output would put"),
    ],
    "3.7": [
        ((keras_model(activations=(None, None, None, None)),), "no hidden layer has ReLU"),
        ((keras_model(activations=("relu", "relu", None, None)),), "the third hidden layer has no ReLU"),
        ((keras_model(activations=("relu", "relu", "relu", "sigmoid")),), "goes through sigmoid"),
        ((keras_model(b1=[0, 0], b2=[0, 0], b3=[0, 0]),), "all its biases are 0"),
        ((keras_model(b1=[0, -1], b3=[0, -4]),), "it folds at 1 first"),
        ((keras_model(w2=np.array([[1, -2], [1, -2]])),), "are turned: a row belongs to an input"),
        ((keras_model(b1=[0, 4]),), "the biases of the first hidden layer are [0, 4]"),
        ((keras_model(b1=[0, -2]),), "by how much that is more than 4"),
        ((keras_model(b2=[-2, 0]),), "the biases of the second hidden layer are [−2, 0]"),
        ((keras_model(b3=[0, 0]),), "by how much that is more than 1"),
        ((keras_model(w3=np.array([[1, 1], [2, 2]])),), "the weights into the third hidden layer are"),
        ((keras_model(w4=[[1], [2]]),), "What is passed on is h₁ − 2 · h₂"),
        ((keras_model(w1=np.full((8, 2), 2.0)),), "so each weight is 1"),
        ((functional_corridor(last=2),), "it has 7 arrays of weights and biases"),
        ((keras_model(b4=[-1]),), "the bias of the output is [−1]"),
        ((keras_model((8, 2, 2, 1), ("relu", "relu", None)),), "corridor has 2 hidden layers; three folds"),
        ((keras_model((4, 2, 2, 2, 1)),), "should take 8 inputs"),
        ((keras_model((8, 2, 2, 2, 2)),), "should give 1 output"),
        ((keras_model((8, 4, 2, 2, 1)),), "units. A fold takes 2, and the output is 1"),
        ((None,), "expected corridor to be a Keras model; it is None"),
        ((keras_model,), "it is a function"),
    ],
    "3.8": [
        ((lambda f, c: build(f, c, outputs=f),), "the input is mended, the output is not"),
        ((lambda f, c: build(f, c, inputs=c),), "the output is mended, the input is not"),
        ((lambda f, c: build(f, c, outputs=1),), "one output can say yes or no"),
        ((lambda f, c: build(f, c, inputs=c, outputs=f + 1),), "what is known of a row goes in"),
        ((lambda f, c: build(4, 3),), "its sizes are fixed"),
        ((lambda f, c: build(f, c, dense=False),), "the hidden layer is gone"),
        ((lambda f, c: keras.Sequential([keras.Input((f,)), Dense(8)]),), "the last layer is the hidden one"),
        ((lambda f, c: keras.Sequential([Dense(8), Dense(c)]),), "is not built yet"),
        ((lambda f, c: keras.Sequential([keras.Input(f), Dense(c)]),), "with a comma"),
        (
            (lambda f, c: keras.Sequential([keras.Input((f, c)), Dense(c)]),),
            "A row is 4 numbers",
        ),
        ((lambda f, c: print(build(f, c)),), "lack its return"),
        ((build(4, 3),), "the function build itself"),
    ],
}
