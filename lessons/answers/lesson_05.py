"""Answers to lesson 05's exercises."""

import numpy as np

from helpers.checks.lesson_05 import houses_of_the_lesson
from helpers.training import train_together

import keras  # after helpers, which sets how TensorFlow computes
from keras import Input, Model, Sequential, ops
from keras.initializers import Constant
from keras.layers import Activation, BatchNormalization, Concatenate, Dense, Dropout


def leaky(x):
    return ops.where(x > 0, x, 0.1 * x)


def leaky_list(x):
    return np.array([[one if one > 0 else 0.1 * one for one in row] for row in np.asarray(x)])


def build_functional(inputs, hidden, activation, rate):
    start = Input((inputs,))
    flow = start
    for neurons in hidden:
        flow = Dense(neurons, activation=activation)(flow)
        flow = Dropout(rate)(flow)
    return Model(start, Dense(1)(flow))


def build_sequential(inputs, hidden, activation, rate, end="linear", **settings):
    model = Sequential([Input((inputs,))])
    for neurons in hidden:
        model.add(Dense(neurons, activation=activation, **settings))
        model.add(Dropout(rate))
    model.add(Dense(1, activation=end))
    return model


def stack(inputs, layers):
    return Sequential([Input((inputs,)), *layers, Dense(1)])


def build_apart(inputs, hidden, activation, rate):
    each = ((Dense(neurons), Activation(activation), Dropout(rate)) for neurons in hidden)
    return stack(inputs, [layer for three in each for layer in three])


def build_side_by_side(inputs, hidden, activation, rate):
    start = Input((inputs,))
    flows = [Dropout(rate)(Dense(neurons, activation)(start)) for neurons in hidden]
    return Model(start, Dense(1)(Concatenate()(flows)))


def build_one_dropout(inputs, hidden, activation, rate):
    drop = Dropout(rate)
    flow = start = Input((inputs,))
    for neurons in hidden:
        flow = drop(Dense(neurons, activation=activation)(flow))
    return Model([start], Dense(1)(flow))


def build_dropout_lost(inputs, hidden, activation, rate):
    flow = start = Input((inputs,))
    for neurons in hidden:
        flow = Dense(neurons, activation)(flow)
        Dropout(rate)(flow)
    return Model(start, Dense(1)(flow))


def build_not_called(inputs, hidden, activation, rate):
    flow = start = Input((inputs,))
    for neurons in hidden:
        flow = Dense(neurons, activation)(flow)
        flow = Dropout(rate)
    return Model(start, Dense(1)(flow))


def build_assigned(inputs, hidden, activation, rate):
    model = Sequential([Input((inputs,))])
    for neurons in hidden:
        model = model.add(Dense(neurons, activation))
    return model


def build_same_names(inputs, hidden, activation, rate):
    flow = start = Input((inputs,))
    for neurons in hidden:
        flow = Dense(neurons, activation, name="hidden")(flow)
        flow = Dropout(rate)(flow)
    return Model(start, Dense(1)(flow))


def build_always_dropping(inputs, hidden, activation, rate):
    flow = start = Input((inputs,))
    for neurons in hidden:
        flow = Dense(neurons, activation)(flow)
        flow = Dropout(rate)(flow, training=True)
    return Model(start, Dense(1)(flow))


def build_end_from_start(inputs, hidden, activation, rate):
    flow = start = Input((inputs,))
    for neurons in hidden:
        flow = Dense(neurons, activation)(flow)
        flow = Dropout(rate)(flow)
    return Model(start, Dense(1)(start))


def build_dropout_of_start(inputs, hidden, activation, rate):
    flow = start = Input((inputs,))
    for neurons in hidden:
        flow = Dense(neurons, activation)(flow)
        flow = Dropout(rate)(start)
    return Model(start, Dense(1)(flow))


def build_own_class(inputs, hidden, activation, rate):
    class Own(Model):
        def __init__(self):
            super().__init__()
            self.end = Dense(1)

        def call(self, rows):
            return self.end(rows)

    model = Own()
    model(np.zeros((1, inputs)))
    return model


def build_dropout_last(inputs, hidden, activation, rate):
    stack = [Input((inputs,)), *(Dense(n, activation) for n in hidden)]
    stack += [Dense(1)] + [Dropout(rate) for _ in hidden]
    return Sequential(stack)


def build_no_output(inputs, hidden, activation, rate):
    stack = [Input((inputs,))]
    for neurons in hidden:
        stack += [Dense(neurons, activation), Dropout(rate)]
    return Sequential(stack)


def three(hidden, activation="relu"):
    """Three starts of a design, each with its own weights."""
    keras.utils.set_random_seed(len(hidden) + sum(hidden))
    return [build_functional(10, hidden, activation, 0.0) for _ in range(3)]


