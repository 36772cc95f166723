# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 · Model design
#
# **How many layers, how many neurons, which activation?**
#
# You will
#
# - write a network with Keras in two ways, and count its parameters
# - make an activation of your own, and see why a step cannot be trained
# - choose the output's activation by the task, and say what dropout does
# - put a rule of thumb to the test on real houses
# - save a network, and say what is safe to load
#
# {{minutes}} minutes. Needs [04](04_learning.ipynb). All of it runs without a GPU.

# %%
from helpers import ____, check, describe, draw_activation_function, draw_graph, draw_network
from helpers import load_houses, load_titanic, progress, training_batches

import keras
import matplotlib.pyplot as plt
import numpy as np

seed = 0
keras.utils.set_random_seed(seed)

# %% [markdown]
# ## The smallest network
#
# 4000 houses sold in King County, Washington, ten numbers about each. The price is to be predicted, as a logarithm: being ten per cent off is as bad for a hut as for a villa.

# %%
houses = load_houses().drop_duplicates("id").sample(4000, random_state=seed)
features = ["sqft_living", "grade", "lat", "long", "yr_built"]
features += ["sqft_lot", "bedrooms", "bathrooms", "floors", "condition"]
rows = houses[features].to_numpy(float)
price = np.log10(houses["price"].to_numpy()).round(6)  # the same on every processor
print(rows.shape, "from", houses["price"].min(), "to", houses["price"].max(), "dollars")

# %% [markdown]
# Three parts: 2400 houses to learn from, 600 to compare designs on, and 1000 that stay locked away until the end. One parcel of land is in one part only. Means and deviations are taken from the houses to learn from alone.
#
# In code `x` are the inputs and `y` the targets, as nearly everybody writes it; in lesson 04's formula and on drawings y is the output.

# %%
learn, compare, final = slice(0, 2400), slice(2400, 3000), slice(3000, 4000)
x = (rows - rows[learn].mean(axis=0)) / rows[learn].std(axis=0)
y = (price - price[learn].mean()) / price[learn].std()

# %% [markdown]
# `Sequential` takes layers in the order in which the data passes them. Here: three inputs (living area, grade, latitude), one neuron, and `linear`, which changes nothing. (Older pages write `Dense(1, input_dim=3)`; Keras 3 wants `keras.Input` first.)

# %%
perceptron = keras.Sequential(
    [
        keras.Input((3,), name="house"),
        keras.layers.Dense(1, activation="linear", name="neuron"),
    ],
    name="perceptron",
)
perceptron.summary(line_length=60)

# %% [markdown]
# Four parameters: three weights and a bias. `None` is the number of rows, which is left open. `compile` says how to learn: the optimizer takes the steps, the loss is what they lower. `Adam` is gradient descent that sets the length of the step for each weight by itself; 0.01 is its learning rate. `fit` does it.

# %%
perceptron.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
history = perceptron.fit(
    x[learn, :3], y[learn], epochs=6, validation_data=(x[compare, :3], y[compare]), verbose=0
)
print("loss on the houses to compare:", [round(loss, 2) for loss in history.history["val_loss"]])

# %% [markdown]
# In lesson 02 a neuron that only adds was linear regression. This one has arrived there by itself. R² is the share of the variation that a prediction explains: 1 is all, 0 is no better than the mean.

# %%
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

regression = LinearRegression().fit(x[learn, :3], y[learn])
by_neuron = np.asarray(perceptron(x[compare, :3]))[:, 0]
print("neuron      R²", round(r2_score(y[compare], by_neuron), 2))
print("regression  R²", round(r2_score(y[compare], regression.predict(x[compare, :3])), 2))

# %% [markdown]
# ## An activation of your own
#
# Any function of an array can be an activation, if it is written with `keras.ops`: NumPy's names, but Keras can compute through them. Here is the binary step of lesson 02. (Older pages use `keras.backend.switch`, which is gone.)

# %%
def step(x):
    return keras.ops.where(x > 0, 1.0, 0.0)


print(np.asarray(step(np.array([-2.0, 0.0, 0.5]))))

