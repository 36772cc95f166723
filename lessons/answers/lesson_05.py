"""Answers to lesson 05's exercises."""

import math

import numpy as np


def leaky_where(x):
    import keras

    return keras.ops.where(x > 0, x, 0.1 * x)


def leaky_maximum(x):
    from keras import ops

    return ops.maximum(x, 0.1 * x)


def leaky_ready_made(x):
    import keras

    return keras.activations.leaky_relu(x, negative_slope=0.1)


def leaky_relus(x):
    import keras

    return keras.ops.relu(x) - 0.1 * keras.ops.relu(-x)


def leaky_numpy(x):
    return np.where(x > 0, x, 0.1 * x)


def leaky_if(x):
    return x if x > 0 else 0.1 * x


def leaky_is_relu(x):
    import keras

    return keras.ops.relu(x)


def leaky_keras_default(x):
    import keras

    return keras.activations.leaky_relu(x)


def leaky_turned(x):
    import keras

    return keras.ops.where(x > 0, 0.1 * x, x)


def leaky_minimum(x):
    import keras

    return keras.ops.minimum(x, 0.1 * x)


def leaky_elu(x):
    import keras

    return keras.ops.elu(x)


def leaky_largest(x):
    import keras

    return keras.ops.max(x, 0.1 * x)


def leaky_slopes(x):
    import keras

    return keras.ops.where(x > 0, 1.0, 0.1)


def rule_half_up(inputs):
    total = inputs + 1
    return [int(total / 2 + 0.5), int(total / 4 + 0.5)]


def rule_round(n):
    return round((n + 1) / 2), round((n + 1) / 4)


def rule_array(n):
    return np.round(np.array([n + 1, n + 1]) / [2, 4])


def build_functional(inputs, hidden, rate):
    import keras

    start = keras.Input((inputs,))
    flow = start
    for neurons in hidden:
        flow = keras.layers.Dense(neurons, activation="relu")(flow)
        flow = keras.layers.Dropout(rate)(flow)
    return keras.Model(start, keras.layers.Dense(1)(flow))


def build_sequential(inputs, hidden, rate, end="linear", inside="relu"):
    import keras

    model = keras.Sequential([keras.Input((inputs,))])
    for neurons in hidden:
        model.add(keras.layers.Dense(neurons, activation=inside))
        model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Dense(1, activation=end))
    return model


def build_activation_apart(inputs, hidden, rate):
    import keras

    stack = [keras.Input((inputs,))]
    for neurons in hidden:
        stack += [keras.layers.Dense(neurons), keras.layers.ReLU(), keras.layers.Dropout(rate)]
    return keras.Sequential([*stack, keras.layers.Dense(1)])


def build_one_dropout(inputs, hidden, rate, bend="relu"):
    import keras

    drop = keras.layers.Dropout(rate)
    flow = start = keras.Input((inputs,))
    for neurons in hidden:
        flow = drop(keras.layers.Dense(neurons, activation=bend)(flow))
    return keras.Model(start, keras.layers.Dense(1)(flow))


def build_one_dropout_and_bend(inputs, hidden, rate):
    import keras

    drop, bend = keras.layers.Dropout(rate), keras.layers.ReLU()
    flow = start = keras.Input((inputs,))
    for neurons in hidden:
        flow = drop(bend(keras.layers.Dense(neurons)(flow)))
    return keras.Model(start, keras.layers.Dense(1)(flow))


def build_operations(inputs, hidden, rate):
    import keras

    flow = start = keras.Input((inputs,))
    for neurons in hidden:
        flow = keras.layers.Dropout(rate)(keras.ops.relu(keras.layers.Dense(neurons)(flow)))
    return keras.Model(start, keras.layers.Dense(1)(flow))


