# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # 06 · A trained network, looked into
#
# **What has a network learnt, and how would you show it to somebody?**
#
# You will
#
# - follow one bird through a trained network: its numbers forwards, its error backwards
# - read weights on the links, as a heat map and as images
# - find by looking what is too narrow, switched off, or trained too short or too long
# - open networks in `draw_graph`, TensorBoard and a playground
# - say what a picture cannot tell
#
# {{minutes}} minutes. Needs [05](05_model_design.ipynb). All of it runs without a GPU and offline.

# %%
import tempfile
from pathlib import Path

from helpers import ____, check, describe, draw_activations, draw_graph, draw_inputs
from helpers import draw_network, draw_probabilities, draw_weights
from helpers import load_digits, load_penguins, play_network, progress
from helpers import read_activations, read_layers, use

import matplotlib.pyplot as plt
import numpy as np

seed = 0

# %% [markdown]
# ## Why draw
#
# A small network learns three species of penguin from four measurements. It has 240 birds to learn from; the rest are kept back. Dropout is in it to be seen on the drawing; in lesson 05 a network as small did better without.

# %%
penguins = load_penguins().dropna(subset=["body_mass_g"])
features = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
order = np.random.default_rng(seed).permutation(len(penguins))
order = np.append(order[order != 338], 338)  # the bird of this lesson stays unseen
seen, unseen = order[:240], order[240:]

measured = penguins[features].to_numpy()
x = (measured - measured[seen].mean(axis=0)) / measured[seen].std(axis=0)
y = penguins["species"].cat.codes.to_numpy()
species = list(penguins["species"].cat.categories)

# %%
import keras

keras.utils.set_random_seed(seed)
model = keras.Sequential(
    [
        keras.Input((4,), name="measurements"),
        keras.layers.Dense(4, activation="relu", name="hidden"),
        keras.layers.Dropout(0.2, name="dropout"),
        keras.layers.Dense(3, activation="softmax", name="species"),
    ],
    name="penguins",
)
loss = "sparse_categorical_crossentropy"
model.compile(keras.optimizers.Adam(0.02), loss=loss, metrics=["accuracy"])
kept_back = (x[unseen], y[unseen])
history = model.fit(x[seen], y[seen], validation_data=kept_back, epochs=30, verbose=0)
print("right on unseen birds:", round(history.history["val_accuracy"][-1], 2))
print(model.get_layer("hidden").kernel.numpy().round(2))

# %% [markdown]
# (For several classes, cross-entropy is −log of the probability given to the true class; `sparse` says that the targets are the classes' numbers. Keras calls a layer's weights its *kernel*; it has nothing to do with the notebook's kernel.)
#
# It works, and these are {{16}} of the {{model.count_params()}} numbers that make it work. Nobody sees anything in them. Drawn, they answer questions:
#
# - How **complex** is it? What is connected with what, and how strongly?
# - Where is a **bottleneck**, a narrow layer through which everything must pass?
# - Has it learnt too little (**underfitting**) or by heart (**overfitting**)?
# - What do I **tell** people who decide, and who are no data scientists?
#
# We take one bird with us, the one in row 338. It stays among the unseen, and of all of them the network is least sure of it here.

# %%
bird = 338
row, target = x[bird], y[bird]
probabilities = model.predict(x[unseen], verbose=0).max(axis=1)
print("our bird is a", species[target], "and its largest probability is", probabilities[-1].round(2))

# %% tags=["proof"]
claim("at least nine in ten unseen penguins are named rightly", history.history["val_accuracy"][-1] >= 0.9)
claim("of all unseen birds the network is least sure of bird 338", probabilities.argmin() == len(unseen) - 1, here=True)
claim("the network is less sure of bird 338 than of nine in ten unseen birds", np.mean(probabilities > probabilities[-1]) > 0.9)

# %% [markdown]
# ## Step by step
#
# **What goes in.** `draw_inputs` draws rows as a grid, here our bird beside the mean of each species among the birds learnt from.

# %%
means = [x[seen][y[seen] == kind].mean(axis=0) for kind in range(3)]
names = ["bill length", "bill depth", "flipper", "body mass"]

labels = ["our bird", *(f"mean {name}" for name in species)]
ax = draw_inputs([row, *means], feature_names=names, labels=labels)
ax.set(title="Our bird's bill length lies between Adelie and Chinstrap", xlabel="")
plt.show()

# %% tags=["proof"]
claim("our bird's bill length lies between the means of Adelie and Chinstrap", means[0][0] < row[0] < means[1][0])

# %% [markdown]
# The values are scaled: 0 is the mean bird, 1 a standard deviation above. Each row of the picture has a scale of blue of its own.
#
# **The network.** The same four inputs as nodes, with `describe=True` to have each layer explained underneath.

# %%
draw_network(model, feature_names=names, output_names=species, describe=True)
plt.show()

# %% [markdown]
# Inputs are squares, hidden nodes circles, outputs have a thick outline. Dropout is no layer of neurons. It is a dashed frame around the values it works on, and in a prediction it does nothing.
#
# Behind the drawing is `read_layers`: what the model is made of, as plain data. Weights and bias are in `.weights` and `.bias`.

# %%
for layer in read_layers(model):
    print(f"{layer.name:12} {layer.kind:10} {layer.inputs} in, {layer.units} out,", end=" ")
    print(f"activation {layer.activation}, {layer.parameters} parameters")

# %% [markdown]
# **Exercise 6.1** How complex is a drawing? Write a function that takes such a list of layers and returns how many links there are to draw, one for each weight. A layer whose `.weights` is `None` has no links, and a bias is no link.

# %%
#: exercise 6.1 kind=write objective=2
def count_links(layers):
    #: return ____
    return sum(layer.weights.size for layer in layers if layer.weights is not None)
    #: end


check("6.1", count_links)

# %% [markdown] tags=["hints"]
# - The weights of a layer are an array; how many numbers does `layer.weights.size` say?
# - Leave out the layers where `layer.weights is None`, then add the rest up.
# Why: each number in a layer's weights is one link. Our model has 4 · 4 + 4 · 3 = 28 of them, and 7 biases.

