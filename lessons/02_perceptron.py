# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 · Perceptron walkthrough
#
# **What does one neuron do with three numbers?**
#
# You will
#
# - compute a neuron's output with pencil-sized numbers, and see each on a drawing
# - say why so far it is linear regression
# - make it switch, with a step and a bias
# - make it learn two species of penguin from their measurements
# - find a problem that it cannot solve
#
# {{minutes}} minutes. Needs Python and [01](01_setup.ipynb). All of it runs without a GPU; until the last section, without TensorFlow.

# %%
import matplotlib.pyplot as plt
import numpy as np

from helpers import ____, check, describe, draw_boundary, draw_neuron, draw_points
from helpers import load_gates, load_penguins, play_neuron, progress

seed = 0
generator = np.random.default_rng(seed)

# %% [markdown]
# ## One row, three inputs
#
# A neuron takes each input times its **weight** and adds it all up. Let every weight be 1.

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
# To x₂. A weight says how much the output changes when its input grows by 1: here by 1, not at all, and by 1. A negative weight makes the output fall.
#
# NumPy writes multiply-and-add as one sign, `@`: the same number, and the way networks compute it. In a formula, Σᵢ means: add over all inputs.
#
# $$\text{output} = \sum_i x_i \cdot w_i$$

# %%
print(inputs @ weights)
print(np.array([2.0, 1_000_000, 0.5]) @ weights, "with x₂ at a million")

# %% [markdown]
# **Exercise 2.1** With pencil and paper: the inputs are 3, −2 and 4, the weights 1, 2 and −0.5. What does the neuron give? Put the number in place of `____`.

# %%
#: exercise 2.1 kind=compute objective=1
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
#: exercise 2.2 kind=compute objective=1
#: weights = ____
weights = np.array([2.0, 2.0, 0.0])
#: end
check("2.2", weights)

# %% [markdown] tags=["hints"]
# - Which weight stood on the dotted link, where the neuron was deaf to x₂?
# - Counting double means: an input of 3 adds 6.
# Why: an input times 0 adds nothing, whatever it is; an input times 2 counts double.

# %% [markdown]
# ## You have met this before
#
# Take real birds: 342 [penguins](https://allisonhorst.github.io/palmerpenguins/) of three species, measured by Kristen Gorman and others near Palmer Station, Antarctica. Three measurements of a bird go in, its body mass should come out. Linear regression finds the weights with the smallest squared error.

# %%
from sklearn.linear_model import LinearRegression

penguins = load_penguins().dropna(subset=["body_mass_g"])
features = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]
regression = LinearRegression().fit(penguins[features], penguins["body_mass_g"])

first = penguins[features].iloc[[0]]
print("weights:  ", regression.coef_.round(1))
print("intercept:", regression.intercept_.round(1))
print("predicted:", regression.predict(first).round(1), "grams, true:", penguins["body_mass_g"].iloc[0])

# %% [markdown]
# Now give a neuron those weights, in grams per millimetre, and the same bird. The intercept is added to the sum; in a neuron it is called the **bias**.

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
print(by_neuron.round(1), "grams, as the regression said")

# %% tags=["proof"]
claim("a neuron with the regression's numbers predicts what the regression does", np.isclose(by_neuron, regression.predict(first)[0]))

# %% [markdown]
# On the drawing the weights are rounded to one decimal; times 181 mm that makes 6 grams. Unrounded, neuron and regression agree.
#
# So **a neuron that only multiplies and adds is linear regression**: one weight for each **feature** (each measured column), and one bias. So far it is a new name for an old method. What is new comes after a word on layers.
#
# ## Layers, and how large they are
#
# The measurements form the **input layer**: as many nodes as a row has features. The neuron that answers is the **output layer**. Between them there may be **hidden layers**, from lesson 03 on. What you want decides how many nodes the output layer has:
#
# | you want | output nodes |
# |---|---|
# | a number, such as a mass (this is called regression) | 1 |
# | yes or no (a binary answer) | 1, which says how much "yes" |
# | one of five classes, such as species | 5, one for each class |

# %% [markdown]
# **Exercise 2.3** A table has 500 birds. Each has 12 measurements and one of 4 species, and the species is to be predicted from the measurements. How many nodes has the input layer, how many the output layer?

# %%
#: exercise 2.3 kind=compute objective=2
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
# As a function of the sum, this switch is flat, jumps, and is flat again:

