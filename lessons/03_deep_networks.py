# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # 03 · Deep networks
#
# **The lamp on the stairs has two switches, and one neuron cannot work it. How many can?**
#
# Whichever switch you flip, the lamp changes: it is on if exactly one of them is up. That is XOR, and lesson 02 proved that no neuron computes it. Three neurons can. In the end ten layers of two neurons, and one for the lamp, work a corridor of {{1024}} switches, and why so few are enough shows what depth is for.
#
# You will
#
# - wire neurons into a layer, and layers into a network
# - follow one row through two hidden layers, number by number
# - say why layers need an activation between them, and what more layers are for
# - choose the sizes of a network for a task, and count its parameters
# - build a network in Keras with your own weights, and mend one whose sizes are wrong
#
# {{minutes}} minutes. Needs [02](02_perceptron.ipynb).

# %%
import matplotlib.pyplot as plt
import numpy as np

from helpers import ____, check, describe, draw_network, draw_points
from helpers import load_gates, network_forward, progress, use

# %% [markdown]
# ## Two easier questions
#
# "One switch up, but not both": that is two easier questions. Is at least one up? Are both up? The first is OR and the second AND, and lesson 02 has a neuron for each, with weights of 1 and 1, and a bias of −0.5 for OR and −1.5 for AND. The weights of both stand in one table, a column for each neuron. `@` takes each row of the left table with each column of the right one, multiplies pair by pair and adds up: here four rows of two sums. The biases are added to each row.

# %% slideshow={"slide_type": "slide"}
gates = load_gates()
switches, lamp = gates["rows"], gates["XOR"]

weights = np.array([[1.0, 1.0],   # of the switch below: to the first neuron, to the second
                    [1.0, 1.0]])  # of the switch above
biases = np.array([-0.5, -1.5])

# 1 where the sum is above 0, else 0
hidden = np.where(switches @ weights + biases > 0, 1, 0)
for place in range(4):
    print(switches[place], " OR and AND", hidden[place], " lamp", lamp[place])

# %% [markdown]
# Neurons that look at the same inputs, each with its own numbers, are a layer, in full a **dense layer**.
#
# A third neuron will look at these two outputs, and at nothing else. Guess: how many points are left of the four rows, and does one line separate "on" from "off"?

# %% slideshow={"slide_type": "slide"} long="two panels of one figure"
figure, (left, right) = plt.subplots(1, 2, figsize=(7, 3.9), layout="constrained")
how = {"classes": ["lamp off", "lamp on"], "legend": False}
draw_points(switches, lamp, names=["switch below", "switch above"], ax=left, **how)
left.plot([-0.4, 0.9], [0.9, -0.4], "black", [0.1, 1.4], [1.4, 0.1], "black")
draw_points(hidden, lamp, names=["h₁: at least one up", "h₂: both up"], ax=right, **how)
right.plot([0.1, 1.4], [-0.4, 0.9], "black")
right.text(1.07, 0, "2 rows", va="center")
for ax, title in ((left, "Two lines are needed"), (right, "Behind the layer: one is enough")):
    ax.set(title=title, xlim=(-0.4, 1.4), ylim=(-0.4, 1.4), xticks=[0, 1], yticks=[0, 1])
figure.legend(*left.get_legend_handles_labels(), loc="outside upper center", ncols=2)
describe("Left, rows with the lamp on lie between two lines. Right, they are a point beyond one line.")
plt.show()

# %% tags=["proof"]
claim("behind the layer there are three points", len(np.unique(hidden, axis=0)) == 3)
claim("both rows with the lamp on are the point (1, 0)", (hidden[lamp == 1] == [1, 0]).all())

# %% [markdown]
# The lines on the left are those of OR (below) and AND: on each its sum with the bias is 0. Three points are left: both rows with the lamp on lie at (1, 0). One line cuts them off, so one more neuron can do the rest. A single neuron must take the features as they come; a layer in front of it makes new ones, in which a line can be enough.
#
# **Exercise 3.1** The third neuron looks at h₁ and h₂ and has the step. Find two weights and a bias with which it is on exactly where the lamp is on.