# %% [markdown]
# **The weights.** `weights=True` colours each link by its trained weight. Orange and solid is above 0, purple and dashed below; thick is strong.

# %% slideshow={"slide_type": "slide"}
draw_network(model, feature_names=names, output_names=species, weights=True)
plt.show()

# %% [markdown]
# To take it with you: `draw_network` is in the folder `helpers/drawing`, under the MIT licence. Copy the folder `helpers` beside a notebook of your own, and `from helpers import draw_network` works there. At heart it does this, in plain matplotlib, for you to copy:

# %% long="the whole drawing, to be copied"
def draw_by_hand(model, inputs, outputs):
    tables = [array for array in model.get_weights() if array.ndim == 2]  # the weights, no biases
    sizes = [len(inputs)] + [table.shape[1] for table in tables]
    heights = [(size - 1) / 2 - np.arange(size) for size in sizes]  # the first node on top
    largest = max(np.abs(table).max() for table in tables)
    figure, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for layer, table in enumerate(tables):
        for (start, end), weight in np.ndenumerate(table):
            look, colour = ("-", "#b34d00") if weight > 0 else ("--", "#5e3c99")
            ends = heights[layer][start], heights[layer + 1][end]
            ax.plot([layer, layer + 1], ends, look, color=colour, lw=4 * abs(weight) / largest)
    for layer, ys in enumerate(heights):
        ax.plot([layer] * len(ys), ys, "o", color="white", markeredgecolor="black", markersize=24)
    for name, y in zip(inputs, heights[0]):
        ax.text(-0.12, y, name, ha="right", va="center")
    for name, y in zip(outputs, heights[-1]):
        ax.text(len(tables) + 0.12, y, name, va="center")
    ax.set(xlim=(-0.8, len(tables) + 0.8), ylim=(-max(sizes) / 2, max(sizes) / 2))
    ax.axis("off")
    return ax

# %%
ax = draw_by_hand(model, names, species)
ax.set_title("The same links, by hand")
describe(ax, "The penguin network once more: 4 inputs, 4 hidden neurons, 3 species, 28 links.")
plt.show()

# %% [markdown]
# With more links than these, a table of colours is easier to read. `draw_weights` makes one, with white at 0, and writes bias and numbers where they fit.

# %%
kernel = model.get_layer("hidden").kernel.numpy()
ax = draw_weights(model.get_layer("hidden"), feature_names=names)
ax.set_title("Here the strongest weights come from the bill's length")
plt.show()

# %% tags=["proof"]
claim("the strongest weights of the hidden layer come from the bill's length", np.abs(kernel).max(axis=1).argmax() == 0 == np.abs(kernel).sum(axis=1).argmax(), here=True)

# %% [markdown]
# **The bird on its way.** `read_activations` gives what each layer makes of one row, and `values=` writes it on the drawing. With `links="contributions"` each link shows what it carries for this bird: weight times value.

# %% slideshow={"slide_type": "slide"}
passed = read_activations(model, row)
draw_network(model, feature_names=names, output_names=species, values=passed, links="contributions")
plt.show()

# %% [markdown]
# A hidden node that shows 0 is ReLU at work: its sum was below 0. `draw_activations` shows the same outputs as bars, layer by layer.

# %%
draw_activations(model, row)
plt.show()

# %% [markdown]
# **What comes out.** Softmax makes three probabilities of the last three sums. Together they are 1. The largest is the answer.

# %%
ax = draw_probabilities(passed["species"], species, answer=species[target])
ax.set_title("Adelie or Chinstrap? The network can hardly say")
plt.show()

# %% tags=["proof"]
claim("the network gives our bird between 0.4 and 0.6 for Adelie and for Chinstrap", np.all(np.abs(passed["species"][:2] - 0.5) < 0.1), here=True)

# %% [markdown]
# **What has it learnt?** Why can it hardly say? Ask what each hidden neuron waits for: its mean output over the birds learnt from, species by species, and beside them our bird's.

# %% slideshow={"slide_type": "slide"}
hidden_outputs = np.maximum(x @ kernel + model.get_layer("hidden").bias.numpy(), 0)
waits_for = np.array([hidden_outputs[seen][y[seen] == kind].mean(axis=0) for kind in range(3)])

neurons = ["h₁", "h₂", "h₃", "h₄"]
columns = np.vstack([waits_for, hidden_outputs[bird]])
ax = draw_inputs(columns, feature_names=neurons, labels=species + ["our bird"])
ax.set(title="Two neurons wait for Adelie, two for Gentoo, none for Chinstrap", xlabel="")
plt.show()
print("bias of each species:", model.get_layer("species").bias.numpy().round(2))

# %% [markdown]
# So here is the network in one sentence: h₂ and h₄ say Adelie, h₁ and h₃ say Gentoo, and *Chinstrap is silence*. Where nobody speaks, the biases decide, and Chinstrap has the largest. Our bird is a Chinstrap for which the two neurons of Adelie speak in a low voice: {{hidden_outputs[bird][1]:.2f}} and {{hidden_outputs[bird][3]:.2f}}, where an Adelie has {{waits_for[0][1]:.2f}} and {{waits_for[0][3]:.2f}} on average. That is just loud enough to make up for the bias. Another training may share the work out otherwise, and give Chinstrap a neuron of its own.

# %% tags=["proof"]
loud = waits_for > 1
claim("two hidden neurons wait for Adelie alone, two for Gentoo alone, none for Chinstrap", loud.tolist() == [[False, True, False, True], [False] * 4, [True, False, True, False]], here=True)
claim("the largest bias is Chinstrap's", model.get_layer("species").bias.numpy().argmax() == 1, here=True)
claim("the two neurons of Adelie are on for our bird, at less than half of an Adelie's mean", np.all((hidden_outputs[bird][[1, 3]] > 0) & (hidden_outputs[bird][[1, 3]] < waits_for[0][[1, 3]] / 2)), here=True)
claim("each hidden neuron is at least twice as loud for one species as for another", np.all(waits_for.max(axis=0) > 2 * waits_for.min(axis=0)))