# %% [markdown]
# Let a neuron with this step say which houses are dear, 1, and which are not, 0. It computes. Does it learn?

# %%
dear = (y > np.median(y[learn])).astype(float)
switch = keras.Sequential(
    [
        keras.Input((3,), name="house"),
        keras.layers.Dense(1, activation=step, name="neuron"),
    ],
    name="switch",
)
switch.compile(optimizer="sgd", loss="mse")
try:
    switch.fit(x[learn, :3], dear[learn], validation_data=(x[compare, :3], dear[compare]), verbose=0)
except ValueError as error:
    print("ValueError:", error)

# %% [markdown]
# Gradient descent asks: if this weight grows a little, how much does the loss change? Through this step there is no way back: `x` only chooses between two constants, so TensorFlow finds no path from the loss to the weight. Written with the sign there is a path, for which TensorFlow has a derivative on record. Its tape, of lesson 04, shows what comes out.

# %%
import tensorflow as tf

sums = tf.constant([-2.0, 0.5, 3.0])
with tf.GradientTape() as tape:
    tape.watch(sums)
    outputs = (keras.ops.sign(sums) + 1) / 2
print("outputs ", outputs.numpy())
print("gradient", tape.gradient(outputs, sums).numpy())

# %% [markdown]
# 0 everywhere: the step is flat left and right of its jump. Every weight would be told to move by 0. **A step cannot be trained by gradient descent**, in one neuron or in a thousand. The perceptron of lesson 02 learned because its rule asked for no gradient.
#
# ## Activations and their slopes
#
# So what matters is the function *and* its derivative. Plain matplotlib, once, for the sigmoid:

# %%
z = np.linspace(-6, 6, 301)
sigmoid = 1 / (1 + np.exp(-z))
figure, ax = plt.subplots(figsize=(7, 3))
ax.plot(z, sigmoid, color="#1a1a1a", label="sigmoid")
ax.plot(z, sigmoid * (1 - sigmoid), "--", color="#b34d00", label="derivative")
ax.set(title="The sigmoid flattens on both sides", xlabel="sum that comes in", ylabel="what goes out")
ax.legend(frameon=False)
steepest = (sigmoid * (1 - sigmoid)).max()
words = f"Its derivative is at most {steepest:.2f}, and nearly 0 at both ends."
describe(ax, f"The sigmoid rises from 0 to 1. {words}")
plt.show()

# %% [markdown]
# Even where it is steepest, it passes on a quarter of the gradient; far out, hardly any. `draw_activation_function` draws any activation that way. Before you look: which of the six flattens nowhere?

# %%
figure, axes = plt.subplots(3, 2, figsize=(7, 9), layout="constrained")
for name, ax in zip(("linear", "step", "sigmoid", "tanh", "relu", "softmax"), axes.flat):
    draw_activation_function(name, ax=ax)
    short = ax.get_title().replace(", its range", "").replace("between 0 and 1, t", "0 to 1, t")
    ax.set_title(short, fontsize=11)
    ax.legend(fontsize=8, frameon=False, loc="upper left")
plt.show()

# %% [markdown]
# Only the linear one, and linear layers on top of each other are one linear layer (lesson 03). ReLU is the usual choice inside: for sums above 0 the gradient passes whole. Below 0 nothing passes. A neuron whose sum is below 0 for every row gets no gradient: its own weights have nothing to move by, and it usually stays silent for good.
#
# **Exercise 5.1** Mend that. Write the activation `leaky`: a sum above 0 stays as it is, any other is multiplied by 0.1. Write it with `keras.ops`, for arrays of any shape.

# %%
#: exercise 5.1 kind=write objective=2
def leaky(x):
    #: return ____
    return keras.ops.where(x > 0, x, 0.1 * x)
    #: end


check("5.1", leaky)

# %% [markdown] tags=["hints"]
# - `step` above chooses between two numbers. Here the choice is between two arrays.
# - `keras.ops.where(condition, if_true, if_false)`.
# Why: above 0 the derivative is 1, below it is 0.1: small, but a way back. `keras.ops.maximum(x, 0.1 * x)` is as right.

