# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04 · How a network learns
#
# **A network is wrong. Which of its weights was to blame, and by how much?**
#
# You will
#
# - say how wrong predictions are, in three ways
# - walk down a cost by its slope, with steps too small, right and too large
# - carry an error back through a network by hand, agree with TensorFlow, and learn XOR
#
# {{minutes}} minutes. Needs [03](03_deep_networks.ipynb). All of it runs without a GPU.

# %%
from helpers import ____, check, describe, draw_boundary, draw_cost, draw_network
from helpers import load_gates, load_penguins, network_backward, network_forward
from helpers import play_descent, progress

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

seed = 0
keras.utils.set_random_seed(seed)

# %% [markdown]
# ## How wrong?
#
# In lesson 03 we chose the weights of a network ourselves. A network has to find them, and for that it must know how wrong it is, in one number: the **cost**. Four outputs, each the chance of a "yes", and what turned out to be true (1 yes, 0 no):

# %%
outputs = np.array([0.9, 0.6, 0.2, 0.99])
targets = np.array([1, 1, 0, 0])

print("absolute error:", np.abs(outputs - targets).round(3))
print("squared error: ", ((outputs - targets) ** 2).round(3))
print("cross-entropy: ", -np.log(np.where(targets == 1, outputs, 1 - outputs)).round(3))

# %% [markdown]
# The absolute error is in the units of the target. The squared error cares little about small misses and much about large ones. **Cross-entropy** takes the chance that was given to the truth, and of that −log, the natural logarithm: 0 if it was 1, and ever more as it nears 0. Written as one formula, and then averaged over the rows:
#
# $$-\big(t \cdot \log y + (1 - t) \cdot \log(1 - y)\big)$$

# %% [markdown]
# **Exercise 4.1** Write it: `cross_entropy` takes the outputs y and the targets t (each 0 or 1) and returns the mean over all rows, one number.

# %%
#: exercise 4.1 kind=write objective=1
def cross_entropy(outputs, targets):
    #: return ____
    return -np.mean(targets * np.log(outputs) + (1 - targets) * np.log(1 - outputs))
    #: end


check("4.1", cross_entropy)

# %% [markdown] tags=["hints"]
# - `np.log` is the natural logarithm, and works on whole arrays.
# - Where t is 1, only the first half counts; where it is 0, only the second.
# - `np.mean` averages. Do not lose the minus.
# Why: `np.where`, as in the cell before, with `np.mean` around it is as right; it needs targets that are exactly 0 or 1.

# %%
y = np.linspace(0.002, 1, 500)
figure, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
curves = [("cross-entropy", -np.log(y), "-"), ("absolute", 1 - y, "--"), ("squared", (1 - y) ** 2, ":")]
for (name, values, line), at in zip(curves, ((0.11, 2.4), (0.2, 0.9), (0.1, 0.35))):
    ax.plot(y, values, line, color="black")
    ax.annotate(name, at)
ax.set(title="Sure and wrong: cross-entropy charges most", ylim=(0, 5))
ax.set(xlabel="output, where the target is 1", ylabel="cost")
describe(
    ax,
    "Three costs for the target 1. At an output of 1 all are 0. Towards 0 the squared and the absolute "
    "error rise to 1, cross-entropy beyond every bound: "
    f"{-np.log(0.1):.1f} at 0.1, {-np.log(0.01):.1f} at 0.01.",
)
plt.show()

# %%
losses = keras.losses
for loss in (losses.MeanAbsoluteError(), losses.MeanSquaredError(), losses.BinaryCrossentropy()):
    print(f"{loss.name}: {float(loss(targets, outputs)):.3f}")

# %% [markdown]
# These are the means over the four rows above, as Keras computes them. Keras calls the cost **loss**. The last row, .99 for something that was not so, makes most of each. For regression one takes the squared or the absolute error, for yes or no cross-entropy.
#
# ## Downhill
#
# Back to penguins: bill depth and flipper length go in, the body mass should come out, all scaled to mean 0 and deviation 1. A linear neuron with two weights, and no bias: where every mean is 0, the best bias is 0. The cost is the mean squared error.