# %% [markdown]
# **Exercise 6.2** Here is such a training: the same network from other starting weights, its mean outputs over the birds learnt from, and its biases.
#
# | | h₁ | h₂ | h₃ | h₄ | bias of the species |
# |---|---|---|---|---|---|
# | Adelie | {{2.12}} | 0 | {{0.03}} | 0 | {{0.90:.2f}} |
# | Chinstrap | {{0.07}} | {{0.08}} | {{2.20:.2f}} | 0 | {{-0.36}} |
# | Gentoo | 0 | {{3.43}} | {{0.13}} | {{3.64}} | {{-0.79}} |
#
# What does each neuron wait for? Store the names of four species in `wait_for`. And what does the network say where all four are silent? Store that species in `silence`.

# %%
#: exercise 6.2 kind=read objective=1
#: wait_for = [____, ____, ____, ____]
#: silence = ____
wait_for = ["Adelie", "Gentoo", "Chinstrap", "Gentoo"]
silence = "Adelie"
#: end
check("6.2", wait_for, silence)

# %% [markdown] tags=["hints"]
# - A neuron waits for the species on which it is loudest: the largest number in its column.
# - Where all four give 0, nothing comes in at the last layer but its biases.
# Why: in the column of h₃ Chinstrap has the largest number, so this time it has a neuron of its own. Where nobody speaks only the biases are left, and here Adelie's is the largest.

# %% [markdown]
# **The error, backwards.** With softmax and cross-entropy, the slope of the cost by each of the last sums is its probability minus its target: the output's error. (Lesson 02 counted it the other way round, target minus output. The circles of lesson 04's drawing held slopes by the values, these hold slopes by the sums.) The links carry it back, times their weights, and where ReLU was off it stops (lesson 05). A weight's gradient is what came in at its link times the error at its end.

# %% slideshow={"slide_type": "slide"}
second = model.get_layer("species").kernel.numpy()

error_out = passed["species"] - np.eye(3)[target]
error_hidden = (second @ error_out) * (passed["hidden"] > 0)
gradients = [np.outer(row, error_hidden), np.outer(passed["hidden"], error_out)]

errors = {"nodes": [None, error_hidden, error_out]}
ax = draw_network(model, feature_names=names, output_names=species, values=errors, weights=True)
ax.set_title("From right to left: the errors of our bird, and the weights that carry them")
plt.show()

# %% [markdown]
# The gradients, one for each weight. A row is what the weight starts from, a column the neuron that it leads into.

# %%
figure, axes = plt.subplots(1, 2, figsize=(7, 2.8), layout="constrained")
limit = 1.5 * max(np.abs(table).max() for table in gradients)  # pale enough for the numbers
for ax, table, rows, columns in zip(axes, gradients, (names, neurons), (neurons, species)):
    ax.imshow(table, cmap="PuOr_r", vmin=-limit, vmax=limit, aspect="auto")
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    for (line, column), value in np.ndenumerate(table):
        ax.text(column, line, f"{round(value, 2) + 0.0:.2f}", ha="center", va="center")
figure.suptitle("What was off for our bird is not taught by it")
describe("Gradients of the weights into the hidden layer, and of those into the outputs.")
plt.show()

# %% [markdown]
# TensorFlow must agree, and does:

# %%
import tensorflow as tf

with tf.GradientTape() as tape:
    cost = keras.losses.sparse_categorical_crossentropy(y[[bird]], model(x[[bird]]))
kernels = [model.get_layer(name).kernel for name in ("hidden", "species")]
by_tape = tape.gradient(cost, kernels)

apart = max(np.abs(ours - theirs).max() for ours, theirs in zip(gradients, by_tape))
count = sum(ours.size for ours in gradients)
print(f"all {count} gradients agree within 1e-5:", bool(apart < 1e-5))

# %% tags=["proof"]
claim("the gradients in the tables equal the tape's", all(np.allclose(ours, theirs, atol=1e-5) for ours, theirs in zip(gradients, by_tape)))

# %% [markdown]
# Links to and from a hidden node that was off have a gradient of 0: our bird teaches that neuron nothing. A small step against all the other gradients would raise Chinstrap's probability; in training, the gradients of many birds are averaged first.
#
# ## Weights that are images
#
# Now 1797 handwritten digits, each 8 × 8 pixels: 64 inputs. 1300 to learn from; the other 497 come later in the file.

# %%
images, digits = load_digits()
pixels = images.reshape(-1, 64) / 16
x_train, x_unseen = pixels[:1300], pixels[1300:]
y_train, y_unseen = digits[:1300], digits[1300:]

draw_inputs(images[:6], labels=digits[:6])
plt.show()

# %% tags=["proof"]
claim("1797 digits of 8 × 8 pixels, 497 of them unseen", images.shape == (1797, 8, 8) and len(x_unseen) == 497)

# %%
def build(sizes, name):
    model = keras.Sequential([keras.Input((64,), name="pixels")], name=name)
    for place, (units, activation) in enumerate(sizes, start=1):
        model.add(keras.layers.Dense(units, activation=activation, name=f"hidden_{place}"))
    model.add(keras.layers.Dense(10, activation="softmax", name="digit"))
    model.compile(keras.optimizers.Adam(0.005), loss=loss, metrics=["accuracy"])
    return model


reader = build([(16, "relu")], "reader")
untrained = reader.get_layer("hidden_1").kernel.numpy().copy()
kept_back = (x_unseen, y_unseen)
history = reader.fit(x_train, y_train, validation_data=kept_back, epochs=20, verbose=0)
print("right on unseen digits:", round(history.history["val_accuracy"][-1], 2))