# %% [markdown]
# ## The output's activation: ask the task
#
# Inside, the activation is a matter of trying. At the output it is not: its range must be the range of the answers.
#
# | task | output nodes | activation | its range |
# |---|---|---|---|
# | regression: a number | 1 | linear | every number |
# | binary: yes or no | 1 | sigmoid | 0 to 1 |
# | one of several classes | one for each class | softmax | 0 to 1, together 1 |
#
# Softmax gives $e^{z_i} / \sum_j e^{z_j}$: e to the power of each sum, divided by the total of them all. The same three sums, through each of them:

# %%
sums = np.array([[2.0, 1.0, -1.0]])
for name in ("linear", "sigmoid", "softmax"):
    outputs = np.asarray(keras.activations.get(name)(keras.ops.convert_to_tensor(sums)))
    print(f"{name:8}", outputs.round(3), "together", outputs.sum().round(3))

# %% [markdown]
# Softmax shares out one whole: what one class gains, the others lose. Three sigmoids answer three questions, each for itself.
#
# **Exercise 5.2** Choose output nodes, as few as will do, and activation, for three networks: tomorrow's temperature in °C; whether a house sells within a week; which digit, 0 to 9, is on a picture. Write each as nodes and name: `(3, "tanh")`.

# %%
#: exercise 5.2 kind=read objective=3
#: temperature = ____
#: sells = ____
#: digit = ____
temperature = (1, "linear")
sells = (1, "sigmoid")
digit = (10, "softmax")
#: end
check("5.2", temperature, sells, digit)

# %% [markdown] tags=["hints"]
# - Which is a number, which is yes or no, which is one of several?
# - A temperature can be below 0. Count the digits from 0 to 9.
# Why: the table, line by line. A temperature needs every number, a yes or no one probability, ten digits ten shares of one whole.

# %% [markdown]
# ## Dropout: on in training, off in prediction
#
# A `Dropout` layer sets each of its inputs to 0 with a certain chance, the rate, and draws anew each time. Ten ones go in, the rate is 0.2: two zeros on average, not always two.

# %%
dropout = keras.layers.Dropout(0.2, seed=seed + 1)
ones = np.ones((1, 10))
print("training:  ", np.asarray(dropout(ones, training=True))[0])
print("training:  ", np.asarray(dropout(ones, training=True))[0])
print("prediction:", np.asarray(dropout(ones, training=False))[0])

# %% [markdown]
# No neuron can rely on a certain other one, so a large network finds it harder to learn the training rows by heart: dropout works against **overfitting**. In prediction it does nothing.
#
# Why 1.25? With a fifth missing, the sum would be too small, so the rest is divided by 0.8. Over many rows the mean stays where it was:

# %%
many = np.asarray(dropout(np.ones((1000, 100)), training=True))
print("set to 0:", (many == 0).mean().round(2), " mean:", many.mean().round(2))

# %% [markdown]
# **Exercise 5.3** Every neuron of a layer gives 3.0. A `Dropout(0.25)` follows. What do those neurons pass on that are not dropped, in training? And what does each pass on in prediction?

# %%
#: exercise 5.3 kind=predict objective=3
#: in_training = ____
#: in_prediction = ____
in_training = 3.0 / 0.75
in_prediction = 3.0
#: end
check("5.3", in_training, in_prediction)

# %% [markdown] tags=["hints"]
# - At a rate of 0.2, a 1 became 1.25, which is 1 / 0.8.
# - Does dropout do anything in prediction?
# Why: three quarters stay, so each is divided by 0.75, and 3 becomes 4. In prediction dropout passes everything on as it is.

# %% [markdown]
# ## The DeepNN
#
# Now two hidden layers. How large? A rule of thumb: half of inputs and output together, then half of that. With 10 inputs and 1 output: 11 / 2 = 5.5 and 11 / 4 = 2.75, rounded.

# %%
print(round(11 / 2), round(11 / 4))