# %%
#: exercise 3.1 kind=compute objective=1
#: xor_weights = ____
#: xor_bias = ____
xor_weights = np.array([1.0, -1.0])
xor_bias = -0.5
#: end
check("3.1", xor_weights, xor_bias)

# %% [markdown] tags=["hints"]
# - The neuron meets three pairs only: 0, 0 and 1, 0 and 1, 1. Which of them should bring its sum above 0?
# - Let h₁ speak for "on" and h₂ against it.
# Why: with 1 and −1 the sums are 0, 1 and 0, and a bias of −0.5 leaves only the middle one above 0. The line in the right panel is the one on which the sum with the bias is 0.

# %% [markdown] tags=["teacher"]
# Let three people play it: two with OR and AND in front of the switches, and a third with the back to them. The third one hears two answers and never sees a switch. That is what "hidden layer" means for the rest of the course.

# %% [markdown]
# The third neuron is a layer too, a layer of one. So the whole network is one function called twice, if it is told which activation to use.
#
# **Exercise 3.2** Write this function. It takes the inputs (one row, or a table of rows), a table of weights, the biases and an activation, which is a function such as `step`. It returns what the neurons give.

# %%
#: exercise 3.2 kind=write objective=1
def step(sums):
    return np.where(sums > 0, 1, 0)


def layer(inputs, weights, biases, activation):
    #: return ____
    return activation(inputs @ weights + biases)
    #: end


check("3.2", layer)

# %% [markdown] tags=["hints"]
# - The sums are `inputs @ weights`. What is added before the activation?
# - `activation` is a function, so it is called: `activation(…)`. Which one it is, `layer` need not know.
# Why: multiply and add, add the biases, then the activation. It is the neuron of lesson 02, as often as the table has columns and as often as there are rows.

# %%
layer = use("3.2", layer)
xor_weights, xor_bias = use("3.1", xor_weights, xor_bias)
third = np.reshape(xor_weights, (2, 1))  # a table of one column

answers = layer(layer(switches, weights, biases, step), third, np.array([xor_bias]), step)
print("network", answers.reshape(-1), " lamp", lamp)

# %% [markdown]
# ## Every number on one drawing
#
# The switches are the **input layer**, which only holds the row. The last layer, here a single neuron, is the **output layer**. What lies between is a **hidden layer**, because its numbers stand neither in the data nor in the answer. `network_forward` does what your two calls did and keeps every number, and `draw_network` writes them down: here with both switches up.

# %% slideshow={"slide_type": "slide"}
network = [(weights, biases, "step"), (third, np.array([xor_bias]), "step")]
ax = draw_network(network, values=network_forward(network, [1, 1]).numbers(), output_names=["lamp"])
ax.set_title("Both switches up: the lamp is off")
plt.show()

# %% tags=["proof"]
everything = network_forward(network, switches)
claim("network_forward gives what two layers give", np.array_equal(everything.outputs, answers))
claim("three neurons work the lamp", answers.reshape(-1).tolist() == lamp.tolist())

# %% [markdown]
# x₁ is the switch below. On each link stands its weight (the thicker, the further from 0), in each node what it gives, and under it its bias b and, after Σ, its sum with the bias. Orange links have weights above 0, dashed purple ones below. Computing from left to right is called the **forward pass**.
#
# ## By how much
#
# A corridor has four switches, and again each of them changes the lamp: it is on if one or three are up. A neuron that asks "more than two?", by a bias of −2, gives 1 for three and four, so another neuron is needed to tell them apart. The step says that a sum is above 0, and throws away by how much.
#
# So let a neuron keep it: above 0 it gives the sum itself, otherwise 0. This activation is called **ReLU** (rectified linear unit), and drawn it is a line with a bend at 0: flat before it, rising after it.

# %%
def relu(sums):
    return np.maximum(sums, 0)

up = np.arange(5)  # 0, 1, 2, 3 or 4 switches are up
print("more than two:  step", step(up - 2), " ReLU", relu(up - 2))

