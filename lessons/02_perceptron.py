# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 · A neuron, by hand
#
# **What does one neuron do with three numbers?**
#
# You will
#
# - compute a neuron's output with pencil-sized numbers, and see each on a drawing
# - say why, without an activation function, it is linear regression
# - make it switch, with a step and a bias
# - make it learn two species of penguin from their measurements
# - find a problem that it cannot solve
#
# 40 minutes. Needs Python and [01](01_setup.ipynb). All of it runs without a GPU; until the last section, without TensorFlow.

# %%
import matplotlib.pyplot as plt
import numpy as np

from helpers import ____, check, describe, draw_boundary, draw_neuron, draw_points, play_neuron
from helpers import load_gates, load_penguins

generator = np.random.default_rng(0)

# %% [markdown]
# ## One row, three inputs
#
# A neuron takes each input times its weight and adds it all up. Let every weight be 1.

# %%
inputs = np.array([2.0, -1.0, 0.5])
weights = np.ones(3)

products = inputs * weights
print(products, "sum:", products.sum())

# %% [markdown]
# `draw_neuron` draws that: inputs on the left, on each link the weight and then the product, the sum in the circle.

# %%
draw_neuron(inputs, weights)
plt.show()

# %% [markdown]
# With every weight at 1 the neuron only adds. This sum, before anything else happens to it, is the **pre-activation**.
#
# Now let the middle weight be 0. What has the neuron stopped listening to?

# %%
weights = np.array([1.0, 0.0, 1.0])
draw_neuron(inputs, weights)
plt.show()

# %% [markdown]
# To x₂. Set it to a million: the output stays 2.5. A weight says how much its input counts.
#
# NumPy writes multiply-and-add as one sign, `@`: the same number, and the way networks compute it.
#
# $$\text{output} = \sum_i x_i \cdot w_i$$

# %%
print(inputs @ weights)

# %% [markdown]
# **Exercise 2.1** With pencil and paper: the inputs are 3, −2 and 4, the weights 1, 2 and −0.5. What does the neuron give? Put the number in place of `____`.

# %%
#: output = ____
output = 3 * 1 + (-2) * 2 + 4 * (-0.5)
#: end
check("2.1", output)

# %% [markdown] tags=["hints"]
# - Three products first: 3 × 1 is the first of them.
# - The second product is −2 × 2 = −4. Add all three, with their signs.
# Why: the products are 3, −4 and −2; they add up to −3.

# %% [markdown]
# **Exercise 2.2** The third input is a nuisance. Give the neuron weights that ignore it and count the other two double. Store them in `weights`, an array of three numbers.

# %%
#: weights = ____
weights = np.array([2.0, 2.0, 0.0])
#: end
check("2.2", weights)

# %% [markdown] tags=["hints"]
# - Which weight made the neuron deaf to x₂, two cells above?
# - Counting double means: an input of 3 adds 6.
# Why: an input times 0 adds nothing, whatever it is; an input times 2 counts double.

# %% [markdown]
# ## You have met this before
#
# Take real birds. Three measurements go in, the body mass should come out. Linear regression finds the numbers.

# %%
from sklearn.linear_model import LinearRegression

penguins = load_penguins().dropna(subset=["body_mass_g"])
features = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]
regression = LinearRegression().fit(penguins[features], penguins["body_mass_g"])

first = penguins[features].iloc[[0]]
print("weights:  ", regression.coef_.round(1))
print("intercept:", regression.intercept_.round(1))
print("predicted:", regression.predict(first).round(1), "grams")

# %% [markdown]
# Now give a neuron those weights, and the same bird. The intercept is added to the sum; in a neuron it is called the **bias**.

# %%
draw_neuron(
    first.to_numpy()[0].round(1),
    regression.coef_.round(1),
    bias=regression.intercept_.round(1),
    names=["bill length", "bill depth", "flipper"],
)
plt.show()

# %%
by_neuron = first.to_numpy()[0] @ regression.coef_ + regression.intercept_
assert np.isclose(by_neuron, regression.predict(first)[0])
print(by_neuron.round(1), "grams, as the regression said")