# %% [markdown]
# **Exercise 5.4** Write the rule as a function: `rule_of_thumb` takes the number of inputs and returns the sizes of two hidden layers, (inputs + 1) / 2 and (inputs + 1) / 4, rounded to whole numbers. There is one output.

# %%
#: exercise 5.4 kind=write objective=4
def rule_of_thumb(inputs):
    #: return ____
    return round((inputs + 1) / 2), round((inputs + 1) / 4)
    #: end


check("5.4", rule_of_thumb)

# %% [markdown] tags=["hints"]
# - For 10 inputs it should return 6 and 3.
# - Two values are returned with a comma between them.
# Why: `round` gives a whole number. A half, such as 4.5, Python rounds to the even neighbour, 4; for a rule of thumb either will do.

# %% [markdown]
# **Exercise 5.5** The DeepNN: 10 inputs, 6 neurons, dropout, 3 neurons, dropout, 1 output. How many parameters has it? Count before you read on.

# %%
#: exercise 5.5 kind=compute objective=1
#: parameters = ____
parameters = (10 * 6 + 6) + (6 * 3 + 3) + (3 * 1 + 1)
#: end
check("5.5", parameters)

# %% [markdown] tags=["hints"]
# - Each neuron has a weight for each of its inputs, and a bias.
# - The first layer: 6 neurons with 10 weights and a bias each. Dropout has nothing to learn.
# Why: 66, 21 and 4 make 91. Dropout layers have no parameters.

# %% [markdown]
# Its one output is a sigmoid: a number between 0 and 1, how likely "yes" is. Above 0.5 counts as yes. ReLU inside. First with `Sequential`:

# %%
from keras import layers

deep = keras.Sequential(
    [
        keras.Input((10,), name="features"),
        layers.Dense(round(11 / 2), activation="relu", name="hidden_1"),
        layers.Dropout(0.2, name="dropout1"),
        layers.Dense(round(11 / 4), activation="relu", name="hidden_2"),
        layers.Dropout(0.2, name="dropout2"),
        layers.Dense(1, activation="sigmoid", name="output"),
    ],
    name="DeepNN",
)
draw_network(deep, describe=True)
plt.show()

# %% [markdown]
# The **functional way** names what flows. Each layer is called with what comes in and gives what goes out; `Model` takes the two ends.

# %%
features_in = keras.Input((10,), name="features")
h1 = layers.Dense(6, activation="relu", name="hidden_1")(features_in)
h1 = layers.Dropout(0.2, name="dropout1")(h1)
h2 = layers.Dense(3, activation="relu", name="hidden_2")(h1)
h2 = layers.Dropout(0.2, name="dropout2")(h2)
answer = layers.Dense(1, activation="sigmoid", name="output")(h2)
functional = keras.Model(features_in, answer, name="DeepNN_functional")

print(deep.count_params(), functional.count_params())

# %% [markdown]
# The same network, twice. Give one the other's weights, and they agree on every row:

# %%
functional.set_weights(deep.get_weights())
print("same outputs for", len(x[compare]), "houses")

# %% tags=["proof"]
claim("Sequential and functional networks with the same weights answer alike", np.allclose(deep(x[compare]), functional(x[compare])))

# %% [markdown]
# Now to work, on a record of 1912: the passengers of the Titanic, most of whom died. Ten numbers about each person, and whether he or she survived. `boat` and `body` stay out, for they were written down afterwards. 262 of the 1309 people are kept back; medians, means and deviations come from the others.

# %%
people = load_titanic().sample(frac=1, random_state=seed)
table = people[["pclass", "sibsp", "parch"]].astype(float)
table["fare"] = np.log1p(people["fare"].fillna(people["fare"].iloc[:1047].median()))
table["age"] = people["age"].fillna(people["age"].iloc[:1047].median())
table["age_unknown"] = people["age"].isna()
table["female"] = people["sex"] == "female"
for port in "CQS":
    table[f"from_{port}"] = people["embarked"] == port
aboard, survived = table.to_numpy(float), people["survived"].to_numpy()
aboard = (aboard - aboard[:1047].mean(axis=0)) / aboard[:1047].std(axis=0)