# %% [markdown]
# Take two ReLU neurons: h₁ gives how many switches are up, and h₂ by how much they are more than two. Guess: what is h₁ − 2 · h₂ for each number of switches?

# %%
h1, h2 = relu(up), relu(up - 2)
print("up", up, " h1", h1, " h2", h2, " h1 - 2 h2", h1 - 2 * h2)

# %% [markdown]
# Up to two, each switch adds 1. From there on h₂ takes away 2 for each, so it falls again: the numbers from 0 to 4 have been folded at 2, like a strip of paper. Now 3 lies on 1, and 4 lies on 0. What is left is 0, 1 or 2, and the lamp is to be on at 1. That is the task of the stairs, and a fold at 1 solves it: 2 comes to lie on 0.
#
# ## Deep
#
# So fold again, at 1, in a second hidden layer. Both its neurons get h₁ − 2 · h₂, since their links have the weights 1 and −2. With at least two hidden layers, a network is called a **deep neural network**.

# %% slideshow={"slide_type": "slide"}
deep = [
    (np.ones((4, 2)), np.array([0.0, -2.0]), "relu"),
    (np.array([[1.0, 1.0], [-2.0, -2.0]]), np.array([0.0, -1.0]), "relu"),
    (np.array([[1.0], [-2.0]]), np.array([0.0]), "linear"),
]
ax = draw_network(deep, values=network_forward(deep, [1, 1, 1, 0]).numbers(), output_names=["lamp"])
ax.set_title("Three switches up: 3 is folded to 1, and the lamp is on")
plt.show()

# %% [markdown]
# ("linear" means no activation, and each layer counts its neurons afresh.) Follow the row with a pencil. In the first hidden layer the sums are 3, and 3 − 2 = 1. In the second they are 1 · 3 − 2 · 1 = 1 and, with the bias of −1, 0. The output is 1 · 1 − 2 · 0 = 1.
#
# **Exercise 3.3** Somebody types −1 in place of the bias −2 in the first hidden layer. What do the two neurons of each hidden layer then give for the same row, and the output? Store a list of five, in this order.

# %%
#: exercise 3.3 kind=compute objective=2
#: five = ____
five = [3, 2, 0, 0, 0]
#: end
check("3.3", five)

# %% [markdown] tags=["hints"]
# - The first hidden layer: 3, and 3 − 1.
# - In the second, h₁ counts 1 and h₂ counts −2. What does ReLU make of a sum below 0?
# Why: the first layer gives 3 and 2. The sums of the second are 3 − 4 = −1 and, with its bias, −2. ReLU turns both into 0, so the output is 0 and the lamp stays dark, though three switches are up. One wrong number in the first layer was enough.

# %% [markdown] tags=["teacher"]
# Draw a strip of paper with the numbers 0 to 4 and fold it, first at 2 and then at 1. With a longer strip (0 to 8) fold three times, and let the class say before each fold which numbers will lie on one another.

# %% tags=["proof"]
sixteen = np.array([[a, b, c, d] for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1)])
is_up, answers = sixteen.sum(axis=1), network_forward(deep, sixteen).outputs.reshape(-1)
claim("the deep network works the corridor", np.array_equal(answers, is_up % 2))
claim("all 16 rows were tried", len(np.unique(sixteen, axis=0)) == 16)

# %% [markdown]
# Folded twice, 0 to 4 become 0, 1, 0, 1, 0: every row comes out right, yet the second hidden layer has never seen a switch. It gets how many are up, and by how much that is more than two. To work with what the layer before found out, and no longer with raw numbers, is a step of **abstraction**, and depth stacks them. In a network trained on photographs, [early layers](https://arxiv.org/abs/1311.2901) reacted to edges and colours, later ones to textures, then to dogs' faces.
#
# ## Why not one wide layer?
#
# For four switches depth saves no neuron: four side by side work this corridor too (biases 0, −1, −2 and −3, links of 1, −2, 2 and −2 to the lamp). For sixteen, fold at 8, 4, 2 and 1.