# %%
figure, ax = plt.subplots(figsize=(7, 2.6))
ax.plot([-3, 0], [0, 0], color="black")
ax.plot([0, 3], [1, 1], color="black")
ax.plot(0, 0, "o", color="black")
ax.plot(0, 1, "o", color="black", markerfacecolor="white")
ax.set(title="The step: off up to 0, on above", xlabel="pre-activation", ylabel="output", yticks=[0, 1])
describe(ax, "The binary step: 0 for every pre-activation up to 0 and at 0 itself, 1 above 0.")
plt.show()

# %% [markdown]
# The function that turns the pre-activation into the output is the **activation function**, f. This one is the **binary step**: 1 if the sum is above 0, else 0.
#
# $$\text{output} = f\Big(\sum_i x_i \cdot w_i\Big)$$

# %%
inputs = np.array([2.0, -1.0, 0.5])
draw_neuron(inputs, [1, 1, 1], activation="step")
plt.show()

# %% [markdown]
# The neuron is on, because 1.5 is above 0. And if it should switch on only above 2? Then a bias of −2 moves the threshold: now the products must bring more than 2 between them. From here on, the pre-activation is the sum with the bias; the lessons mostly just say *the sum*.
#
# $$\text{output} = f\Big(\sum_i x_i \cdot w_i + b\Big)$$

# %%
play_neuron([2.0, -1.0, 0.5], [1.0, 1.0, 1.0], bias=-2.0, activation="step")

# %% [markdown]
# The same inputs, the same weights, and the neuron is off. **Weights say how much each input counts; the bias says how much is enough.**
#
# In a running notebook the cell above has sliders. Run it and move them: which single weight can switch the neuron on again?

# %% [markdown]
# Any of the three can: w₁ above 1.25, w₂ below 0.5, w₃ above 2. The sliders move by 0.5, so the first positions that do it are:

# %%
for changed in ([1.5, 1, 1], [1, 0, 1], [1, 1, 2.5]):
    print(changed, "→ sum with bias:", inputs @ changed - 2)

# %% [markdown]
# **Exercise 2.4** Write the neuron: a function that takes one row of inputs, the weights and the bias, and returns 1 if the sum with the bias is above 0, else 0. It should work for any number of inputs.

# %%
#: exercise 2.4 kind=write objective=3
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
# Let inputs be 0 or 1, for false and true. A neuron that is on if **at least one** input is 1 computes OR. `load_gates` gives the four possible rows.

# %%
gates = load_gates()
for row, wanted in zip(gates["rows"], gates["OR"]):
    total = row @ [1, 1] - 0.5
    print(row, "→", total, "→", int(total > 0), "  OR:", wanted)

# %% [markdown]
# **Exercise 2.5** Now AND: on only if **both** inputs are 1. Choose two weights and a bias.

# %%
#: exercise 2.5 kind=compute objective=3
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
# You chose the weights. From here on the data choose them. Can a neuron tell two species, Adelie and Gentoo, from two features?

# %%
birds = penguins[penguins["species"].isin(["Adelie", "Gentoo"])]
rows = birds[["bill_length_mm", "flipper_length_mm"]].to_numpy()
targets = (birds["species"] == "Gentoo").to_numpy().astype(int)

order = generator.permutation(len(rows))
seen, unseen = order[:191], order[191:]
print(len(seen), "birds to learn from,", len(unseen), "kept back to test")

# %% [markdown]
# Millimetres of bill and of flipper differ in size, so both are brought to the same scale: minus the mean, divided by the standard deviation. Mean and deviation come only from the birds to learn from, so that nothing about the test birds leaks in. `draw_points` shows them.

# %%
x = (rows - rows[seen].mean(axis=0)) / rows[seen].std(axis=0)

names = ("bill length, scaled", "flipper length, scaled")
species = ["Adelie", "Gentoo"]
draw_points(x[seen], targets[seen], names=names, classes=species)
plt.show()

# %% [markdown]
# Training, in plain words: show the neuron a bird; compare the output with the **target**; their difference is the **error**; change the weights; next bird. Here is one such step, from weights that are wrong on purpose.

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
# The error can be 1 (should have been on), −1 (should have been off) or 0 (right: nothing changes). Each weight moves by the error times its own input, so the weights of the inputs that spoke loudest move most. The bias moves by the error.
#
# $$w_i \leftarrow w_i + \text{error} \cdot x_i \qquad b \leftarrow b + \text{error}$$
#
# **Exercise 2.6** Write this step as a function. `update` takes the weights, the bias, one row and its target (0 or 1), and returns the new weights and the new bias. It may take several lines.