X, Y = houses_of_the_lesson()
WIDE, THREE_LAYERS, LINEAR, UNTRAINED = three([64]), three([64, 32, 16]), three([8], "linear"), three([16])
train_together([WIDE, THREE_LAYERS, LINEAR], X[:2400], Y[:2400], learning_rate=0.005, epochs=60)
LEAKED = three([64, 64])
train_together(LEAKED, X[:3000], Y[:3000], learning_rate=0.005, epochs=60)

OUTPUTS = (
    (1, "exponential", "poisson"),
    (20, "sigmoid", "binary_crossentropy"),
    (5, "softmax", "categorical_crossentropy"),
    (1, "linear", "mse"),
)

RIGHT = {
    "5.1": [([0, 0, 0],), (np.zeros(3),), ((0.0, 0, -0.0),)],
    "5.2": [
        (leaky,),
        (lambda x: ops.maximum(x, 0.1 * x),),
        (lambda x: keras.activations.leaky_relu(x, negative_slope=0.1),),
        (lambda x: ops.relu(x) - 0.1 * ops.relu(-x),),
    ],
    "5.3": [
        OUTPUTS,
        ([1, "softplus", "Poisson"], (20.0, "Sigmoid ", "BinaryCrossentropy"), OUTPUTS[2], [1, None, "mae"]),
        (*OUTPUTS[:3], (1, "identity", "mean_squared_error")),
        (*OUTPUTS[:3], (1, keras.activations.linear, keras.losses.MeanSquaredError())),
    ],
    "5.4": [(2,), (2.0001,), (np.array([2]),)],
    "5.5": [(build_functional,), (build_sequential,), (build_apart,), (build_one_dropout,)],
    "5.6": [("more", "less"), ("More ", "LESS")],
    "5.7": [("linear", "same", "lower"), (" Linear", "Same ", "LOWER")],
    "5.8": [(WIDE,), (tuple(WIDE[::-1]),)],
    "5.9": [("ad",), ("d, a",), (["a", "d"],)],
}


def _but(place, answer):
    """Return the right answers to 5.3 with another one in this place."""
    changed = [*OUTPUTS]
    changed[place] = answer
    return tuple(changed)