def build_blocks(inputs, hidden, rate):
    import keras

    flow = start = keras.Input((inputs,))
    for neurons in hidden:
        flow = keras.Sequential([keras.layers.Dense(neurons, "relu"), keras.layers.Dropout(rate)])(flow)
    return keras.Model(start, keras.layers.Dense(1)(flow))


def build_dropout_lost(inputs, hidden, rate):
    import keras

    flow = start = keras.Input((inputs,))
    for neurons in hidden:
        flow = keras.layers.Dense(neurons, "relu")(flow)
        keras.layers.Dropout(rate)(flow)
    return keras.Model(start, keras.layers.Dense(1)(flow))


def build_dropouts_together(inputs, hidden, rate, twice=False):
    import keras

    drop = keras.layers.Dropout(rate)
    flow = start = keras.Input((inputs,))
    for neurons in hidden:
        flow = keras.layers.Dense(neurons, "relu")(flow)
    for _ in hidden:
        flow = (drop if twice else keras.layers.Dropout(rate))(flow)
    return keras.Model(start, keras.layers.Dense(1)(flow))


def build_normalized(inputs, hidden, rate):
    import keras

    model = keras.Sequential([keras.Input((inputs,)), keras.layers.BatchNormalization()])
    for neurons in hidden:
        model.add(keras.layers.Dense(neurons, "relu"))
        model.add(keras.layers.Dropout(rate))
    model.add(keras.layers.Dense(1))
    return model


def build_flow(inputs, hidden, rate):
    import keras

    return keras.layers.Dense(1)(keras.Input((inputs,)))


def build_rows_counted(inputs, hidden, rate):
    import keras

    return keras.Sequential([keras.Input((None, inputs)), keras.layers.Dense(1)])


def build_bare_input(inputs, hidden, rate):
    import keras

    return keras.Sequential([keras.Input(inputs), keras.layers.Dense(1)])


def build_own_class(inputs, hidden, rate):
    import keras

    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.end = keras.layers.Dense(1)

        def call(self, rows):
            return self.end(rows)

    model = Own()
    model(np.zeros((1, inputs)))
    return model


def build_dropout_last(inputs, hidden, rate):
    import keras

    stack = [keras.Input((inputs,)), *(keras.layers.Dense(n, "relu") for n in hidden)]
    stack += [keras.layers.Dense(1)] + [keras.layers.Dropout(rate) for _ in hidden]
    return keras.Sequential(stack)


def build_dropout_first(inputs, hidden, rate):
    import keras

    stack = [keras.Input((inputs,))]
    for neurons in hidden:
        stack += [keras.layers.Dropout(rate), keras.layers.Dense(neurons, "relu")]
    return keras.Sequential([*stack, keras.layers.Dense(1)])


def build_no_output(inputs, hidden, rate):
    import keras

    stack = [keras.Input((inputs,))]
    for neurons in hidden:
        stack += [keras.layers.Dense(neurons, "relu"), keras.layers.Dropout(rate)]
    return keras.Sequential(stack)


def build_unbuilt(inputs, hidden, rate):
    import keras

    return keras.Sequential([keras.layers.Dense(n, "relu") for n in [*hidden, 1]])


def build_deepnn(inputs, hidden, rate):
    return build_sequential(10, [6, 3], 0.2)


def build_forgets_return(inputs, hidden, rate):
    build_sequential(inputs, hidden, rate)


RIGHT = {
    "5.1": [(leaky_where,), (leaky_maximum,), (leaky_ready_made,), (leaky_relus,)],
    "5.2": [
        ((1, "linear"), (1, "sigmoid"), (10, "softmax")),
        ([1, None], (1.0, "Sigmoid "), [10, "SOFTMAX"]),
    ],
    "5.3": [(4.0, 3.0), (3 / (1 - 0.25), 3), (3 * 1.333, 3), (4.0001, 3)],
    "5.4": [(rule_round,), (rule_half_up,), (rule_array,)],
    "5.5": [(91,), (11 * 6 + 7 * 3 + 4,), (np.int64(91),)],
    "5.6": [
        (build_functional,),
        (build_sequential,),
        (build_activation_apart,),
        (build_one_dropout,),
        (build_one_dropout_and_bend,),
        (build_operations,),
        (build_blocks,),
    ],
}