# %%
birds = load_penguins().dropna(subset=["body_mass_g"])
table = birds[["bill_depth_mm", "flipper_length_mm", "body_mass_g"]].to_numpy()
table = (table - table.mean(axis=0)) / table.std(axis=0)
x, mass = table[:, :2], table[:, 2]


def cost(w1, w2):
    return np.mean((x[:, 0] * w1 + x[:, 1] * w2 - mass) ** 2)


print(f"with weights -1 and 1: {cost(-1, 1):.3f}")

# %% [markdown]
# Every pair of weights has a cost. Leave w₁ at −1 and vary w₂: how fast does the cost change? Between two points, that is the rise divided by the step.

# %%
for step in (0.5, 0.1, 0.01, 0.001):
    rise = cost(-1, 1 + step) - cost(-1, 1)
    print(f"from 1 to {1 + step:g}: slope {rise / step:.3f}")

# %%
w2 = np.linspace(-0.6, 2, 100)
figure, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
ax.plot(w2, [cost(-1, w) for w in w2], color="black")
for step, line in ((0.5, "--"), (0.001, "-")):
    slope = (cost(-1, 1 + step) - cost(-1, 1)) / step
    ax.plot(w2, cost(-1, 1) + slope * (w2 - 1), line, color="#b34d00")
ax.plot([1, 1.5], [cost(-1, 1), cost(-1, 1.5)], "o", color="black")
ax.annotate("through 1 and 1.5", (1.42, 2.6), ha="right")
ax.annotate("through 1 and 1.001", (1.5, 1.8))
ax.set(title="The nearer the two points, the better the slope", xlim=(-0.7, 2.3), ylim=(0, 4))
ax.set(xlabel="w₂, with w₁ at −1", ylabel="cost")
describe(
    ax,
    "The cost over w₂ is a bowl. A line through it at 1 and 1.5 cuts the curve; "
    f"one through 1 and 1.001 has a slope of {slope:.2f} and only touches it.",
)
plt.show()

# %% [markdown]
# As the points move together, the slope settles near 1.425. Each weight has such a slope, and all of them together are the **gradient**. Calculus gives it exactly, for both weights at once:
#
# $$\text{gradient} = \frac{2}{n} \sum_{\text{rows}} \text{input} \cdot (\text{output} - \text{target})$$

# %%
def gradient(weights):
    return 2 * x.T @ (x @ weights - mass) / len(x)


start = np.array([-1.0, 1.0])
print("gradient:", gradient(start).round(3))
print("one step:", (start - 0.3 * gradient(start)).round(3))

# %% [markdown]
# The gradient points to where the cost rises fastest. So we step the other way, by a **learning rate** of 0.3 times the gradient, and again: **gradient descent**.

# %%
path = [start]
for _ in range(10):
    path.append(path[-1] - 0.3 * gradient(path[-1]))
for number in (0, 1, 2, 5, 10):
    steepness = np.linalg.norm(gradient(path[number]))
    print(f"after {number:2} steps: cost {cost(*path[number]):.4f}, gradient of length {steepness:.3f}")

# %%
view = ((-1.4, 1.0), (-0.3, 2.1))
ax = draw_cost(cost, path, around=view)
ax.set_title("Steepest descent: first down the slope, then along the valley")
plt.show()

# %% [markdown]
# `draw_cost` draws the cost as a map: dark is low, and each line joins places of equal cost. (Read the scale: near the bottom the lines stand closer in cost, so that the valley can be seen.) On the slope the steps are long. In the valley the ground flattens, the gradient shrinks, and the steps with it, at the same rate.
#
# The bottom is no secret. Linear regression computes it; descent walks there.

# %%
from sklearn.linear_model import LinearRegression

bottom = LinearRegression().fit(x, mass).coef_
print("regression:", bottom.round(3), " after 10 steps:", path[-1].round(3))
print(f"lowest cost: {cost(*bottom):.4f}")

# %% tags=["proof"]
claim("ten steps of 0.3 come within 0.05 of what regression finds", np.allclose(path[-1], bottom, atol=0.05))

# %% [markdown]
# How long should a step be? Now with rates of 0.01 and 0.65, from the same start:

# %%
figure, axes = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained")
for rate, said, ax in ((0.01, "0.01 creeps", axes[0]), (0.65, "0.65 jumps, and climbs", axes[1])):
    path = [start]
    for _ in range(10):
        path.append(path[-1] - rate * gradient(path[-1]))
    draw_cost(cost, path, around=((-1.6, 1.6), (-0.6, 2.6)), ax=ax)
    ax.get_legend().remove()
    ax.set_title(said)
    print(f"{rate}: cost after 10 steps {cost(*path[-1]):.3f}")
plt.show()

# %% [markdown]
# At 0.01 ten steps do less than a single step of 0.3 did, which came to 0.349. At 0.65 each lands on the other side of the valley, and soon higher than before. `play_descent` has sliders for rate and steps; where no slider runs, you see its first picture.

# %%
play_descent(cost, gradient, start, learning_rate=0.1, steps=10, around=view)

# %% [markdown]
# **Exercise 4.2** With 0.3, ten steps ended at 0.2396. Find a learning rate with which they end below 0.2392, from the same start. The lowest there is, is 0.2390.

# %%
#: exercise 4.2 kind=compute objective=2
#: learning_rate = ____
learning_rate = 0.4
#: end
check("4.2", learning_rate)

# %% [markdown] tags=["hints"]
# - At 0.1 the title says where ten steps lead. Are they too short or too long?
# - Move the slider up until the path begins to jump across the valley, then back a little.
# - No slider? Take the loop above with another rate, and print four decimals.
# Why: rates from about 0.35 to 0.52 do it. Nobody knows them beforehand; for another surface they are others.

# %% [markdown]
# ### A few rows at a time
#
# Each gradient so far looked at all 342 birds. A **minibatch** of some 31 gives a rough one, for an eleventh of the work. Here are three, at the start:

# %%
order = np.random.default_rng(seed).permutation(len(x))
batches = np.array_split(order, 11)


def rough(weights, batch):
    return 2 * x[batch].T @ (x[batch] @ weights - mass[batch]) / len(batch)


for batch in batches[:3]:
    print(len(batch), "birds:", rough(start, batch).round(2))
print(len(x), "birds:", gradient(start).round(2))

# %%
path = [start]
for batch in batches:
    path.append(path[-1] - 0.3 * rough(path[-1], batch))
one_step, eleven = cost(*(start - 0.3 * gradient(start))), cost(*path[-1])
print(f"all birds seen once, one step: {one_step:.3f}, eleven steps: {eleven:.3f}")

ax = draw_cost(cost, path, around=view)
ax.set_title("Eleven rough steps for the price of one exact step")
describe(
    ax,
    f"The cost as a map, and a path of eleven minibatch steps from (−1, 1). It turns sharply "
    f"between steps, enters the valley, and trembles around the bottom; the cost falls from "
    f"{cost(*start):.2f} to {eleven:.2f}.",
)
plt.show()

# %% [markdown]
# The path trembles, and gets further; at the bottom it goes on trembling. When all rows were used once, one **epoch** is over: here 11 steps.
#
# ### Where it is flat
#
# Put a **sigmoid**, 1 / (1 + e^−sum), at the end, as one does for yes or no. One weight, one input of 1, the target 1. Left, the neuron is utterly wrong:

# %%
w = np.linspace(-8, 4, 200)
output = 1 / (1 + np.exp(-w))
figure, ax = plt.subplots(figsize=(7, 3.2), layout="constrained")
ax.plot(w, -np.log(output), "-", color="black")
ax.annotate("cross-entropy", (-4, 4.5))
ax.plot(w, (1 - output) ** 2, "--", color="black")
ax.annotate("squared error", (-7, 1.3))
ax.set(title="Utterly wrong, and squared error has almost no slope", xlabel="weight", ylabel="cost")
of_entropy, of_square = output - 1, -2 * (1 - output) * output * (1 - output)
describe(
    ax,
    "Two costs of a sigmoid neuron over its weight. Both fall to 0 on the right. At −8 the slope of "
    f"cross-entropy is {of_entropy[0]:.3f}, that of squared error {of_square[0]:.4f}: flat.",
)
plt.show()
print(f"slopes at -8: cross-entropy {of_entropy[0]:.4f}, squared error {of_square[0]:.4f}")