# %% [markdown]
# On the drawing the numbers are rounded to one decimal, so its sum is off by a few grams. Unrounded, neuron and regression agree to the last digit.
#
# So **a neuron that only adds is linear regression**: one weight a feature, one bias. A name for the neuron is not yet a new idea. The new idea comes next.
#
# ## Layers, and how large they are
#
# The measurements form the **input layer**: as many nodes as a row has features. The neuron that answers is the **output layer**. Between them there may be **hidden layers**, from lesson 03 on. The answer decides the output:
#
# | you want | output nodes |
# |---|---|
# | one number (regression), such as a mass | 1 |
# | yes or no (binary) | 1: how much "yes" |
# | one of five classes | 5: one a class |

# %% [markdown]
# **Exercise 2.3** A table has 500 birds. Each has 12 measurements and one of 4 species, and the species is to be predicted from the measurements. How many nodes has the input layer, how many the output layer?

# %%
#: input_nodes = ____
#: output_nodes = ____
input_nodes = 12
output_nodes = 4
#: end
check("2.3", input_nodes, output_nodes)

# %% [markdown] tags=["hints"]
# - One row goes in at a time. How many numbers does it bring?
# - The last line of the table above, with 4 in place of five.
# Why: 12 measurements a row go in; four classes need four nodes, one a class. The 500 rows only decide how often the network is used.

# %% [markdown]
# ## The neuron switches
#
# A nerve cell adds up what reaches it, and above some threshold it fires. That is what the name borrows, and here the likeness ends: a nerve cell fires in time, over and over, and learns by chemistry. Ours is a formula.
#
# The threshold is one line. Plain matplotlib first:

# %%
z = np.linspace(-3, 3, 601)
figure, ax = plt.subplots(figsize=(7, 2.6))
ax.plot(z, np.where(z > 0, 1, 0), color="black")
ax.set(title="The step: off up to 0, on above", xlabel="pre-activation", ylabel="output", yticks=[0, 1])
describe(ax, "The binary step: 0 for every pre-activation up to and at 0, 1 for every one above 0.")
plt.show()

# %% [markdown]
# The function that turns the pre-activation into the output is the **activation function**, f. This one is the **binary step**: 1 if the sum is above 0, else 0.
#
# $$\text{output} = f\Big(\sum_i x_i \cdot w_i\Big)$$

# %%
draw_neuron(inputs, [1, 1, 1], activation="step")
plt.show()

# %% [markdown]
# The neuron is on, because 1.5 is above 0. And if it should switch on only from 2? Then a bias of −2 moves the threshold: now the inputs must bring more than 2 between them.
#
# $$\text{output} = f\Big(\sum_i x_i \cdot w_i + b\Big)$$

# %%
play_neuron([2.0, -1.0, 0.5], [1.0, 1.0, 1.0], bias=-2.0, activation="step")

# %% [markdown]
# The same inputs, the same weights, and the neuron is off. **Weights say how much each input counts; the bias says how much is enough.**
#
# In a running notebook the cell above has sliders. Run it and move them: which single weight can switch the neuron on again?

# %% [markdown]
# Any of the three can: w₁ from 1.5 on, w₂ down to 0, w₃ from 2.5 on. Each brings the sum above 0.

# %%
for changed in ([1.5, 1, 1], [1, 0, 1], [1, 1, 2.5]):
    print(changed, "→ sum with bias:", inputs @ changed - 2)

# %% [markdown]
# **Exercise 2.4** Write the neuron: a function that takes one row of inputs, the weights and the bias, and returns 1 if the sum with the bias is above 0, else 0. It should work for any number of inputs.

# %%
def neuron(inputs, weights, bias):
    #: return ____
    pre_activation = inputs @ weights + bias
    return 1 if pre_activation > 0 else 0
    #: end


check("2.4", neuron)

# %% [markdown] tags=["hints"]
# - The sum is `inputs @ weights`. What is added before the step?
# - The step can be written `1 if … else 0`.
# - Exactly 0 is not above 0.
# Why: multiply and add, add the bias, then decide. `int(inputs @ weights + bias > 0)` is as right, and so is a loop.

# %% [markdown]
# ## Weights that mean something
#
# Let inputs be 0 or 1, for false and true. A neuron that is on if **at least one** input is 1 computes OR.

# %%
gates = load_gates()
for row, wanted in zip(gates["rows"], gates["OR"]):
    total = row @ [1, 1] - 0.5
    print(row, "→", total, "→", int(total > 0), "  OR:", wanted)

# %% [markdown]
# **Exercise 2.5** Now AND: on only if **both** inputs are 1. Choose two weights and a bias.