# %% slideshow={"slide_type": "slide"}
figure, axes = plt.subplots(1, 4, figsize=(7, 2.6), sharey=True, layout="constrained")
folded = np.arange(17)
for at, ax in zip((8, 4, 2, 1), axes):
    folded = relu(folded) - 2 * relu(folded - at)
    ax.plot(folded, color="black")
    ax.set(title=f"at {at}", xlabel="switches up", xticks=[0, 8, 16])
axes[0].set_ylabel("folded number")
figure.suptitle("Each layer folds all that was folded before it")
describe("Each fold halves the height and doubles the number of peaks: 1, 2, 4, 8.")
plt.show()

# %% [markdown]
# Each further layer costs two neurons and folds the whole line again: here 8 neurons make 15 bends. In a single hidden layer in which every switch counts alike, the output is a weighted sum of lines with one bend each, so it bends only where one of them does, and 15 bends take at least 15 neurons. **Width adds bends, depth can multiply them.**
#
# **Exercise 3.4** Predict: a corridor has 64 switches. How many folds does it take, and how many bends has its zigzag (peaks and valleys, not the ends)?

# %%
#: exercise 3.4 kind=predict objective=3
#: folds = ____
#: bends = ____
folds = 6
bends = 2**5 + 2**5 - 1
#: end
check("3.4", folds, bends)

# %% [markdown] tags=["hints"]
# - The first fold is at 32, the last one at 1.
# - The first fold makes one peak, and each further one doubles the peaks. Between two peaks lies a valley.
# Why: folded at 32, 16, 8, 4, 2 and 1, the zigzag has 1, 2, 4, 8, 16 and then 32 peaks, with 31 valleys between them. So there are 63 bends, one at every number from 1 to 63.

# %% [markdown]
# Now the corridor of the opening, with your `layer`. In the first layer each switch has a weight of 1, so the cell begins with how many are up: a row for each number from 0 to 1024.

# %%
count = np.arange(1025).reshape(-1, 1)
folded = count
for at in (512, 256, 128, 64, 32, 16, 8, 4, 2, 1):
    pair = layer(folded, np.ones((1, 2)), np.array([0, -at]), relu)
    folded = pair @ np.array([[1], [-2]])  # h1 - 2 h2, as the links did in the drawing
# count % 2 is the remainder of a division by two: 1 for odd numbers
print("wrong for", np.sum(folded != count % 2), "of", len(count), "numbers of switches")

# %% tags=["proof"]
side_by_side = np.maximum(sixteen @ np.ones((4, 4)) - [0, 1, 2, 3], 0) @ [1, -2, 2, -2]
zigzag = np.arange(17)
for at in (8, 4, 2, 1):
    zigzag = relu(zigzag) - 2 * relu(zigzag - at)
claim("four layers of two, 8 neurons, make 15 bends", np.sum(np.diff(zigzag, 2) != 0) == 15)
claim("four ReLU neurons in one hidden layer work the corridor", np.array_equal(side_by_side, is_up % 2))
claim("ten layers of two neurons are right for 1024 switches", np.array_equal(folded, count % 2))
values = np.arange(1025.0)
for at in (512, 256, 128, 64, 32, 16, 8, 4, 2, 1):
    values = np.maximum(values, 0) - 2 * np.maximum(values - at, 0)
turns = np.diff(values, 2)
claim("ten folds make 1023 bends, at every number from 1 to 1023", len(turns) == np.sum(turns != 0) == 1023)
generator = np.random.default_rng(3)
for _ in range(20):
    slopes, shifts, out = generator.normal(size=(3, 12))
    line = np.maximum(np.linspace(-20, 20, 100_001)[:, None] * slopes + shifts, 0) @ out
    turns = np.flatnonzero(np.abs(np.diff(line, 2)) > 1e-9)
    claim("twelve ReLU neurons beside each other make at most twelve bends", np.sum(np.diff(turns, prepend=-9) > 1) <= 12)

# %% [markdown]
# This zigzag has a bend at every number from 1 to 1023, so one layer that counts every switch alike needs at least 1023 neurons for it.
#
# This task is made for folding; on real tables depth may gain nothing (lesson 05). And we chose these weights; no network found them.
#
# ## Without the bend
#
# What is left of the drawn network, if the ReLU of both hidden layers is taken away?
#
# **Exercise 3.5** Then the network is a single neuron, with no activation. Find its four weights and its bias: say that n switches are up, and carry n through the layers.