# %% [markdown]
# Then `fit`, the fast way. On arrays it sets up its data anew for every epoch; `training_batches` sets it up once, and keeps the last fifth for validation. `steps_per_execution` lets TensorFlow run a whole epoch in one call; `jit_compile=False` spares a compilation that would not pay here.

# %%
batches = training_batches(aboard[:1047], survived[:1047], validation_split=0.2)
one_epoch = batches["steps_per_epoch"]
deep.compile("adam", "binary_crossentropy", steps_per_execution=one_epoch, jit_compile=False)
history = deep.fit(**batches, epochs=60, verbose=0)

# %%
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression

right = {"always 'died'": (survived[1047:] == 0).mean()}
right["DeepNN"] = ((np.asarray(deep(aboard[1047:]))[:, 0] > 0.5) == survived[1047:]).mean()
for model in (LogisticRegression(), RandomForestClassifier(min_samples_leaf=5, random_state=seed)):
    model.fit(aboard[:1047], survived[:1047])
    right[type(model).__name__] = model.score(aboard[1047:], survived[1047:])
print({name: round(float(share), 2) for name, share in right.items()})
print("chance alone moves such a share by about", round(np.sqrt(0.8 * 0.2 / 262), 3))

# %% [markdown]
# The three lie as close together as chance alone would put them. (The DeepNN learned from four fifths of these people, the other two from all.) Logistic regression is a single neuron with a sigmoid; a forest averages many decision trees. Here the hidden layers bought nothing.
#
# ## What only the functional way can do
#
# A zip code is a label, not a quantity: 98103 is not more than 98102. So the network gets two inputs, eight numbers without latitude and longitude, and the zip code. `Embedding` is a table: two learnt numbers for each of 70 zip codes.

# %%
zipcode = houses["zipcode"].cat.codes.to_numpy()
eight = [i for i, name in enumerate(features) if name not in ("lat", "long")]

numbers_in = keras.Input((8,), name="numbers")
zipcode_in = keras.Input((), dtype="int32", name="zipcode")
place = layers.Embedding(70, 2, name="place")(zipcode_in)
joined = layers.Concatenate(name="joined")([numbers_in, place])
hidden = layers.Dense(16, activation="relu", name="hidden_1")(joined)
hidden = layers.Dense(8, activation="relu", name="hidden_2")(hidden)
by_both = layers.Dense(1, name="price")(hidden)
two_inputs = keras.Model([numbers_in, zipcode_in], by_both, name="two_inputs")
draw_graph(two_inputs, engine="wasm")

# %% tags=["proof"]
claim("all 70 zip codes are among the houses learnt from", set(zipcode) == set(zipcode[learn]) and len(set(zipcode)) == 70)

# %% [markdown]
# `draw_graph` draws any model, layer by layer (`engine="wasm"`: with the Graphviz that comes with the course). Two arrows meet in `joined`: no list of layers can say that, so `Sequential` cannot build it. Several outputs go the same way, as a list of ends. Beside it, the same network without the zip code:

# %%
flow = layers.Dense(16, activation="relu", name="hidden_1")(numbers_in)
flow = layers.Dense(8, activation="relu", name="hidden_2")(flow)
alone = keras.Model([numbers_in], layers.Dense(1, name="price")(flow), name="numbers_alone")

for model, data in ((two_inputs, [x[:, eight], zipcode]), (alone, [x[:, eight]])):
    seen, unseen = ([part[rows] for part in data] for rows in (learn, compare))
    model.compile(keras.optimizers.Adam(0.02), "mse")
    validation = (unseen, y[compare])
    model.fit(seen, y[learn], validation_data=validation, batch_size=128, epochs=10, verbose=0)
    by_model = np.asarray(model(unseen))[:, 0]
    print(f"{model.name:14} R²", round(r2_score(y[compare], by_model), 2))