# %%
#: and_weights = ____
#: and_bias = ____
and_weights = np.array([1.0, 1.0])
and_bias = -1.5
#: end
check("2.5", and_weights, and_bias)

# %% [markdown] tags=["hints"]
# - Keep both weights at 1. Then the sums of the four rows are 0, 1, 1 and 2.
# - Which bias brings 2 above 0, but not 1?
# Why: with weights of 1, any bias from −2 (not included) to −1 does it; −1.5 stands in the middle. Other weights have other biases.

# %% [markdown]
# ## The neuron learns
#
# You chose the weights. From here on the data choose them. Two features of two species, Adelie and Gentoo:

# %%
birds = penguins[penguins["species"].isin(["Adelie", "Gentoo"])]
rows = birds[["bill_length_mm", "flipper_length_mm"]].to_numpy()
targets = (birds["species"] == "Gentoo").to_numpy().astype(int)

order = generator.permutation(len(rows))
seen, unseen = order[:191], order[191:]
print(len(seen), "birds to learn from,", len(unseen), "kept back to test")

# %% [markdown]
# Millimetres of bill and of flipper differ in size, so both are brought to the same scale: minus the mean, divided by the standard deviation. Both are measured on the birds to learn from alone.

# %%
x = (rows - rows[seen].mean(axis=0)) / rows[seen].std(axis=0)

names = ("bill length, scaled", "flipper length, scaled")
draw_points(x[seen], targets[seen], names=names, classes=["Adelie", "Gentoo"])
plt.show()

# %% [markdown]
# Training, in plain words: show the neuron a bird; compare the output with the **target**; their difference is the **error**; change the weights by it; next bird. Here is one such step, from weights that are wrong on purpose.

# %%
weights, bias = np.array([1.0, -1.0]), 0.0
bird = seen[0]
output = int(x[bird] @ weights + bias > 0)
error = targets[bird] - output
print("inputs", x[bird].round(2), " output", output, " target", targets[bird], " error", error)

weights = weights + error * x[bird]
bias = bias + error
print("weights", weights.round(2), " bias", bias)

# %% [markdown]
# The error can be 1 (should have been on), −1 (should have been off) or 0 (right: nothing changes). Each weight moves by the error times its own input, so the inputs that spoke loudest move most. The bias moves by the error.
#
# **Exercise 2.6** Write this step as a function. `update` takes the weights, the bias, one row and its target (0 or 1), and returns the new weights and the new bias.

# %%
def update(weights, bias, row, target):
    #: return ____
    output = int(row @ weights + bias > 0)
    error = target - output
    return weights + error * row, bias + error
    #: end


check("2.6", update)

# %% [markdown] tags=["hints"]
# - It is the cell above with `row` and `target` in place of `x[bird]` and `targets[bird]`.
# - First the output with the old weights, then the error, then both new values.
# - Return two values with a comma: `return new_weights, new_bias`.
# Why: where output and target agree the error is 0, and both come back as they were.

# %% [markdown]
# Now all birds, one after the other: that is one **epoch**. The steps are made smaller by a **learning rate** of 0.1, and the line is kept after each epoch.

# %%
def learn(rows, targets, epochs, weights, bias=0.0, learning_rate=0.1):
    history = [(weights, bias, None)]
    for epoch in range(epochs):
        mistakes = 0
        for row, target in zip(rows, targets):
            error = target - int(row @ weights + bias > 0)
            weights = weights + learning_rate * error * row
            bias = bias + learning_rate * error
            mistakes += abs(error)
        history.append((weights, bias, mistakes))
    return history


history = learn(x[seen], targets[seen], epochs=4, weights=np.array([1.0, -1.0]))
print("mistakes in each epoch:", [int(mistakes) for _, _, mistakes in history[1:]])

# %% [markdown]
# `draw_boundary` draws the points and the line on which the neuron changes its mind: where the sum with the bias is 0.

# %%
figure, axes = plt.subplots(2, 2, figsize=(7, 6.4), layout="constrained")
for epoch, ax in enumerate(axes.flat):
    weights, bias, _ = history[epoch]
    draw_boundary(lambda rows: rows @ weights + bias > 0, x[seen], targets[seen], names=names, ax=ax)
    ax.set_title("start" if epoch == 0 else f"after epoch {epoch}")
    ax.get_legend().remove()
plt.show()