# %% [markdown]
# Descent learns from slope alone. On a plateau it all but stands still, however wrong it is. That is why cross-entropy goes with the sigmoid.
#
# ## Who is to blame?
#
# With two weights the gradient was one formula. A network has many weights, layer behind layer. Take the smallest: 2 inputs, 2 hidden neurons, 1 output, all sigmoid; nine parameters, one row, its target 1. From here on `w1` and `w2` are tables, the weights of the first and of the second layer. The cost here is the squared error, because its slope is easy to write down.

# %%
row, target = np.array([1.0, 2.0]), 1.0
w1, b1 = np.array([[2.0, -2.0], [-1.0, 2.0]]), np.array([-0.5, -1.5])
w2, b2 = np.array([[1.0], [-2.0]]), np.array([-1.0])
small = [(w1, b1, "sigmoid"), (w2, b2, "sigmoid")]

forward = network_forward(small, row)
hidden, output = forward.values[1][0], forward.values[2][0, 0]
print("hidden", hidden.round(3), " output", output.round(3), " cost", ((output - target) ** 2).round(3))
ax = draw_network(small, values=forward.numbers())
ax.set_title("Forward: the output should have been 1")
plt.show()

# %% [markdown]
# Start at the end. If the output rises by a little, the cost changes by 2 · (output − target) times that. The output itself rises by output · (1 − output) for each unit of its sum: that is the slope of the sigmoid. **Slopes in a chain multiply.**

# %%
by_output = 2 * (output - target)
by_sum = by_output * output * (1 - output)
print("slope of the cost by the output:", by_output.round(3))
print("                  by its sum:   ", by_sum.round(3))

# %% [markdown]
# The sum is hidden value times weight, plus bias. So each weight's slope is the sum's slope times the hidden value that it multiplies; the bias moves the sum one to one. And each hidden value's slope is the sum's slope times its weight: so the blame goes one layer back.

# %%
print("by the two weights:      ", (hidden * by_sum).round(3))
print("by the bias:             ", by_sum.round(3))
by_hidden = w2[:, 0] * by_sum
print("by the two hidden values:", by_hidden.round(3))

by_hidden_sums = by_hidden * hidden * (1 - hidden)
by_w1 = np.outer(row, by_hidden_sums)
print("by the four weights before them:")
print(by_w1.round(3))

# %% [markdown]
# The last lines are the same two rules, one layer earlier. This is **backpropagation**: the chain rule from the cost to the first weight, each slope computed once. `network_backward` does it for any network; here are its numbers.

# %%
backward = network_backward(forward, [target])
ax = draw_network(small, values=backward.numbers())
ax.set_title("Backward: how the cost answers to each number")
by_values = ["; ".join(f"{slope:.2f}" for slope in column[0]) for column in backward.values]
describe(
    ax,
    f"The slopes of the cost by each number of the network 2-2-1: by the inputs {by_values[0]}, by the "
    f"hidden values {by_values[1]}, by the output {by_values[2]}. The hidden layer's weights have "
    f"{by_w1.round(3).tolist()}, the output's {backward.weights[1].reshape(-1).round(3).tolist()}.",
)
plt.show()

# %% tags=["proof"]
claim("the four slopes by hand are those of network_backward, and the weight from x₂ to h₂ has the steepest", np.allclose(backward.weights[0], by_w1) and np.abs(by_w1).argmax() == 3)

# %% [markdown]
# On each node and link now stands how fast the cost rises with it. Below 0: raise it, and the cost falls. Which weight is most to blame?
#
# The thickest link, from x₂ to h₂. At 0.19 the cost rises with it: it lifts h₂, and h₂ counts −2 in an output that is too low. So descent will lower it most. (The output's bias has a slightly larger slope, −0.2; it will be raised.)
#
# **Exercise 4.3** Write one layer's way back. `layer_back` takes the values that came in, the layer's weights (a column for each neuron) and the slopes of the cost by its sums; all of one row, so the first and the last are plain arrays. It returns three arrays of slopes, in this order: by the weights (a table like them), by the biases, and by the values that came in.