# %% [markdown]
# A table of 64 rows would be too long, and hide that pixels have neighbours. The 64 weights that lead into a neuron are one column of the array, in the order of the pixels, line by line of the image. So they can be an image again.
#
# **Exercise 6.3** Write a function that takes the weights, of shape (64, neurons), and the place of a neuron, and returns the neuron's weights as an image of 8 × 8.

# %%
#: exercise 6.3 kind=write objective=2
def as_image(weights, neuron):
    #: return ____
    return weights[:, neuron].reshape(8, 8)
    #: end


check("6.3", as_image)

# %% [markdown] tags=["hints"]
# - A column of an array is `weights[:, neuron]`.
# - `load_digits` images became rows by `reshape(-1, 64)`. The way back is `reshape(8, 8)`.
# Why: `reshape` fills line after line, as it was emptied line after line.

# %% [markdown]
# All sixteen, on one scale. In this part neurons are counted from 0, as in the array; `draw_weights` counts from 1.

# %% slideshow={"slide_type": "slide"}
weights = reader.get_layer("hidden_1").kernel.numpy()
largest = np.abs(weights).max()

figure, axes = plt.subplots(2, 8, figsize=(7, 2.7), layout="constrained")
for neuron, ax in enumerate(axes.flat):
    ax.imshow(weights[:, neuron].reshape(8, 8), cmap="PuOr_r", vmin=-largest, vmax=largest)
    ax.set(title=neuron, xticks=[], yticks=[])
strength = ", ".join(f"{value:.2f}" for value in np.abs(weights).mean(axis=0))
describe(axes[0, 0], f"Sixteen images. Mean strength of the weights, neurons 0 to 15: {strength}.")
figure.suptitle("Three of sixteen are pale")
plt.show()

# %% tags=["proof"]
claim("at least nine in ten unseen digits are read rightly", history.history["val_accuracy"][-1] >= 0.9)
strengths = np.sort(np.abs(weights).mean(axis=0))
claim("three neurons are pale: their weights are less than two thirds as strong as all others'", strengths[2] < 2 / 3 * strengths[3], here=True)

# %% [markdown]
# Ink on an orange pixel pushes a neuron's sum up, ink on a purple one pushes it down; all 64 and the bias together decide whether it is on. And three images are pale. What do those neurons do?

# %%
hidden = keras.Model(reader.inputs, reader.get_layer("hidden_1").output, name="first_half")
values = hidden.predict(x_unseen, verbose=0)  # of shape (digits, neurons)

# %% [markdown]
# **Exercise 6.4** Draw it. `values` holds what the 16 neurons give, 0 where one is off. Draw one upright bar for each neuron: for how many per cent of the digits it is on. Label both axes, the lower one `neuron`, and name in the title the neurons that are never on, counted from 0. Store the axes as `ax`.

# %%
#: exercise 6.4 kind=do objective=3
#: ax = ____
share_on = (values > 0).mean(axis=0)
figure, ax = plt.subplots(figsize=(7, 2.6))
ax.bar(range(16), 100 * share_on, color="#5c5c5c")
never = ", ".join(map(str, np.flatnonzero(share_on == 0)))
ax.set(title=f"Never on for an unseen digit: {never}")
ax.set(xlabel="neuron", ylabel="on for % of digits", xticks=range(16))
describe()
plt.show()
#: end
check("6.4", ax, values)

# %% [markdown] tags=["hints"]
# - `values > 0` is True where a neuron was on. `.mean(axis=0)` of that is a share for each neuron, from 0 to 1.
# - `figure, ax = plt.subplots()`, then `ax.bar(range(16), …)` and `ax.set(title=…, xlabel=…, ylabel=…)`.
# - `np.flatnonzero(share == 0)` gives the places for the title.
# Why: one digit for which a neuron is on is enough to keep it alive, so it must be 0 for all of them. A mean output near 0 would not tell.

# %% [markdown]
# They do nothing, neither for these digits nor for those learnt from: neurons {{', '.join(map(str, np.flatnonzero(values.max(axis=0) == 0)))}}. They are like the silent neurons of lesson 05: one that is off for every row learnt from gets no gradient any more. Such a neuron is called **dead**. Here we pay for sixteen neurons and use {{np.sum(values.max(axis=0) > 0)}}, and the images showed which. Another training leaves others dead, and more of them or fewer.
#
# And what do the living neurons wait for? Their weights look like noise. So look at where they are loudest: for eight of them, the three unseen digits with the largest output.

# %% long="a figure of four rows"
alive = np.flatnonzero(values.max(axis=0))
figure, axes = plt.subplots(4, 8, figsize=(7, 3.9), layout="constrained")
for column, neuron in zip(axes.T, alive):
    column[0].imshow(weights[:, neuron].reshape(8, 8), cmap="PuOr_r", vmin=-largest, vmax=largest)
    column[0].set_title(neuron)
    for ax, place in zip(column[1:], np.argsort(-values[:, neuron])):
        ax.imshow(x_unseen[place].reshape(8, 8), cmap="Greys")
for ax in axes.flat:
    ax.set(xticks=[], yticks=[])
figure.suptitle("Above, weights like noise; below, where each neuron is loudest")
top = [f"neuron {n}: {y_unseen[np.argsort(-values[:, n])[:3]]}" for n in alive[:8]]
describe(axes[0, 0], f"Below each neuron's weights its three loudest digits. {'; '.join(top)}.")
plt.show()

# %%
loudest = {neuron: y_unseen[np.argsort(-values[:, neuron])[:9]] for neuron in alive}
of_one = {neuron: np.bincount(found).max() for neuron, found in loudest.items()}
for neuron, found in loudest.items():
    print(f"neuron {neuron:2} is loudest on", *found)

# %% [markdown]
# Of {{len(alive)}} living neurons, {{sum(count >= 5 for count in of_one.values())}} have one digit at least five times among their nine loudest. That is what this network has learnt: most of its neurons are on for most digits, but loudest for one or a few, and the outputs weigh their voices.