# %%
#: exercise 3.5 kind=compute objective=3
#: one_weights = ____
#: one_bias = ____
one_weights = np.array([1.0, 1.0, 1.0, 1.0])
one_bias = -2.0
#: end
check("3.5", one_weights, one_bias)

# %% [markdown] tags=["hints"]
# - The first hidden layer gives n and n − 2. So the sum of the second layer's first neuron is n − 2 · (n − 2).
# - That is 4 − n, and the neuron beside it has 1 less: 3 − n. Now the output.
# Why: 4 − n − 2 · (3 − n) = n − 2. Each switch counts 1, and the bias is −2.

# %% tags=["proof"]
linear = [(weights, biases, "linear") for weights, biases, _ in deep]
without = network_forward(linear, sixteen).outputs.reshape(-1)
claim("without ReLU the deep network is one neuron", np.allclose(without, is_up - 2))
claim("its weights are the product of the tables", np.allclose(deep[0][0] @ deep[1][0] @ deep[2][0], 1))

# %% [markdown]
# Whatever the numbers, `(x @ a) @ b` is `x @ (a @ b)`, so one table of weights can replace two, and the biases merge. **Linear after linear is linear.**
#
# Half-way: you can wire layers and follow a row.
#
# ## How large?
#
# Two sizes follow from the task.
#
# - A table of N rows and 3 features needs 3 inputs, however many rows there are.
# - A number, such as a mass, needs 1 output, and so does yes or no.
# - One of five classes needs 5 outputs: a single number would put the classes in an order that they do not have.
#
# The hidden layers are your choice, and they cost parameters: each neuron has a weight for every input of its layer, and a bias. The network of the drawing has 4 · 2 weights and 2 biases in its first hidden layer, 2 · 2 and 2 in the second, 2 and 1 in the output layer: {{sum(weights.size + biases.size for weights, biases, _ in deep)}} parameters.
#
# **Exercise 3.6** A table has 6 features, the answer is one of three classes, and a small device has room for 100 parameters. Which fit both task and device? Store their letters.
#
# - (a) one hidden layer of 9 neurons, 3 outputs
# - (b) one hidden layer of 10 neurons, 3 outputs
# - (c) hidden layers of 6 and 5 neurons, 3 outputs
# - (d) one hidden layer of 12 neurons, 1 output

# %%
#: exercise 3.6 kind=read objective=4
#: letters = ____
letters = "ac"
#: end
check("3.6", letters)

# %% [markdown] tags=["hints"]
# - For (a) the hidden layer has 6 · 9 weights and 9 biases. The output layer has weights and biases too.
# - Before you count, see whether the design has the right number of outputs.
# Why: (a) has 63 + 30 = 93 and (c) has 42 + 35 + 18 = 95, but (b) has 70 + 33 = 103. (d) has 84 + 13 = 97, but its one output would put the three classes in an order that they do not have.

# %% tags=["proof"]
def parameters(*sizes):
    return sum((before + 1) * units for before, units in zip(sizes, sizes[1:]))


counts = [parameters(*sizes) for sizes in ((6, 9, 3), (6, 10, 3), (6, 6, 5, 3), (6, 12, 1))]
claim("the four designs", counts == [93, 103, 95, 97])

# %% [markdown]
# ## Your weights, in Keras
#
# A layer is written `Dense(2, activation="relu")`, and Keras calls its neurons units. Without an activation it is linear. It begins with random weights and biases of 0, and `set_weights` puts in others: weights and biases of the first layer, then of the next. Here is the lamp on the stairs, folded once at 1.

# %%
import keras
from keras.layers import Dense

stairs = keras.Sequential([keras.Input((2,)), Dense(2, activation="relu"), Dense(1)])
stairs.set_weights([np.ones((2, 2)), np.array([0, -1]), np.array([[1], [-2]]), np.array([0])])
print("Keras", stairs.predict(switches, verbose=0).reshape(-1), " lamp", lamp)