# %%
#: exercise 4.3 kind=write objective=3
def layer_back(values, weights, by_sums):
    #: return ____
    return np.outer(values, by_sums), by_sums, weights @ by_sums
    #: end


check("4.3", layer_back)

# %% [markdown] tags=["hints"]
# - Weight (i, j) multiplies value i and enters sum j. So its slope is values[i] · by_sums[j]; `np.outer` makes such a table.
# - A bias moves its sum one to one.
# - A value enters every sum, so what it does through each of them adds up: that is an `@`.
# Why: forward, the layer is `values @ weights`; back, the same weights carry the slopes, `weights @ by_sums`.

# %% [markdown]
# TensorFlow does this by itself: a `GradientTape` records a computation and plays it backwards. Its slopes and ours:

# %%
variables = [tf.Variable(array) for array in (w1, b1, w2, b2)]
with tf.GradientTape() as tape:
    first = tf.sigmoid(row[None] @ variables[0] + variables[1])
    answer = tf.sigmoid(first @ variables[2] + variables[3])
    tape_cost = tf.reduce_mean((answer - target) ** 2)

ours = [backward.weights[0], backward.biases[0], backward.weights[1], backward.biases[1]]
tape_slopes = tape.gradient(tape_cost, variables)
for mine, theirs in zip(ours, tape_slopes):
    print(mine.reshape(-1).round(3), "=", theirs.numpy().reshape(-1).round(3))

# %% tags=["proof"]
claim("our slopes equal the tape's", all(np.allclose(mine, theirs, rtol=0, atol=1e-6) for mine, theirs in zip(ours, tape_slopes)))

# %% [markdown]
# ## XOR, learnt
#
# Forward, backward, step, again. That is all that training is. The cost is cross-entropy now, as for every yes or no.

# %%
gates = load_gates()
rows, xor = gates["rows"], gates["XOR"]


def new_network(hidden, start):
    generator = np.random.default_rng(1000 * seed + start)
    return [
        (generator.normal(size=(2, hidden)), np.zeros(hidden), "sigmoid"),
        (generator.normal(size=(hidden, 1)), np.zeros(1), "sigmoid"),
    ]


def train(network, rows, targets, epochs, rate=1.0):
    costs = []
    for _ in range(epochs):
        back = network_backward(network_forward(network, rows), targets, cost="binary_crossentropy")
        network = [
            (weights - rate * by_weights, bias - rate * by_bias, activation)
            for (weights, bias, activation), by_weights, by_bias in zip(
                network, back.weights, back.biases
            )
        ]
        costs.append(back.cost)
    return network, costs

# %%
figure, axes = plt.subplots(1, 3, figsize=(7, 2.9), layout="constrained")
for epochs, ax in zip((0, 200, 1000), axes):
    network, _ = train(new_network(hidden=2, start=1), rows, xor, epochs)
    predict = lambda rows: network_forward(network, rows).outputs
    draw_boundary(predict, rows, xor, ax=ax)
    wrong = np.sum((predict(rows)[:, 0] >= 0.5) != xor)
    ax.set_title(f"{epochs} epochs: {wrong} wrong")
    ax.get_legend().remove()
plt.show()
print(predict(rows).round(2).reshape(-1))

# %% [markdown]
# Triangles should lie on the red side, circles on the blue: two lines, found by descent. (These four rows are all that a gate can receive, so there are no unseen ones to test on.)
#
# That was start 1. The weights begin at random; what about other starts?

# %%
figure, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
stuck = []
for one in range(20):
    network, costs = train(new_network(hidden=2, start=one), rows, xor, 1000)
    right = np.all((network_forward(network, rows).outputs[:, 0] >= 0.5) == xor)
    stuck += [] if right else [one]
    dashes = (5 * len(stuck), (5, 15))  # so that curves on one another stay apart
    look = {"color": "#5c5c5c"} if right else {"color": "#b34d00", "linestyle": dashes, "linewidth": 2}
    ax.plot(costs, **look)
