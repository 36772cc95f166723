# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 · Deep networks
#
# **One straight line is not enough for XOR. What do layers of neurons make of it?**
#
# You will
#
# - make a layer out of copies of one neuron, a network out of layers, and count its parameters
# - follow one row through a network, with every number on the drawing
# - say what depth is for, and make XOR out of OR and AND
#
# {{minutes}} minutes. Needs [02](02_perceptron.ipynb). All of it runs without a GPU.

# %%
from helpers import ____, check, describe, draw_network, draw_points
from helpers import load_gates, network_forward, progress

import keras
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## One neuron, three times
#
# Here are the inputs of lesson 02 again. Three neurons look at them. They are copies of each other; only their weights differ. Each has a column of its own.

# %%
inputs = np.array([2.0, -1.0, 0.5])
weights = np.array([[1.0, 1.0, -1.0],
                    [1.0, 0.0, 1.0],
                    [1.0, -2.0, 2.0]])

for neuron in range(3):
    print("neuron", neuron + 1, "adds up to", inputs @ weights[:, neuron])
print("all at once:", inputs @ weights)

# %% [markdown]
# Three neurons beside each other, on the same inputs, are a **layer**. `@` computes all of it at once.
#
# The step of lesson 02 is flat, and soon we need a slope. Inner layers mostly use this bend instead: negative sums become 0, others stay. It is called **ReLU** (rectified linear unit).

# %%
hidden = np.maximum(inputs @ weights, 0)
print(hidden)

# %% [markdown]
# **Exercise 3.1** Write the layer: a function that takes the inputs, a table of weights (a column for each neuron) and the biases (one for each neuron), and returns what its neurons give after ReLU.

# %%
#: exercise 3.1 kind=write objective=1
def layer(inputs, weights, biases):
    #: return ____
    return np.maximum(inputs @ weights + biases, 0)
    #: end


check("3.1", layer)

# %% [markdown] tags=["hints"]
# - The sums are `inputs @ weights`. What is added before the bend?
# - `np.maximum(sums, 0)` replaces each negative sum by 0. `max(sums, 0)` cannot: it wants one number.
# Why: multiply and add, add the biases, bend. It is the neuron of exercise 2.4, as often as there are columns.

# %% [markdown]
# The three outputs are the inputs of the next layer. Here that is the last, with a single neuron and no bend ("linear"). The third hidden neuron also gets a bias, 1.5.

# %%
network = [
    (weights, np.array([0.0, 0.0, 1.5]), "relu"),
    (np.array([[1.0], [-2.0], [0.5]]), np.array([1.0]), "linear"),
]
hidden = np.maximum(inputs @ network[0][0] + network[0][1], 0)
output = hidden @ network[1][0] + network[1][1]
print(hidden, "→", output)

# %% [markdown]
# `network_forward` does just this and keeps every number. `draw_network` writes them down: weights on the links, under each node its bias b and, after Σ, its sum with the bias; in the node stands what it gives. A thick link has a large weight. Orange is a weight above 0, purple and dashed one below.

# %%
done = network_forward(network, inputs)
ax = draw_network(network, values=done.numbers())
ax.set_title("Three numbers go in, 0.5 comes out")
plt.show()

# %% [markdown]
# This way from left to right is the **forward pass**. Check h₃ with a pencil: 2 · (−1) + (−1) · 1 + 0.5 · 2 is −2, with the bias −0.5, and ReLU makes 0 of it. h₃ is off for this row: its link carries 0 onwards.
#
# ## Deep
#
# The middle layer is called **hidden**. With at least two hidden layers a network is **deep**. So every deep model in this course is a neural network, but not every neural network is deep: the one above is not, nor is a single neuron.
#
# Layers may differ in size and in activation. More layers mean more **parameters**: each neuron has a weight for every input, and a bias. Each layer counts its neurons afresh, h₁, h₂, and so on.

# %%
sizes = [4, 5, 3, 1]
total = 0
for before, units in zip(sizes, sizes[1:]):
    print(f"{before} × {units} weights + {units} biases = {before * units + units}")
    total += before * units + units
print("together", total)

# %%
model = keras.Sequential(
    [
        keras.Input((4,), name="inputs"),
        keras.layers.Dense(5, activation="relu", name="hidden_1"),
        keras.layers.Dense(3, activation="tanh", name="hidden_2"),
        keras.layers.Dense(1, activation="sigmoid", name="answer"),
    ],
    name="deep",
)
ax = draw_network(model, describe=True)
ax.set_title("Two hidden layers: deep")
plt.show()

# %% tags=["proof"]
claim("Keras counts the parameters as the loop does", model.count_params() == total)