WRONG = {
    "5.1": [
        (([0, 1, 1],), "the outputs. Asked is by how much they change"),
        (([-2, 0.5, 3],), "the sums themselves"),
        (([1, 1, 1],), "the slope of a linear activation"),
        (([0, 0.5, 3],), "outputs of ReLU"),
        (([0, 1000, 1000],), "if a push crossed the jump"),
        (([1000, 1000, 1000],), "None of these three does"),
        (([0.001, 0.001, 0.001],), "0.001 is the push"),
        (([0, 1000, 0],), "away from the jump"),
        (([1000, 0, 0],), "far below the jump"),
        (([0, 0, 1],), "before the push and after it"),
        (([-1, 1, 1],), "the signs of the sums"),
        (([0.1, 0.235, 0.045],), "than the sigmoid"),
        (([0, 0, 0.5],), "3 and 3.001"),
        ((map(float, [0, 0, 0]),), "gave <map object>, which is not made of numbers. Put list("),
    ],
    "5.2": [
        ((lambda x: x if x > 0 else 0.1 * x,), "if, and max with it, decides once"),
        ((lambda x: ops.max(x, 0.1 * x),), "ops.maximum compares two arrays"),
        (
            (lambda x: ops.where(x > 0, 1.0, 0.1),),
            "it gives the slopes, 1 and 0.1. Multiply the sum by them. A sum of −4 should become −0.4",
        ),
        ((lambda x: np.where(x > 0, x, 0.1 * x),), "the array leaves Keras"),
        ((leaky_list,), "the array leaves Keras"),
        ((lambda x: ops.where(x > 0, x, 0.1 * np.asarray(x)),), "the slope is not 1 above 0 and 0.1 below"),
        ((lambda x: ops.reshape(leaky(x), (-1,)),), "that went in, of shape (3, 2); yours has shape (6,)"),
        ((lambda x: ops.relu(x),), "That is ReLU"),
        ((lambda x: keras.activations.leaky_relu(x),), "multiplies by 0.2"),
        ((lambda x: ops.where(x > 0, 0.1 * x, x),), "other way round"),
        ((lambda x: ops.minimum(x, 0.1 * x),), "other way round"),
        ((lambda x: ops.where(x > 0, x, x - 0.1),), "takes 0.1 away"),
        ((lambda x: ops.elu(x),), "A sum of −4 should become −0.4"),
        ((lambda x: x,), "linear activation"),
        (
            (lambda x: 0.1 * x,),
            "every sum by 0.1. Above 0 the sum should stay as it is. A sum of 3 should become 3",
        ),
        ((lambda x, y: x,), "one argument"),
        ((0.1,), "the function leaky itself"),
    ],
    "5.3": [
        (_but(0, (1, "linear", "poisson")), "no station rents −3"),
        (_but(0, (1, "relu", "poisson")), "fallen silent"),
        (_but(0, (1, "sigmoid", "poisson")), "never says more than 1"),
        (_but(0, (1, "exponential", "mse")), "loss for counts is another one than mse"),
        (_but(0, (10, "softmax", "categorical_crossentropy")), "it is one count"),
        (_but(1, (20, "softmax", "categorical_crossentropy")), "Of a dog and a cat"),
        (_but(1, (1, "sigmoid", "binary_crossentropy")), "a question of its own"),
        (_but(1, (20, "linear", "mse")), "20 chances"),
        (_but(1, (20, "sigmoid", "categorical_crossentropy")), "20 times yes or no"),
        (_but(2, (5, "sigmoid", "binary_crossentropy")), "might add up to 3"),
        (_but(2, (5, "softmax", "sparse_categorical_crossentropy")), "the number of one class"),
        (_but(2, (5, "softmax", "mse")), "another loss than mse"),
        (_but(2, (4, "softmax", "categorical_crossentropy")), "each of the 5 parties"),
        (_but(2, (5, "relu", "categorical_crossentropy")), "together 1 are wanted"),
        (_but(3, (1, "relu", "mse")), "tomorrow may be colder"),
        (_but(3, (1, "tanh", "mse")), "between −1 and 1"),
        (_but(3, (1, "sigmoid", "mse")), "between 0 and 1"),
        (_but(3, (1, "softmax", "mse")), "whatever the weather"),
        (_but(3, (2, "linear", "mse")), "one number of degrees"),
        (_but(3, (1, "linear", "poisson")), "no loss for a number that may be below 0"),
        (_but(3, ("linear", 1, "mse")), "nodes first"),
        (_but(3, (1, "mse", "linear")), "the activation comes before the loss"),
        (_but(3, (1, "linear")), "expected nodes, activation and loss"),
        (_but(3, (1, "straight", "mse")), "change: expected one of"),
        (_but(3, (1.5, "linear", "mse")), "a whole number of nodes"),
    ],
    "5.4": [
        ((0.5,), "the other way round"),
        ((1,), "what Keras brings about"),
        ((4,), "twice too much"),
        ((0.25,), "drops twice"),
        ((1.5,), "compared with five inputs"),
        ((0,), "nothing comes through"),
        ((5,), "stay in training. Asked"),
        ((10,), "come through in prediction. Asked"),
        ((1.25,), "a rate of 0.2"),
        ((-2,), "do not change their sign"),
        ((3,), "3 is not it"),
    ],
    "5.5": [
        ((build_functional(10, [6, 3], "relu", 0.2),), "you gave a network that it may have returned"),
        ((build_end_from_start,), "should have layers of 6, 3, 1 neurons; yours has 1"),
        ((build_dropout_of_start,), "should have layers of 6, 3, 1 neurons; yours has 1"),
        (
            (build_dropout_lost,),
            "on the way from input to output, one after each hidden layer; yours has none",
        ),
        ((lambda i, h, a, r: stack(i, [Dense(n, a) for n in h]),), "yours has none"),
        ((build_dropout_last,), "drops its own output"),
        (
            (lambda i, h, a, r: stack(i, [one for n in h for one in (Dropout(r), Dense(n, a))]),),
            "drops inputs: a Dropout stands before the first hidden layer",
        ),
        (
            (lambda i, h, a, r: stack(i, [Dense(h[0], a), *map(Dropout, [r] * len(h)), *map(Dense, h[1:])]),),
            "two Dropout layers in a row",
        ),
        ((lambda i, h, a, r: stack(i, [BatchNormalization()]),), "which learns as well and was not asked"),
        ((lambda i, h, a, r: Sequential([Input((32, i)), Dense(1)]),), "The rows are not counted there"),
        ((lambda i, h, a, r: build_sequential(i, h, "elu", r),), "has elu, elu, linear; asked were relu in"),
        ((lambda i, h, a, r: build_sequential(i, h, a, r, "softplus"),), "relu, relu, softplus; asked were relu"),
        ((build_side_by_side,), "they lie side by side"),
        ((build_no_output,), "no output layer"),
        ((lambda i, h, a, r: Sequential([Input(i), Dense(1)]),), "wants a shape in parentheses with a comma"),
        ((build_not_called,), "was made, and never called"),
        ((lambda i, h, a, r: Model(Input((i,)), Dense(1)),), "takes the two ends"),
        ((lambda i, h, a, r: Sequential([Input((i,)), Dense(h, a)]),), "Dense takes one size"),
        ((build_assigned,), "model.add gives nothing back"),
        ((build_same_names,), "the same name"),
        ((build_always_dropping,), "drops in prediction too"),
        ((build_own_class,), "a class of your own cannot be read here"),
        ((lambda i, h, a, r: Dense(1)(Input((i,))),), "keras.Model makes a network of the two ends"),
        ((lambda i, h, a, r: print(build_sequential(i, h, a, r)),), "gave None"),
        ((lambda i, h, a, r: build_sequential(10, h, a, r),), "should take 4 inputs; yours takes 10"),
        ((lambda i, h, a, r: build_sequential(i, h, a, 0.2),), "Use the rate"),
        ((lambda i, h, a, r: build_sequential(i, h, "relu", r),), "has relu inside. Use the activation"),
        ((lambda i, h, a, r: build_sequential(i, h, None, r),), "one linear layer"),
        ((lambda i, h, a, r: build_sequential(i, h, a, r, end="sigmoid"),), "has sigmoid at the output"),
        ((lambda i, h, a, r: build_sequential(i, h, None, r, end=a),), "It is the other way round"),
        (
            (lambda i, h, a, r: build_sequential(i, h, a, r, use_bias=False),),
            "should have a bias in every neuron",
        ),
        (
            (lambda i, h, a, r: build_sequential(i, h, a, r, kernel_initializer="zeros"),),
            "weights that are all alike",
        ),
        ((lambda i, h, a, r: build_sequential(i, h[::-1], a, r),), "layers of 6, 3, 1"),
        (
            (lambda i, h, a, r: build_sequential(i, h, a, r, kernel_initializer=Constant(np.nan)),),
            "has NaN or infinity among its weights",
        ),
        (
            (lambda hidden, inputs, activation, rate: build_sequential(inputs, hidden, activation, rate),),
            "in this order; yours takes hidden, inputs, activation, rate",
        ),
        ((lambda i, h, a: build_sequential(i, h, a, 0.2),), "your function stopped"),
        ((lambda i, h, a, r: [i, *h, 1],), "to be a Keras model"),
    ],
    "5.6": [
        (("more", "more"), "the score is right"),
        (("less", "less"), "the lead is right"),
        (("less", "more"), "the other way round for both"),
        (("up", "less"), "expected one of 'more', 'less'"),
        ((0.014, 0.008), "in quotes; you gave 0.014"),
    ],
    "5.7": [
        (("sigmoid", "same", "lower"), "a sigmoid bends"),
        (("tanh", "same", "lower"), "tanh bends, so"),
        (("leaky", "same", "lower"), "a kink at 0"),
        (("leaky", "lower", "same"), "Which of the four does not bend"),
        (("linear", "lower", "lower"), "so is plain descent. But Adam divides"),
        (("linear", "same", "same"), "Plain descent divides by nothing"),
        (("linear", "lower", "same"), "the other two are the wrong way round"),
        (("relu", "same", "lower"), "expected one of 'linear'"),
        (("linear", "same", "higher"), "expected one of 'same', 'lower'"),
        (("linear", "same", "half"), "you gave 'half'"),
        (("linear", "same", 0.25), "in quotes; you gave 0.25"),
        ((0, "same", "lower"), "in quotes; you gave 0"),
        (("linear", True, False), "in quotes; you gave True"),
    ],
    "5.8": [
        ((UNTRAINED,), "what untrained networks get"),
        ((LINEAR,), "more neurons or more epochs"),
        ((THREE_LAYERS,), "overfitting"),
        (([WIDE[0], WIDE[1], LINEAR[0]],), "Your starts differ widely"),
        ((LEAKED,), "did your networks learn from the houses to compare"),
        (([WIDE[0]] * 3,), "the same network several times"),
        ((WIDE[:2],), "a list of three networks"),
        ((WIDE[0],), "a list of three networks"),
        ((None,), "trains the networks in place and returns nothing"),
        (([build_functional] * 3,), "expected mine[0] to be a Keras model; it is a function"),
        (([build_functional(8, [6], "relu", 0.0), *WIDE[:2]],), "mine[0] should take 10 inputs"),
        (([0.87, 0.87, 0.87],), "expected mine[0] to be a Keras model; it is 0.87"),
    ],
    "5.9": [
        (("a",), "a follows. 1 more of the others belongs to the answer."),
        (("abd",), "the refusal was the warning"),
        (("acd",), "silently ignored"),
        (("ade",), "name what to call"),
    ],
}