# %% tags=["proof"]
dead = np.flatnonzero(hidden.predict(x_train, verbose=0).max(axis=0) == 0)
claim("more than half of the living neurons are on for more than half of the unseen digits", ((values[:, alive] > 0).mean(axis=0) > 0.5).mean() > 0.5)
strengths = np.abs(weights).mean(axis=0)
claim("the neurons off for all unseen digits are those off for all digits learnt from", np.array_equal(dead, np.flatnonzero(values.max(axis=0) == 0)), here=True)
claim("every dead neuron is paler than every living one", strengths[dead].max(initial=0) < np.delete(strengths, dead).min())
claim("the three pale neurons are the three dead ones", len(dead) == 3 and set(dead) == set(np.argsort(strengths)[:3]), here=True)
claim("most living neurons have one digit five times among their nine loudest", np.mean([count >= 5 for count in of_one.values()]) > 0.5)

# %% [markdown]
# **To tell it** to somebody, one case is remembered better than an average; give both. Of all mistakes on unseen digits, here is the one of which the network was surest.

# %%
answers = reader.predict(x_unseen, verbose=0)
wrong = answers.argmax(axis=1) != y_unseen
surest = np.argmax(np.where(wrong, answers.max(axis=1), 0))

figure, axes = plt.subplots(1, 2, figsize=(7, 3.6), width_ratios=[1, 1.5], layout="constrained")
axes[0].imshow(x_unseen[surest].reshape(8, 8), cmap="Greys")
axes[0].set(title=f"Somebody wrote a {y_unseen[surest]}", xticks=[], yticks=[])
draw_probabilities(answers[surest], answer=int(y_unseen[surest]), ax=axes[1])
axes[1].set(title=f"The network reads {answers[surest].argmax()}", ylabel="digit")
plt.show()

# %% [markdown]
# One case is not the rule. How often is it wrong when it is sure, and when it is not?

# %%
certainty = answers.max(axis=1)
for least, below in ((0, 0.6), (0.6, 0.9), (0.9, 1.01)):
    among = (certainty >= least) & (certainty < below)
    share = wrong[among].mean()
    print(f"{least:3.0%} to {min(below, 1):4.0%} sure: {among.sum():3} digits, {share:5.1%} wrong")
sure, unsure = certainty >= 0.9, certainty < 0.6

# %% [markdown]
# Three sentences go with it. "It reads digits from 64 grey values. Of those it had not seen, it gets {{100 * np.mean(~wrong):.0f}} in 100 right. When it is more than 90 % sure it is wrong in {{100 * wrong[sure].mean():.1f}} of 100 cases, and when it is less than 60 % sure in {{100 * wrong[unsure].mean():.0f}}: sure is usually right, but, as you see, not always."

# %% tags=["proof"]
claim("of digits on which it is more than 90 % sure, fewer than 4 in 100 are wrong", wrong[sure].mean() < 0.04)
claim("of digits on which it is less than 60 % sure, more than one third are wrong", wrong[unsure].mean() > 1 / 3)
claim("some digit is read wrongly with more than 90 %", certainty[wrong].max() > 0.9)

# %% [markdown]
# ## A bottleneck
#
# Two networks of the same build, but for one layer in the middle: 2 neurons in one, 16 in the other.

# %%
narrow = build([(32, "relu"), (2, "linear"), (32, "relu")], "narrow")
roomy = build([(32, "relu"), (16, "linear"), (32, "relu")], "roomy")
right = {}
for network in (narrow, roomy):
    network.fit(x_train, y_train, validation_data=kept_back, epochs=20, verbose=0)
    parts = (x_train, y_train), (x_unseen, y_unseen)
    right[network.name] = [np.mean(np.asarray(network(x)).argmax(axis=1) == y) for x, y in parts]
    learnt, unknown = right[network.name]
    print(f"{network.name} right on digits learnt from {learnt:.2f}, on unseen ones {unknown:.2f}")

# %%
ax = draw_network(narrow, max_nodes=8)
ax.set_title("All that is known of a digit passes through two numbers")
plt.show()

# %% [markdown]
# Wide, a waist, wide again: you see it before you train it. Through the waist pass two numbers, so each digit is a point, and what lies behind cuts the plane into regions, each with one answer. A bold digit names the region that it stands in; an answer may have a second region, without a name. Grey points lie in a region of their own digit. A small digit lies in a wrong one, and says what was written.

# %% slideshow={"slide_type": "slide"}
middle = keras.Model(narrow.inputs[0], narrow.get_layer("hidden_2").output, name="to_the_waist")
after = keras.Sequential([narrow.get_layer("hidden_3"), narrow.get_layer("digit")])
clouds = [middle.predict(rows, verbose=0) for rows in (x_train, x_unseen)]

sides = np.linspace(np.vstack(clouds).min(axis=0) - 1, np.vstack(clouds).max(axis=0) + 1, 200)
across, up = np.meshgrid(*sides.T)
region = np.argmax(after(np.column_stack([across.ravel(), up.ravel()])), axis=1).reshape(200, 200)
misread = [np.argmax(after(points), axis=1) != y for points, y in zip(clouds, (y_train, y_unseen))]

# %%
figure, axes = plt.subplots(1, 2, figsize=(7, 3.9), sharex=True, sharey=True, layout="constrained")
parts = (y_train, y_unseen), ("learnt from", "unseen")
for ax, points, wrong, written, which in zip(axes, clouds, misread, *parts):
    for digit in np.unique(region):
        ax.contour(across, up, region == digit, levels=[0.5], colors="#5c5c5c", linewidths=0.8)
    ax.plot(*points[~wrong].T, ".", color="#bdbdbd", markersize=3)
    for digit in range(10):
        ax.text(*clouds[0][y_train == digit].mean(axis=0), digit, weight="bold", fontsize=13)
    for point, digit in zip(points[wrong], written[wrong]):
        ax.text(*point, str(digit), color="#b34d00", ha="center", va="center", fontsize=8)
    ax.set(title=f"{which}: {wrong.mean():.0%} in a wrong region", xlabel="h₁")
    describe(ax, f"{which.capitalize()}: {wrong.sum()} of {len(wrong)} digits lie in a wrong region.")