ax.set(title=f"After 1000 epochs {20 - len(stuck)} of 20 starts know XOR, {len(stuck)} do not (dashed)")
ax.set(xlabel="epoch", ylabel="cost")
describe(
    ax,
    f"The cost over 1000 epochs from 20 random starts. {20 - len(stuck)} fall to near 0, some after "
    f"hundreds of epochs on a plateau near 0.69. {len(stuck)}, dashed, do not; "
    f"they flatten out at 0.35 or above.",
)
plt.show()

# %% [markdown]
# Would waiting help these four? Five times as long:

# %%
for one in stuck:
    network, costs = train(new_network(hidden=2, start=one), rows, xor, 5000)
    outputs = network_forward(network, rows).outputs.reshape(-1)
    print(f"start {one:2}: cost {costs[-1]:.2f}, outputs", abs(outputs.round(1)))

# %% [markdown]
# One of them, yes: it was only slow. The other three stay at 0.35, with two rows right and two at one half. Descent goes down from where it stands; nothing promises the lowest place. A common cure is more neurons than needed:

# %%
learnt = 0
for one in range(20):
    network, _ = train(new_network(hidden=4, start=one), rows, xor, 1000)
    learnt += np.all((network_forward(network, rows).outputs[:, 0] >= 0.5) == xor)
print(learnt, "of 20 starts learn XOR with 4 hidden neurons")

# %% [markdown]
# Keras does all this with `compile` and `fit`. Here it is, deep, on points scattered around the four corners, a third of them kept back. `SGD`, stochastic gradient descent, is descent by minibatches; `validation_data` are rows on which the cost is only measured.

# %%
generator = np.random.default_rng(seed)
corner = generator.integers(0, 4, size=300)
points = rows[corner] + generator.normal(scale=0.15, size=(300, 2))
labels = xor[corner]
train_rows, kept_rows = slice(0, 200), slice(200, 300)

model = keras.Sequential(
    [
        keras.Input((2,), name="inputs"),
        keras.layers.Dense(8, activation="relu", name="hidden_1"),
        keras.layers.Dense(4, activation="relu", name="hidden_2"),
        keras.layers.Dense(1, activation="sigmoid", name="answer"),
    ],
    name="xor",
)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.3), loss="binary_crossentropy")

# %%
model.fit(
    points[train_rows],
    labels[train_rows],
    batch_size=20,
    epochs=40,
    validation_data=(points[kept_rows], labels[kept_rows]),
    verbose=0,
)
share = np.mean((model.predict(points[kept_rows], verbose=0)[:, 0] >= 0.5) == labels[kept_rows])
ax = draw_boundary(lambda rows: model(rows), points[kept_rows], labels[kept_rows])
ax.set_title(f"XOR by a deep network: {share:.0%} of 100 unseen points are right")
plt.show()

# %% tags=["proof"]
claim("the deep network gets at least 95 of 100 unseen points right", share >= 0.95)

# %% [markdown]
# Inside `fit` is the loop you know: shuffle, then minibatch by minibatch forward, the cost, backward, a step. `fit` hides nothing now.

# %% [markdown]
# ## What you can do now
#
# You can now
#
# - measure predictions by absolute error, squared error and cross-entropy, and say which suits what
# - descend a cost by its gradient, and see when the learning rate is too small or too large
# - carry slopes back through a network, and train it until it has learnt XOR
#
# `progress()` shows which exercises you have done; with a number, those of one lesson.

# %%
progress(4)

# %% [markdown]
# ## Questions
#
# <details><summary>The gradient is 0. Is the network as good as it can be?</summary>
#
# Not always. It may be the bottom, but also a plateau, like the one on which three XOR runs stayed at 0.35, where the gradient is nearly 0 and two rows are still undecided. A gradient says how steep it is here, nothing about how low.
#
# </details>
# <details><summary>The cost jumps up and down and grows. More epochs?</summary>
#
# No: a smaller learning rate. Steps that are too long overshoot, and more of them overshoot further. It is tempting to wait, since more epochs do help where the cost creeps.
#
# </details>

# %% [markdown]
# **Next:** [05 Model design](05_model_design.ipynb), how many layers, how many neurons, which activation. Back: [03 Deep networks](03_deep_networks.ipynb) · [All lessons](../README.md)