# %% [markdown]
# Where a house stands explains much of its price. It also stands in for who lives there: income and ancestry differ by neighbourhood, so a network that is given the zip code can treat people by them without ever having been told them.
#
# **Exercise 5.6** Write `build`: it takes the number of inputs, a list of hidden sizes such as `[6, 3]`, and a dropout rate. It returns a network with a ReLU layer of each size, each followed by a `Dropout` of that rate, and one linear output. Either way of building will do.

# %%
#: exercise 5.6 kind=write objective=1
def build(inputs, hidden, rate):
    #: return ____
    start = keras.Input((inputs,))
    flow = start
    for neurons in hidden:
        flow = layers.Dense(neurons, activation="relu")(flow)
        flow = layers.Dropout(rate)(flow)
    return keras.Model(start, layers.Dense(1)(flow))
    #: end


check("5.6", build)

# %% [markdown] tags=["hints"]
# - With `Sequential`: `model = keras.Sequential([keras.Input((inputs,))])`, then `model.add(…)` in a loop.
# - Two layers in the loop over `hidden`; the output after it.
# - A `Dense` with no activation named is linear.
# Why: each turn of the loop puts one layer, and its dropout, on what is there. Designs can now be compared, and that comes next.

# %% [markdown]
# ## Three questions, put to the houses
#
# How many layers, how many neurons, which activation? `train` builds three networks of one design inside one model. They share the inputs and the order of the rows, and nothing else; they start from different weights, so their scores show how much is luck. Keras trains all three in one go.

# %%
def train(hidden, activation="relu", dropout=0.0, epochs=30):
    keras.utils.set_random_seed(seed)
    start = keras.Input((10,), name="house")
    ends = []
    for _ in range(3):
        flow = start
        for neurons in hidden:
            flow = layers.Dense(neurons, activation=activation)(flow)
            flow = layers.Dropout(dropout)(flow)
        ends.append(layers.Dense(1)(flow))
    three = keras.Model(start, layers.Concatenate()(ends))
    targets = np.stack([y[:3000]] * 3, axis=1)  # the last fifth, for validation, are those to compare
    batches = training_batches(x[:3000], targets, batch_size=128, validation_split=0.2)
    one_epoch = batches["steps_per_epoch"]
    adam = keras.optimizers.Adam(0.01)
    three.compile(adam, "mse", steps_per_execution=one_epoch, jit_compile=False)
    three.optimizer.build(three.trainable_variables)  # else Keras prepares the step twice
    three.fit(**batches, epochs=epochs, verbose=0)
    return three


def scores(model, rows):
    return [r2_score(y[rows], column) for column in np.asarray(model(x[rows])).T]

# %% [markdown]
# First **how many neurons**: smaller than the rule of thumb, the rule, and two sizes larger; two of them with dropout too. And two models of standard machine learning, which need no design.

# %%
linear = LinearRegression().fit(x[learn], y[learn]).score(x[compare], y[compare])
trees = RandomForestRegressor(random_state=seed, n_jobs=2).fit(x[learn], y[learn])
forest = trees.score(x[compare], y[compare])
print("linear regression", round(linear, 2), " forest", round(forest, 2))

networks, found = {}, {}
for hidden, rates in {(3, 2): [0.0], (6, 3): [0.0, 0.2], (16, 8): [0.0], (64, 32): [0.0, 0.2]}.items():
    for dropout in rates:
        networks[hidden, dropout] = train(hidden, dropout=dropout)
        found[hidden, dropout] = scores(networks[hidden, dropout], compare)
        print(f"{hidden!s:9} dropout {dropout}  R²", np.round(found[hidden, dropout], 2))

for rate in (0.0, 0.2):
    on_learnt = scores(networks[(64, 32), rate], learn)
    print(f"(64, 32) dropout {rate}  R² on the houses learnt from", np.round(on_learnt, 2))