axes[0].set_ylabel("h₂")
plt.show()

# %% [markdown]
# Two numbers are enough for the digits that it learnt from; it is the unseen ones that suffer. Groups lie close together, and a digit that falls beside its own group is read as its neighbour: only {{100 * right['narrow'][1]:.0f}} in 100 are right, with sixteen numbers in the middle {{100 * right['roomy'][1]:.0f}}. What has become one point, no layer behind can tell apart any more. Which digits come to lie side by side, and so which is read worst, is another with each training.

# %% tags=["proof"]
claim("the narrow network reads at least 94 in 100 digits learnt from", right["narrow"][0] >= 0.94)
claim("what lies in a wrong region is what the narrow network reads wrongly", np.allclose([1 - wrong.mean() for wrong in misread], right["narrow"]))
claim("the narrow network reads unseen digits at least 7 points worse than those learnt from", right["narrow"][0] - right["narrow"][1] >= 0.07)
claim("on unseen digits the roomy network is at least 4 points better than the narrow one", right["roomy"][1] - right["narrow"][1] >= 0.04)
claim("the roomy network loses less on unseen digits than the narrow one", right["roomy"][0] - right["roomy"][1] < right["narrow"][0] - right["narrow"][1])

# %% [markdown]
# ## Too short, too long
#
# A hard question: female or male, from the same four measurements, of any species. Three networks try. Each writes a log for **TensorBoard**, a viewer for trainings; it was made by the people of TensorFlow and installed with this course. It does so by **callbacks**, which `fit` calls after every epoch.

# %%
birds = load_penguins().dropna()
order = np.random.default_rng(seed).permutation(len(birds))
learn, aside = order[:200], order[200:]
female = (birds["sex"] == "female").to_numpy().astype(int)
bodies = birds[features].to_numpy()
bodies = (bodies - bodies[learn].mean(axis=0)) / bodies[learn].std(axis=0)

# %%
folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)  # gone with the kernel
logs = Path(folder.name, "logs")


def write_weights(model, run):
    writer = tf.summary.create_file_writer(str(logs / run / "weights"))

    def write(epoch, _):
        with writer.as_default(step=epoch):
            tf.summary.histogram("second layer", model.get_layer("second").get_weights()[0])

    return write


# %%
for run, units, rate in (("A", 128, 0.01), ("B", 4, 0.001), ("C", 4, 0.01)):
    judge = keras.Sequential([keras.Input((4,), name="measurements")], name=f"judge_{run}")
    judge.add(keras.layers.Dense(units, activation="relu", name="first"))
    judge.add(keras.layers.Dense(units, activation="relu", name="second"))
    judge.add(keras.layers.Dense(1, activation="sigmoid", name="female"))
    judge.compile(keras.optimizers.Adam(rate), loss="binary_crossentropy", metrics=["accuracy"])
    board = keras.callbacks.TensorBoard(logs / run)
    histograms = keras.callbacks.LambdaCallback(on_epoch_end=write_weights(judge, run))
    judge.fit(
        bodies[learn],
        female[learn],
        validation_data=(bodies[aside], female[aside]),
        epochs=30,
        verbose=0,
        callbacks=[board, histograms],
    )

# %% [markdown]
# `TensorBoard` writes the curves and the graph, `write_weights` a histogram after each epoch. (`TensorBoard(…, histogram_freq=1)` writes histograms of all layers; older versions of Keras put them all under one name.) The logs are files. TensorBoard's own reader shows what is in them:

# %%
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def read_log(run, part):
    log = EventAccumulator(str(logs / run / part), size_guidance={"tensors": 0})  # 0: keep all
    log.Reload()
    found = {tag: log.Tensors(tag) for tag in log.Tags()["tensors"]}
    return {tag: [tf.make_ndarray(one.tensor_proto) for one in found[tag]] for tag in found}


for part in ("train", "weights"):
    for tag, found in read_log("A", part).items():
        print(f"{part:8} {tag:20} {len(found):2} × {found[0].shape}")

# %% [markdown]
# `epoch_loss` and `epoch_accuracy` are curves, `keras` the graph of the model, and `second layer` a histogram an epoch: how many weights have which size, in 30 rows of from, to and how many. Here are the curves, read from the logs:

# %% slideshow={"slide_type": "slide"}
figure, axes = plt.subplots(1, 3, figsize=(7, 2.9), sharey=True, layout="constrained")
for run, ax in zip("ABC", axes):
    ends = []
    for part, look, colour in (("train", "-", "#1a1a1a"), ("validation", "--", "#b34d00")):
        curve = np.array(read_log(run, part)["epoch_loss"])
        ax.plot(range(1, 31), curve, look, color=colour, label=part.replace("train", "training"))
        ends.append(f"{part} {curve[0]:.2f} to {curve[-1]:.2f}, lowest {curve.min():.2f}")
    ax.set(title=run, xlabel="epoch")
    describe(ax, f"Loss over 30 epochs: {'; '.join(ends)}.")
axes[0].set_ylabel("loss")
axes[2].legend(frameon=False)
plt.show()

# %% [markdown]
# **Exercise 6.5** Look at the three. Which network **underfits**: it is poor even on the birds it knows, here because it was stopped too early? Which **overfits**: its loss falls on the birds it knows and rises on the others? Answer with letters, in quotes.

# %%
#: exercise 6.5 kind=read objective=3
#: underfits = ____
#: overfits = ____
underfits = "B"
overfits = "A"
#: end
check("6.5", underfits, overfits)

# %% [markdown] tags=["hints"]
# - Overfitting: the dashed line rises while the other still falls. A small gap alone is not it.
# - Underfitting: both lines are high, and both still fall at the end.
# Why: A has 128 neurons a layer for 200 birds and learns them by heart. B takes steps a tenth the size of C's and is stopped when it has hardly begun. C has levelled out; its dashed line lies a little above the other, as is usual, and does not rise.