# %%
#: exercise 2.6 kind=write objective=4
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
# Now all birds to learn from, one after the other: that is one **epoch**. The steps are made smaller by a **learning rate** of 0.1, and the weights and the bias are kept after each epoch.

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
    decide = lambda rows: rows @ weights + bias > 0
    draw_boundary(decide, x[seen], targets[seen], names=names, classes=species, ax=ax)
    wrong = np.sum(decide(x[seen]) != targets[seen])
    ax.set_title(f"{'start' if epoch == 0 else f'after epoch {epoch}'}: {wrong} wrong")
plt.show()

# %% [markdown]
# The line starts across both groups and turns until it lies between them. (Mistakes are counted while the line moves, so they are not the same number as the wrong ones under the line at the end of the epoch.) In the fourth epoch there was no mistake, so nothing moved any more.
#
# Mistakes on birds it learned from prove little. What counts are the birds it has not seen:

# %%
weights, bias, _ = history[-1]
outputs = (x[unseen] @ weights + bias > 0).astype(int)
print((outputs != targets[unseen]).sum(), "mistake among", len(unseen), "unseen birds")

# %% [markdown]
# This is the **perceptron**, which Frank Rosenblatt [published in 1958](https://doi.org/10.1037/h0042519). If a line exists that separates the classes, it finds one. And if there is none?
#
# ## What one neuron cannot do
#
# XOR is on if **exactly one** input is 1. The neuron gets 100 epochs for each of the three gates, from small weights.

# %%
figure, axes = plt.subplots(1, 3, figsize=(7, 2.9), layout="constrained")
for name, ax in zip(("AND", "OR", "XOR"), axes):
    rows, targets = gates["rows"], gates[name]
    *_, (weights, bias, _) = learn(rows, targets, 100, np.array([0.32, -0.27]), bias=0.05)
    decide = lambda rows: rows @ weights + bias > 0
    draw_boundary(decide, rows, targets, classes=["off", "on"], ax=ax)
    wrong = np.sum(decide(rows) != targets)
    ax.set_title(f"{name}: {wrong} of 4 wrong")
plt.show()

# %% [markdown]
# AND and OR are learnt. XOR is not: its two "on" corners lie across from each other, and **one straight line cannot cut off both**. Whatever the weights are, a neuron's boundary is a straight line. A line could get three of the four right; the perceptron does not stop there, it is never done moving.
#
# Two neurons, side by side, draw two lines: that is a layer. A third neuron, which takes their outputs, can then make XOR. Lesson 03 learns it.

# %% [markdown]
# ## The same neuron in Keras
#
# The course's networks are built with Keras. One neuron is a `Dense` layer of one unit. The import takes some seconds.

# %%
import keras

keras.utils.set_random_seed(seed)
model = keras.Sequential(
    [keras.Input((3,), name="inputs"), keras.layers.Dense(1, name="neuron")],
    name="one_neuron",
)
model.summary(line_length=60)

# %% [markdown]
# Four **parameters**, the numbers to learn: three weights and a bias. (`None` stands for any number of rows; 16 B is four numbers of 4 bytes.) Give it the penguin regression's numbers and compare all 342 birds.

# %%
layer = model.get_layer("neuron")
layer.set_weights([regression.coef_.reshape(3, 1), np.array([regression.intercept_])])

by_keras = model.predict(penguins[features].to_numpy(), verbose=0).reshape(-1)
by_hand = penguins[features].to_numpy() @ regression.coef_ + regression.intercept_
print(len(by_hand), "birds, largest difference below", 1e-5, "of the mass")

# %% tags=["proof"]
claim("Keras and NumPy agree to rounding on every bird", np.allclose(by_keras, by_hand, rtol=1e-5))

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
# `progress()` shows which exercises you have done; with a number, those of one lesson.

# %%
progress(2)

# %% [markdown]
# ## Questions
#
# <details><summary>A neuron's weights are all 0. What does it give with a bias of 3 and the step?</summary>
#
# 1, for every input: the sum is 0, with the bias 3, and that is above 0. It is tempting to say "nothing, it is switched off", but weights of 0 make it deaf, not silent.
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
# **Next:** [03 Deep networks](03_deep_networks.ipynb), where two lines become a shape. Back: [01 Setup and GPU check](01_setup.ipynb) · [All lessons](../README.md)