# %%
sizes = {(3, 2): "3-2", (6, 3): "6-3: the rule", (16, 8): "16-8", (64, 32): "64-32"}
figure, ax = plt.subplots(figsize=(7, 4), layout="constrained")
words = "Mean R² of three networks."
for (hidden, dropout), three in found.items():
    colour, marker = ("#b34d00", "^") if dropout else ("#1a1a1a", "o")
    label = f"dropout {dropout}" if hidden == (6, 3) else None
    place = list(sizes).index(hidden) + (0.08 if dropout else -0.08)
    places = [place - 0.03, place, place + 0.03]
    ax.plot(places, three, marker, color=colour, markersize=7, alpha=0.8, label=label)
    words += f" {hidden} with dropout {dropout}: {np.mean(three):.2f}."
for level, name in ((linear, "linear regression"), (forest, "forest")):
    ax.axhline(level, color="#5c5c5c", linewidth=1, linestyle=":")
    ax.text(2.5, level, name, va="bottom", ha="center", color="#5c5c5c")
ax.set(xticks=range(4), xticklabels=sizes.values(), xlim=(-0.45, 3.4))
ax.set_ylabel("R² on the houses to compare")
ax.set_title("The rule, with dropout, loses to linear regression")
ax.legend(frameon=False, loc="lower right")
describe(ax, f"{words} Linear regression {linear:.2f}, forest {forest:.2f}.")
plt.show()

# %% [markdown]
# The DeepNN's design, 6-3 with dropout, does worse than linear regression, which has no hidden layer at all. Two things went wrong:
#
# - **The rule counts columns only.** It never asks how bent the answer is, nor how many rows there are. More neurons are better here, up to 16-8; from there on it hardly matters.
# - **Dropout in a small network.** With three neurons, none can be spared. In 64-32 (last lines above) it brings the score on the houses learnt from down towards the score on the others, and the others gain nothing: less overfitting is not yet a better prediction.
#
# The marks of one design differ by chance alone: in their first weights, and in what was dropped. A design that is better by less than that has not been shown to be better.
#
# **How many layers?** Two were tried. Now one, and three:

# %%
rule, large = (6, 3), (64, 32)

for hidden in ((64,), large, (64, 32, 16)):
    if hidden != large:
        networks[hidden, 0.0] = train(hidden)
        found[hidden, 0.0] = scores(networks[hidden, 0.0], compare)
    print(f"{hidden!s:12} R²", np.round(found[hidden, 0.0], 2))

# %% tags=["proof"]
claim("by mean R²: the rule with dropout, the line, the rule without, the large network, in this order", np.mean(found[rule, 0.2]) < linear < np.mean(found[rule, 0.0]) < np.mean(found[large, 0.0]))

# %% [markdown]
# More layers bring nothing; the single layer is even a little ahead of two, though three networks each are too few to settle that. For a table with ten columns one hidden layer is often enough; depth earns its place with many images, sound and text.
#
# **Which activation?** Before you run it: one of the four must come out as linear regression does. Which, and why?

# %%
by_activation = {"relu": found[(16, 8), 0.0]}
for name in ("linear", "sigmoid", "tanh"):
    by_activation[name] = scores(train((16, 8), activation=name), compare)
longer = train((16, 8), activation="sigmoid", epochs=90)
by_activation["sigmoid, 90 epochs"] = scores(longer, compare)
for name, three in by_activation.items():
    print(f"{name:18} R²", np.round(three, 2))

# %% tags=["proof"]
claim("a network with linear activations scores like the line, within .02", np.allclose(by_activation["linear"], linear, atol=0.02))

# %% [markdown]
# The linear one, since its layers are together one linear layer. The sigmoid is a little behind: its small slopes make it learn slowly, and with 90 epochs it has caught up. ReLU and tanh do equally well.
#
# Now open the thousand houses that were locked away, for the design that did best and for the forest:

# %%
best = max(found, key=lambda design: np.mean(found[design]))
print("hidden layers", best[0], "dropout", best[1], " R²", np.round(scores(networks[best], final), 2))
print("forest  R²", round(trees.score(x[final], y[final]), 2))

# %% [markdown]
# A tie. The forest got there with no design at all; if you want only the prediction, take it. The rule of thumb is a place to start from. Then make the network larger until that no longer helps, and only then try dropout.