# %% [markdown]
# How bad is A? A loss counts how sure each answer is; ask also how many are right:

# %%
ends = {}
for run in "AC":
    found = read_log(run, "validation")
    losses, shares = np.array(found["epoch_loss"]), np.array(found["epoch_accuracy"])
    ends[run] = losses[-1], shares[-1]
    print(f"{run}: loss at its lowest {losses.min():.2f}, at the end {losses[-1]:.2f};", end=" ")
    print(f"right at best {shares.max():.2f}, at the end {shares[-1]:.2f}")

# %% [markdown]
# A's loss on birds kept aside is {{ends['A'][0] / ends['C'][0]:.1f}} times C's, and yet it gets about as many right: {{100 * ends['A'][1]:.0f}} in 100 where C gets {{100 * ends['C'][1]:.0f}}. So what sets A apart from C is less its mistakes than its certainty, though its best epoch got more right, in part by luck.

# %% tags=["proof"]
curves = {run: {part: np.array(read_log(run, part)["epoch_loss"]) for part in ("train", "validation")} for run in "ABC"}
claim("A's loss on birds kept aside ends at least a tenth above its lowest, and its training loss ends below C's", curves["A"]["validation"][-1] > 1.1 * curves["A"]["validation"].min() and curves["A"]["train"][-1] < curves["C"]["train"][-1])
claim("both losses of B end at least a quarter above C's", all(curves["B"][part][-1] > 1.25 * curves["C"][part][-1] for part in ("train", "validation")))
claim("C's loss on birds kept aside ends within a tenth of its lowest", curves["C"]["validation"][-1] < 1.1 * curves["C"]["validation"].min())
claim("A's loss on birds kept aside ends higher than C's", ends["A"][0] > ends["C"][0])
claim("at the end A's share of right answers is within 5 points of C's", abs(ends["A"][1] - ends["C"][1]) <= 0.05)

# %% [markdown]
# Do the histograms show it too, from inside? Here is network A beside C, which does not overfit.

# %%
figure, axes = plt.subplots(1, 2, figsize=(7, 2.8), layout="constrained")
widths = {}
for run, ax in zip("AC", axes):
    histogram = read_log(run, "weights")["second layer"]
    for epoch, look in ((0, "--"), (29, "-")):
        left, end, count = histogram[epoch].T
        density = count / count.sum() / (end - left)
        ax.plot((left + end) / 2, density, look, color="black", label=f"epoch {epoch + 1}")
        middles = np.repeat((left + end) / 2, count.astype(int))
        widths[run, epoch] = middles.std()
    ax.set(title=f"network {run}", xlabel="weight")
axes[0].set_ylabel("density")
axes[0].legend(frameon=False)
figure.suptitle("In both networks the weights spread out")
words = ", ".join(f"{run} from {widths[run, 0]:.2f} to {widths[run, 29]:.2f}" for run in "AC")
describe(axes[0], f"Weights of the second layer; their deviation from epoch 1 to 30: {words}.")
plt.show()

# %% [markdown]
# They do not: weights grow in a training that goes well, too. (C has only 16 weights in this layer, so its lines are ragged.) To see overfitting, look at rows kept aside.

# %% tags=["proof"]
claim("the weights of A and of C both spread out in training", all(widths[run, 29] > 1.15 * widths[run, 0] for run in "AC"))

# %% [markdown]
# TensorBoard itself runs as a small server, so this notebook does not start it for you. In a new cell of a running notebook:
#
# ```python
# %load_ext tensorboard
# %tensorboard --logdir "{logs.as_posix()}"
# ```
#
# Or print `logs`, give it to `tensorboard --logdir …` in a terminal, and open the address that it prints. Scalars shows the curves, Graphs the layers, Histograms the weights, epoch behind epoch. Both ways work with a kernel on your own machine, the first one also in Colab.
#
# ## Layer by layer: plot_model and Netron
#
# `draw_network` draws nodes, and only where layers follow each other in a chain. `keras.utils.plot_model(model, show_shapes=True)` draws layers, for any model; it needs the program Graphviz. `draw_graph` draws the same picture and brings Graphviz along:

# %%
image_in = keras.Input((8, 8, 1), name="image")
writer_in = keras.Input((3,), name="writer")
strokes = keras.layers.Conv2D(4, 3, activation="relu", name="strokes")(image_in)
flat = keras.layers.Flatten(name="flat")(strokes)
both = keras.layers.Concatenate(name="both")([flat, writer_in])
digit = keras.layers.Dense(10, activation="softmax", name="digit")(both)
branched = keras.Model([image_in, writer_in], digit, name="branched")

draw_graph(branched, engine="wasm")

# %% [markdown]
# (`Conv2D`, a layer made for images, slides small sets of 3 × 3 weights over the image. It stands here because its place in the drawing does; the course does not use it again.) In each box stands what comes in and what goes out, as shapes. `None` is the number of rows, which is left open.
#
# **Netron** opens a saved model of nearly any make, also those of PyTorch. It shows its layers like this, here of a network with dropout for the passengers of lesson 01; click one, and its settings and weights come up.
#
# ![Netron's drawing of that network: passenger, then three Dense boxes with the shapes of kernel and bias, each with its activation, and Dropout between them, then survived.](../docs/netron.png)
#
# Netron is not among the course's packages, for two reasons that you should know before you use it. When its page opens it asks an address in the network, ipinfo.io, which country you are in, and in most countries outside the European Union it then reports how it is used without asking. And a build that is older than 180 days shows no model any more, only the request to update. If neither is in your way, install it with `pip install netron`, and run in a new cell, with the name of a saved model:
#
# ```python
# import netron
# netron.start("model.keras", browse=False)   # prints an address of this machine: open it
# ```
#
# It runs nothing of the file. When you have seen enough, run `netron.stop()` in another cell.
#
# ## A network to play with
#
# TensorFlow Playground is a web page, playground.tensorflow.org: a small network on points in a plane, in the browser, with no TensorFlow in it. Here is the course's own, on your kernel. Choose data, layers, neurons, activation and learning rate, then train.