# %% tags=["proof"]
claim("Keras works the lamp", np.allclose(stairs.predict(switches, verbose=0).reshape(-1), lamp))

# %% [markdown]
# **Exercise 3.7** Now a corridor of eight switches, folded at 4, 2 and 1. Build its network in Keras with your own weights, as `corridor`.

# %%
#: exercise 3.7 kind=do objective=5
#: corridor = ____
corridor = keras.Sequential([
    keras.Input((8,)),
    Dense(2, activation="relu"),
    Dense(2, activation="relu"),
    Dense(2, activation="relu"),
    Dense(1),
])
links = np.array([[1, 1], [-2, -2]])
corridor.set_weights([
    np.ones((8, 2)), np.array([0, -4]),
    links, np.array([0, -2]),
    links, np.array([0, -1]),
    np.array([[1], [-2]]), np.array([0]),
])
#: end
check("3.7", corridor)

# %% [markdown] tags=["hints"]
# - Each fold is a hidden layer of two neurons, as in the drawing of the four switches. Which number tells where it folds?
# - `set_weights` needs eight arrays here, two for each layer, in the order of the layers.
# - Each row of a table of weights belongs to an input, and each column to a neuron.
# Why: the biases −4, −2 and −1 are the folds. A table of weights has the shape (inputs, units), so the four are (8, 2), (2, 2), (2, 2) and (2, 1), and there are as many biases as units.

# %% [markdown]
# Two switches are up, and a third is a dimmer that stands half-way. Carry {{2.5}} through the folds before you run it.

# %%
corridor = use("3.7", corridor)
print(corridor.predict(np.array([[1, 1, 0.5, 0, 0, 0, 0, 0]]), verbose=0))

# %% tags=["proof"]
dimmed = np.array([[1, 1, 0.5, 0, 0, 0, 0, 0]])
claim("a dimmer half-way gives half", np.isclose(corridor.predict(dimmed, verbose=0)[0, 0], 0.5))

# %% [markdown]
# The fold at 4 leaves {{2.5}} alone, the next makes 1.5 of it, and the last 0.5: half a light. A step would have given 0 or 1; ReLU has carried the half through three layers.
#
# **Exercise 3.8** Find the fault. `build` should make a network for any table: a row has `features` numbers, and the answer is one of so many `classes`. It runs, but its sizes are wrong, as the printed line shows. Mend it.

# %%
#: exercise 3.8 kind=find objective=4,5
def build(features, classes):
    #: return keras.Sequential([
    #:     keras.Input((classes,)),
    #:     Dense(8, activation="relu"),
    #:     Dense(features),
    #: ])
    return keras.Sequential([
        keras.Input((features,)),
        Dense(8, activation="relu"),
        Dense(classes),
    ])
    #: end


model = build(features=4, classes=3)
print("takes", model.input_shape[1], "numbers of each row and gives", model.output_shape[1])
check("3.8", build)

# %% [markdown] tags=["hints"]
# - What is known of a row goes in. What is asked about it comes out.
# - `Input` is told how many numbers a row has, and the units of the last `Dense` how many come out.
# Why: features go in and classes come out. Without the printed line, the fault would have shown only when the first row came along, and with as many features as classes never.

# %% [markdown] tags=["teacher"]
# In a hurry, leave out the 1024 switches with 3.4, let people vote on (b) and (d) of 3.6, and do 3.7 together. 3.8 is a good one to read aloud: most errors of shape are this one, or an `Input` with the number of rows.

# %% [markdown]
# ## How sure?
#
# "Did this passenger survive?" needs a probability, a number from 0 to 1, but a sum can be any number. The **sigmoid**, 1 / (1 + e⁻ˢ) for a sum s (e = {{np.e:.3f}}…), is a step with round corners that brings it between 0 and 1. It becomes a probability only by training (lesson 04).

# %% slideshow={"slide_type": "slide"} long="three panels with three slopes each"
def sigmoid(sums):
    return 1 / (1 + np.exp(-sums))