# %% [markdown]
# ## Saving and loading
#
# A model is saved into one file that ends in `.keras`. Here into a folder that is thrown away afterwards.

# %%
import tempfile
import zipfile
from pathlib import Path

folder = tempfile.TemporaryDirectory()
path = Path(folder.name) / "deep.keras"
deep.save(path)
again = keras.models.load_model(path)
print(zipfile.ZipFile(path).namelist())

# %% tags=["proof"]
claim("the loaded network answers as the saved one, bit for bit", np.array_equal(deep(aboard), again(aboard)))

# %% [markdown]
# The loaded network answers the same, to the last digit. The file is a zip of three: which Keras wrote it, the layers and their settings as text, and the weights. Numbers and words; no code. What of an activation of your own, then?

# %%
path = Path(folder.name) / "switch.keras"
switch.save(path)
try:
    keras.models.load_model(path)
except TypeError as error:
    print("refused:", "Could not" + str(error).partition("Could not")[2].partition(".")[0])

with_step = keras.models.load_model(path, custom_objects={"step": step})
print("with step:", np.array_equal(switch(x[:, :3]), with_step(x[:, :3])))

# %% [markdown]
# The file holds the name `step` alone, so whoever loads it brings the function. It is your own code that runs.
#
# A `Lambda` layer is another matter. It puts a nameless function, with its code, into the file. This one doubles its inputs, and prints; it might as well delete your files.

# %%
path = Path(folder.name) / "foreign.keras"
double = layers.Lambda(lambda x: (print("the code has run"), 2 * x)[1], name="double")
keras.Sequential([keras.Input((3,), name="inputs"), double], name="foreign").save(path)

# %% [markdown]
# It ran already: Keras called it once, to learn the shape of what it gives. Now somebody else loads the file, and does not know what is in it:

# %%
try:
    keras.models.load_model(path)
except ValueError as error:
    print("refused:", str(error).partition(". ")[0])

# %%
foreign = keras.models.load_model(path, safe_mode=False)
folder.cleanup()

# %% [markdown]
# `safe_mode` is on unless you switch it off, and it refuses. With `safe_mode=False`, loading alone ran a stranger's code. So: leave it on, keep Keras up to date (a hole in safe mode, [CVE-2025-1550](https://www.cve.org/cverecord?id=CVE-2025-1550), was closed in 3.9), and load a network only from people whose programs you would install. Pickle files have no safe mode at all.

# %% [markdown]
# ## What you can do now
#
# You can now
#
# - write a network with `Sequential` and the functional way, and count its parameters
# - write an activation with `keras.ops`, and say why a step has no gradient to learn by
# - choose the output's activation by the task, and say what dropout does in training and in prediction
# - test a rule of thumb by experiment, with the spread that luck alone makes
# - save a network, load it, and say why a foreign file may be refused
#
# `progress()` shows which exercises you have done; with a number, those of one lesson.

# %%
progress(5)

# %% [markdown]
# ## Questions
#
# <details><summary>A network for house prices ends in a sigmoid. What goes wrong?</summary>
#
# It answers between 0 and 1, whatever the house. Tempting is "it will learn larger weights", but no weight takes a sigmoid above 1.
#
# </details>
# <details><summary>The rule says 6-3. Your network of 64-32 scores 0.86 once, 6-3 scores 0.85 once. Is the larger one better?</summary>
#
# Not shown. Above, networks of one design differed by as much from their first weights alone. Train each several times and compare the spread.
#
# </details>
# <details><summary>In prediction, should dropout be switched off by hand?</summary>
#
# No. `model.predict` and `model(x)` leave it off by themselves; only `fit` turns it on, or `training=True`.
#
# </details>
# <details><summary>Why not score all designs on the thousand locked houses at once?</summary>
#
# The best of many is partly the luckiest, and its score on the rows that chose it flatters it. Rows that chose nothing tell the truth.
#
# </details>

# %% [markdown]
# **Next:** [06 A trained network, looked into](06_visualization.ipynb), where a trained network is opened and looked into. Back: [04 How a network learns](04_learning.ipynb) · [All lessons](../README.md)