# %%
play_network("circles", layers=1, neurons=2)

# %% [markdown]
# Two neurons draw two lines. Two lines cannot close around the disc, so part of the ring gets in. In a running notebook, give it more neurons; then try the spiral, and the real penguins.
#
# **Exercise 6.6** Which network closes around the disc? Give the sizes of its hidden layers as a list, such as `[2]` for the one above or `[2, 2]` for two layers. It may have 4 hidden neurons in all, and must get 95 % of the unseen points right from two of three starts at least. The check trains it three times.

# %%
#: exercise 6.6 kind=do objective=4
#: hidden_sizes = ____
hidden_sizes = [3]
#: end
check("6.6", hidden_sizes)

# %% [markdown] tags=["hints"]
# - Each neuron of the first hidden layer draws one line. How many straight lines does it take to fence in a disc?
# - Set "neurons in each" to what you think and train 500 epochs.
# Why: three lines make a triangle, and a disc fits into one. `[4]` does it too; `[2, 2]` has two lines to begin with, and does it rarely.

# %% [markdown]
# ## What a picture cannot tell
#
# Turn the order of the hidden neurons of the penguin network around, with their links.

# %% slideshow={"slide_type": "slide"}
turned = keras.models.clone_model(model)
first_weights, first_bias, second_weights, second_bias = model.get_weights()
turned.set_weights([first_weights[:, ::-1], first_bias[::-1], second_weights[::-1], second_bias])

figure, axes = plt.subplots(1, 2, figsize=(7, 3.2), layout="constrained")
for network, title, ax in zip((model, turned), ("Two pictures …", "… of one function"), axes):
    draw_weights(network.get_layer("hidden"), feature_names=names, ax=ax)
    ax.set_title(title)
plt.show()

same = np.allclose(model.predict(x, verbose=0), turned.predict(x, verbose=0), atol=1e-6)
print("the same answers for all", len(x), "birds:", same)

# %% [markdown]
# So the place of a neuron means nothing, and two trainings cannot be compared link by link.
#
# Nor does colour mean that something was learnt. Some pixels of the digits are 0 in every image learnt from. Here are their weights:

# %%
empty = np.flatnonzero(x_train.max(axis=0) == 0)
print("always empty:", empty)
print("largest weight there:", np.abs(weights[empty]).max().round(2))
print("changed in training:", bool(np.any(weights[empty] != untrained[empty])))

# %% [markdown]
# They are what chance gave them on the first day, drawn in colour like all others, and say nothing. A weight counts only together with what comes in.

# %% tags=["proof"]
claim("three pixels are 0 in every image learnt from", len(empty) == 3)
claim("the weights of always empty pixels did not change in training", np.all(weights[empty] == untrained[empty]))
claim("turned round, the penguin network gives the same answers", same)

# %% [markdown]
# **Exercise 6.7** So thick is not yet important. Write `moved_most`: it takes one row of inputs and the weights of a layer, of shape (inputs, neurons), and returns for each neuron the place of the input that moves its sum most for this row, up or down, counted from 0.

# %%
#: exercise 6.7 kind=write objective=1,5
def moved_most(row, weights):
    #: return ____
    contributions = row[:, np.newaxis] * weights
    return np.abs(contributions).argmax(axis=0)
    #: end


check("6.7", moved_most)

# %% [markdown] tags=["hints"]
# - What an input adds to a sum is its value times its weight.
# - `row[:, np.newaxis] * weights` multiplies each line of the weights by its input. `np.abs` and `argmax(axis=0)` do the rest, neuron by neuron.
# Why: the largest weight of a neuron may belong to an input that is near 0 for this row. Then it moves the sum hardly at all, however thick its link is drawn.

# %%
moved_most = use("6.7", moved_most)
thickest, moving = np.abs(kernel).argmax(axis=0), moved_most(row, kernel)
for neuron in range(4):
    print(f"{neurons[neuron]}: thickest link from {names[thickest[neuron]]}", end=", ")
    print(f"for our bird moved most by {names[moving[neuron]]}")

# %% [markdown]
# A picture of weights also does not say how good a network is: a score on unseen data does. Why *this* row got *this* answer we could follow through four neurons, but not through hundreds; lesson 09 does.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you can do now
#
# You can now
#
# - follow a row through a trained network on a drawing, and its error back to each weight
# - read weights on links, as a heat map with its middle at 0, and as images
# - see a waist, a dead neuron, a training stopped too early or gone on too long
# - draw any model with `draw_graph` or `plot_model`, read its logs with TensorBoard, open its file in Netron, and play
# - say why the place of a neuron and the colour of a link prove nothing
#
# `progress()` shows which exercises you have done; with a number, those of one lesson.

# %%
progress(6)

# %% [markdown]
# ## Questions
#
# <details><summary>A link is drawn thick and orange. Is its input important?</summary>
#
# Not yet. If the input is always 0, or hardly varies, the link hardly changes anything. It is tempting to read thickness as importance; it is only one of two factors of the product.
#
# </details>
# <details><summary>Training and validation loss lie together, both high, both still falling. What would you do?</summary>
#
# Train longer, or with larger steps: it underfits. A larger network is the second thing to try. Dropout would be the wrong cure, since it is one against overfitting.
#
# </details>
# <details><summary>The network drawn has 784-128-64-10 neurons. Would a drawing with all nodes help?</summary>
#
# No: 109,184 links are a grey wedge. Draw it with an ellipsis to show its form, and read its weights from heat maps or images, one layer at a time.
#
# </details>
# <details><summary>A ReLU neuron is 0 for the one row you drew. Is it dead?</summary>
#
# You cannot know from one row: to be off for some rows is what ReLU is for. Dead is one that is 0 for every row learnt from.
#
# </details>

# %% [markdown]
# **Next:** [07 Training](07_training.ipynb). Back: [05 Model design](05_model_design.ipynb) · [All lessons](../README.md)