# %% [markdown]
# The line starts across both groups and turns until it lies between them. In the fourth epoch there was no mistake, so nothing moved any more.
#
# Mistakes on birds it learned from prove little. What counts are the birds it has not seen:

# %%
weights, bias, _ = history[-1]
outputs = (x[unseen] @ weights + bias > 0).astype(int)
print((outputs != targets[unseen]).sum(), "mistake among", len(unseen), "unseen birds")

# %% [markdown]
# This is the **perceptron**, which Frank Rosenblatt published in 1958. If a line exists that separates the classes, it finds one. And if there is none?
#
# ## What one neuron cannot do
#
# XOR is on if **exactly one** input is 1. The neuron gets 100 epochs for each of the three gates.

# %%
figure, axes = plt.subplots(1, 3, figsize=(7, 2.9), layout="constrained")
for name, ax in zip(("AND", "OR", "XOR"), axes):
    *_, (weights, bias, _) = learn(gates["rows"], gates[name], 100, np.array([0.32, -0.27]), bias=0.05)
    draw_boundary(lambda rows: rows @ weights + bias > 0, gates["rows"], gates[name], ax=ax)
    wrong = np.sum((gates["rows"] @ weights + bias > 0) != gates[name])
    ax.set_title(f"{name}: {wrong} of 4 wrong")
    ax.get_legend().remove()
plt.show()

# %% [markdown]
# AND and OR are learnt. XOR is not, and a thousand epochs would not help: its two "on" corners lie across from each other, and **one straight line cannot cut off both**. Whatever the weights are, a neuron's boundary is a straight line.
#
# Two neurons, side by side, draw two lines. That is a layer, and lesson 03 learns XOR with it.

# %% [markdown]
# ## The same neuron in Keras
#
# The course's networks are built with Keras. One neuron is a `Dense` layer of one unit. The import takes some seconds.

# %%
import keras

keras.utils.set_random_seed(0)
model = keras.Sequential(
    [keras.Input((3,), name="inputs"), keras.layers.Dense(1, name="neuron")],
    name="one_neuron",
)
model.summary()

# %% [markdown]
# Four parameters: three weights and a bias, as you counted. Give it the penguin regression's numbers and compare all 342 birds.

# %%
layer = model.get_layer("neuron")
layer.set_weights([regression.coef_.reshape(3, 1), np.array([regression.intercept_])])

by_keras = model.predict(penguins[features].to_numpy(), verbose=0).reshape(-1)
by_hand = penguins[features].to_numpy() @ regression.coef_ + regression.intercept_
assert np.allclose(by_keras, by_hand, rtol=1e-5)
print(len(by_hand), "birds, largest difference below", 1e-5, "of the mass")

# %% [markdown]
# They agree to rounding. Keras computes with 7 digits (`float32`), NumPy with 16, so the last digits differ. Nothing is hidden in the layer: it multiplies, adds, and passes the sum on.

# %% [markdown]
# ## What you can do now
#
# You can now
#
# - compute a neuron's output by hand: products, sum, bias, activation
# - say why a neuron without an activation function is linear regression
# - set weights and a bias so that it switches where you want: OR, AND
# - write the perceptron's learning step and watch its line move
# - show why XOR is out of one neuron's reach
#
# `helpers.progress()` shows which exercises you have done.

# %% [markdown]
# ## Questions
#
# <details><summary>A neuron's weights are all 0. What does it give with a bias of 3 and the step?</summary>
#
# 1, for every input: the sum is 0, with the bias 3, and that is above 0. Tempting is "nothing, it is switched off", but weights of 0 make it deaf, not silent.
#
# </details>
# <details><summary>All weights and the bias are doubled. Which points change sides of the line?</summary>
#
# None. Where the sum was 0 it still is, and its sign is the same everywhere. The pre-activation doubles; the step does not care.
#
# </details>
# <details><summary>The perceptron made no mistake in epoch 4. Is it right about every penguin?</summary>
#
# About every one it learned from. Of the unseen it missed one. No mistakes in training is a statement about the training birds alone.
#
# </details>
# <details><summary>Would a different learning rate let one neuron learn XOR?</summary>
#
# No. The rate sets how far the line moves at each step; XOR needs a boundary that is not one line. No training makes up for what a model cannot express.
#
# </details>

# %% [markdown]
# **Next:** 03, deep networks, where two lines become a shape. Back: [01 Setup](01_setup.ipynb) · [All lessons](../README.md)