# %% [markdown]
# Keras counts the same 47. (In the lines under the drawing, Σ(…)[x·w] is the sum before the bias.) Tanh bends a sum into −1 to 1, sigmoid into 0 to 1; lesson 05 draws them all.
#
# **Exercise 3.2** A network has 10 inputs, hidden layers of 6 and 3 neurons, and 1 output. How many parameters?

# %%
#: exercise 3.2 kind=compute objective=1
#: parameters = ____
parameters = (10 * 6 + 6) + (6 * 3 + 3) + (3 * 1 + 1)
#: end
check("3.2", parameters)

# %% [markdown] tags=["hints"]
# - Three layers have parameters; the inputs have none.
# - The first: 10 weights for each of 6 neurons, and 6 biases.
# Why: 66 + 21 + 4 = 91. Most sit where two large layers meet.

# %% [markdown]
# ## What depth is for
#
# First, what it is not. Two layers without an activation function:

# %%
second = np.array([[1.0], [-2.0], [0.5]])
print(inputs @ weights @ second, "by two layers")
print(inputs @ (weights @ second), "by one, with the product of their weights")

# %% [markdown]
# Linear after linear is linear: a hundred such layers do no more than one. The bend between layers makes the difference.
#
# Now give XOR, which one neuron could not learn, a hidden layer of two neurons from lesson 02: OR and AND. Right: the same four rows, as these two see them.

# %%
gates = load_gates()
rows, xor = gates["rows"], gates["XOR"]
seen = np.column_stack([gates["OR"], gates["AND"]])

figure, (left, right) = plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")
draw_points(rows, xor, ax=left)
for name, threshold in (("OR", 0.5), ("AND", 1.5)):
    left.axline((threshold, 0), (0, threshold), color="black")
    left.annotate(name, (0.5, threshold - 0.5), (5, 3), textcoords="offset points")
left.set(title="Two lines are needed", xlim=(-0.4, 1.4), ylim=(-0.4, 1.4))
left.get_legend().remove()
draw_points(seen, xor, names=("h₁: OR", "h₂: AND"), ax=right)
right.annotate("two rows", (1, 0), (0, -16), textcoords="offset points", ha="center")
right.legend(title="XOR", loc="upper left")
right.set(title="Now one is enough", xlim=(-0.4, 1.4), ylim=(-0.4, 1.4))
describe(left, "The rows on which XOR is 1 lie between two parallel lines, the others outside.")
describe(right, "By h₁ and h₂ both rows of XOR 1 are the point (1, 0), apart from (0, 0) and (1, 1).")
plt.show()

# %% [markdown]
# The two rows that XOR wants on have become one point, (1, 0): at least one, but not both. One straight line cuts it off.
#
# Where standard machine learning is linear, as linear regression is, it draws one line through the features as they come. (Not all of it is: trees are not. Lessons 05 and 08 compare.) A hidden layer makes **new features** in which a line is enough: here "at least one" and "both", from which the output makes "exactly one". That took one hidden layer. In a deep network the next makes features of those features, and so on: depth stacks **abstraction**.
#
# **Exercise 3.3** Give the output neuron its two weights and its bias, so that with the step it is on for XOR. Its inputs are h₁ (OR) and h₂ (AND).

# %%
#: exercise 3.3 kind=compute objective=3
#: xor_weights = ____
#: xor_bias = ____
xor_weights = np.array([1.0, -1.0])
xor_bias = -0.5
#: end
check("3.3", xor_weights, xor_bias)

# %% [markdown] tags=["hints"]
# - The neuron meets three rows only: 0, 0 and 1, 0 and 1, 1. Which of them should bring it above 0?
# - Let h₁ speak for "on" and h₂ against it.
# Why: with 1 and −1 the sums are 0, 1 and 0; a bias of −0.5 leaves only the middle one above 0.

# %% [markdown]
# We chose these weights ourselves. How a network finds them is the next lesson.
#
# ## What you can do now
#
# You can now
#
# - make a layer out of copies of one neuron, a network out of layers, and count its parameters
# - compute a forward pass by hand and read it off a drawing
# - say what depth is for, and make XOR out of OR and AND
#
# `progress()` shows which exercises you have done; with a number, those of one lesson.

# %%
progress(3)

# %% [markdown]
# ## Questions
#
# <details><summary>A network has one hidden layer of a million neurons. Is it deep?</summary>
#
# No, it is wide. Deep counts layers: two hidden ones at least. It is tempting to say "it is large, so it is deep".
#
# </details>
# <details><summary>Somebody stacks five Dense layers and forgets the activation functions. What have they built?</summary>
#
# With one output, a linear regression with too many parameters. Linear after linear is linear; without a bend, depth adds nothing.
#
# </details>

# %% [markdown]
# **Next:** [04 How a network learns](04_learning.ipynb). Back: [02 Perceptron walkthrough](02_perceptron.ipynb) · [All lessons](../README.md)