below, above = np.linspace(-4, 0, 201), np.linspace(0.001, 4, 201)
figure, axes = plt.subplots(1, 3, figsize=(7, 3.2), sharey=True, layout="constrained")
for f, name, middle, ax in zip((step, relu, sigmoid), ("step", "ReLU", "sigmoid"), (0.8, 0.8, 0), axes):
    ax.plot(below, f(below), "darkgray", above, f(above), "darkgray")
    for at in (-3, middle, 3):
        slope = (f(at + 0.001) - f(at)) / 0.001
        ends = np.array([at - 0.5, at + 0.5])
        ax.plot(ends, f(at) + slope * (ends - at), color="red", linewidth=2)
    ax.set(title=name, xlabel="sum", ylabel="output", xticks=[-3, 0, 3], ylim=(-0.4, 3.8))
figure.suptitle("Where does a small push of the sum move the output?")
describe("The red slopes: step 0, ReLU 0 below 0 and 1 above, sigmoid a quarter at 0, else less.")
plt.show()

# %% tags=["proof"]
sums = np.linspace(-4, 4, 401)
outputs = sigmoid(sums)
nudged = (sigmoid(sums + 1e-6) - outputs) / 1e-6
claim("the slope is output times one minus output", np.allclose(nudged, outputs * (1 - outputs), atol=1e-5))
claim("it is at most a quarter", np.isclose((outputs * (1 - outputs)).max(), 0.25))

# %% [markdown]
# The red strokes are slopes: if the sum is pushed a little, how much does the output move for each bit of push? For the sigmoid, at an output of y, it is y · (1 − y) everywhere, as calculus proves. At a sum of 3 that is {{sigmoid(3.0):.3f}} · {{1 - sigmoid(3.0):.3f}} = {{sigmoid(3.0) * (1 - sigmoid(3.0)):.3f}} (a push of {{0.001}} moves the output by {{sigmoid(3.001) - sigmoid(3.0):.6f}}), and in the middle a quarter. ReLU has a slope of 1 above 0 and of 0 below, the step of 0 everywhere away from 0.
#
# The rule of lesson 02 needs a target for every neuron, and a hidden neuron has none. So lesson 04 asks how the answer moves if a weight is pushed a little, and with it the sum. Through a step it does not move; through ReLU it can, for every row whose sum is above 0, and some such rows are enough.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you can do now
#
# You can now
#
# - make layers of neurons, and a network that works the lamp
# - follow a row through two hidden layers, and see what one wrong number does
# - say why depth is nothing without a bend, and what folding gains
# - tell the sizes that follow from a task, and count parameters
# - put your own weights into Keras, and mend swapped sizes

# %%
progress(3)

# %% [markdown]
# ## Questions
#
# <details><summary>A network has one hidden layer of a million neurons. Is it deep?</summary>
#
# No, it is wide. Deep means two hidden layers at least.
#
# </details>
# <details><summary>Somebody stacks five Dense layers, forgets the activations, and gets sensible predictions. What have they built?</summary>
#
# With one output, linear regression's formula, with more parameters than it needs.
#
# </details>
# <details><summary>A country takes 20 % of what is earned between 10,000 and 50,000, and 40 % of what lies above. Which two ReLU neurons compute the tax?</summary>
#
# Both have a weight of 1, and biases of −10,000 and −50,000. The output counts 0.2 for each, not 0.4: above 50,000 the first still takes its 20 %.
#
# </details>
# <details><summary>A network is to foretell tomorrow's temperature in °C, and its output neuron has a ReLU. What goes wrong?</summary>
#
# It never says less than 0: on a frosty day, 0 is the best that it can do. A number that may lie below 0 needs an output without ReLU.
#
# </details>
#
# If this was too fast, Grant Sanderson's film [But what is a neural network?](https://www.3blue1brown.com/lessons/neural-networks) (online) shows layers at work on written digits. Sizes return in lesson 05.

# %% [markdown]
# **Next:** [04 How a network learns](04_learning.ipynb), where weights are found without you. Back: [02 Perceptron walkthrough](02_perceptron.ipynb) · [All lessons](../README.md)