_RIGHT_OUTPUTS = RIGHT["5.2"][0]


def _but(place, answer):
    """Return the right answers to 4.2 with another one in this place."""
    changed = [*_RIGHT_OUTPUTS]
    changed[place] = answer
    return tuple(changed)


WRONG = {
    "5.1": [
        ((lambda x: x if x > 0 else 0.1 * x,), "if, and max with it, decides once"),
        ((lambda x: max(x, 0.1 * x),), "if, and max with it, decides once"),
        ((leaky_largest,), "keras.ops.maximum compares two arrays"),
        ((leaky_slopes,), "it gives the slopes, 1 and 0.1"),
        ((leaky_numpy,), "NumPy leaves"),
        ((leaky_if,), "if, and max with it, decides once"),
        ((leaky_is_relu,), "That is ReLU"),
        ((leaky_keras_default,), "multiplies by 0.2"),
        ((leaky_turned,), "other way round"),
        ((leaky_minimum,), "other way round"),
        ((leaky_elu,), "should become −0.4"),
        ((lambda x: x,), "linear activation"),
        ((lambda x: 0.1 * x,), "every sum by 0.1"),
        ((0.1,), "the function leaky itself"),
    ],
    "5.2": [
        (_but(0, (1, "relu")), "winters do"),
        (_but(0, (1, "sigmoid")), "between 0 and 1, and a temperature"),
        (_but(0, (1, "tanh")), "between −1 and 1"),
        (_but(0, (1, "softmax")), "always gives 1"),
        (_but(0, ("linear", 1)), "nodes first"),
        (_but(0, 1), "expected nodes and a name"),
        (_but(1, (2, "softmax")), "one is enough"),
        (_but(1, (2, "sigmoid")), "yes or no needs one node"),
        (_but(1, (1, "softmax")), "always be yes"),
        (_but(1, (1, "step")), "no gradient"),
        (_but(1, (1, "linear")), "leaves that range"),
        (_but(2, (9, "softmax")), "0 is a digit too"),
        (_but(2, (1, "linear")), "each of the ten digits"),
        (_but(2, (10, "sigmoid")), "ten questions"),
        (_but(2, (10, "relu")), "together 1"),
        (_but(2, (10, "logistic")), "digit: expected one of"),
    ],
    "5.3": [
        ((3.0, 3.0), "make up for"),
        ((2.25, 3.0), "multiplied by 0.75"),
        ((12, 3), "divided by 0.25"),
        ((3.75, 3), "rate of 0.2"),
        ((0, 3), "dropped ones"),
        ((5, 3), "5 does not make up for it"),
        ((3.9, 3), "3.9 does not make up for it"),
        ((4 / 3, 3), "what a 1 becomes"),
        ((1.33, 3), "what a 1 becomes"),
        ((0.75, 3), "0.75 is the share that stays"),
        (
            (4, None),
            "one number for prediction; you gave None. A function without return gives None back, and so",
        ),
        ((4, 4), "nothing is dropped"),
        ((4, 2.25), "needs no 0.75"),
        ((4, 0), "passes on what comes in"),
    ],
    "5.4": [
        ((lambda n: ((n + 1) / 2, (n + 1) / 4),), "no half neurons"),
        ((lambda n: (round(n / 2), round(n / 4)),), "The output is missing"),
        ((lambda n: ((n + 1) // 2, (n + 1) // 4),), "cuts the decimals off"),
        ((lambda n: (round((n + 1) / 4), round((n + 1) / 2)),), "larger layer comes first"),
        ((lambda n: (round(n + 1 / 2), round(n + 1 / 4)),), "parentheses"),
        ((lambda n: (6, 3),), "the same for 20"),
        ((lambda n: round((n + 1) / 2, (n + 1) / 4),), "round takes one number"),
        (
            (lambda n: (math.ceil((n + 1) / 2), math.ceil((n + 1) / 4)),),
            "for 20 inputs yours gives 11 and 6. That rounds up",
        ),
        ((lambda n: (n / 2, n / 4),), "The output is missing"),
        ((lambda n: (n + 1 / 2, n + 1 / 4),), "parentheses"),
        ((lambda n: ((n + 1) / 4, (n + 1) / 2),), "larger layer comes first"),
        (
            (lambda n: (str(round((n + 1) / 2)), str(round((n + 1) / 4))),),
            "('6', '3'), texts in place of numbers",
        ),
        ((lambda n: round((n + 1) / 2),), "two sizes back"),
        ((lambda n: (n, n),), "to be rounded are 5.5 and 2.75"),
    ],
    "5.5": [
        ((81,), "bias too"),
        ((20,), "counts the nodes"),
        ((66,), "66 is right for the first layer. Two more follow"),
        ((87,), "The output neuron has weights and a bias too"),
        ((101,), "They compute nothing, so they have none"),
        ((10,), "weights are missing"),
        ((77,), "77 is not it. The first layer has 10 × 6 weights + 6 biases; dropout has nothing to learn"),
        ((84,), "one bias for each layer"),
        ((100,), "the neuron a link ends in"),
        ((180,), "added, not multiplied"),
        (([66, 21, 4],), "Add them up"),
        ((None,), "so does print"),
    ],
    "5.6": [
        ((build_dropout_last,), "drops its own output"),
        ((build_dropout_first,), "drops inputs"),
        ((build_no_output,), "no output layer"),
        ((build_unbuilt,), "not built yet. Begin with keras.Input((inputs,))"),
        ((build_rows_counted,), "its Input has the shape (None, 10). The rows are not counted there"),
        ((build_bare_input,), "keras.Input wants a shape in parentheses with a comma"),
        ((build_dropout_lost,), "yours has 0. A layer counts if what it gives is passed on"),
        ((build_dropouts_together,), "two Dropout layers in a row"),
        ((lambda i, h, r: build_dropouts_together(i, h, r, twice=True),), "two Dropout layers in a row"),
        ((lambda i, h, r: build_one_dropout(i, h, 0.2),), "Use the rate"),
        (
            (lambda i, h, r: build_one_dropout(i, h, r, bend="leaky_relu"),),
            "has leaky_relu, leaky_relu, linear; asked",
        ),
        (
            (lambda i, h, r: build_sequential(i, h, r, end="softmax"),),
            "has relu, relu, softmax; asked were ReLU",
        ),
        ((lambda i, h, r: build_sequential(i, h, r, end="tanh"),), "has relu, relu, tanh; asked were ReLU"),
        ((build_normalized,), "has BatchNormalization in it"),
        ((build_flow,), "keras.Model makes a network of the two ends"),
        ((build_own_class,), "from one input to one output"),
        ((build_deepnn,), "should take 4 inputs"),
        ((build_forgets_return,), "gave None"),
        ((lambda i, h, r: build_sequential(i, h, 0.2),), "Use the rate"),
        ((lambda i, h, r: build_sequential(i, h, r, end="sigmoid"),), "sigmoid at the output"),
        ((lambda i, h, r: build_sequential(i, h, r, end="relu"),), "ReLU at the output"),
        ((lambda i, h, r: build_sequential(i, h, r, inside=None),), "one linear layer"),
        ((lambda i, h, r: build_sequential(i, h, r, inside="tanh"),), "tanh inside"),
        ((lambda i, h, r: build_sequential(i, h[::-1], r),), "layers of 6, 3, 1"),
        ((lambda i, h, r: [i, *h, 1],), "should return a network"),
    ],
}
