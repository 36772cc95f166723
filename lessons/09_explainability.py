# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # 09 · Why this answer
#
# **Why did the network say 1 and not 0, for this one person?**
#
# You will
#
# - share an answer out among three features by hand, then by one call
# - say what the parts add up to, and what they are compared with
# - explain one passenger and one house, by a network and by a standard model
# - find a column that leaks, and two columns that share one credit
# - write a page for people who decide, and say what it does not say
#
# {{minutes}} minutes. Needs [08](08_testing.ipynb). All of it runs without a GPU and offline.

# %%
import base64
import io
import tempfile
from itertools import combinations, permutations
from math import factorial
from pathlib import Path
from textwrap import fill

from helpers import ____, check, describe, draw_explanation, explain, explanation_in_words
from helpers import load_houses, load_penguins, load_titanic, progress, training_batches, use

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

seed = 0

# %% [markdown]
# ## A good score convinces nobody
#
# The passengers of the Titanic again. It is a record of people, most of whom died in one night of {{1912}}; we read it as history, and no one is judged by it.

# %%
titanic = load_titanic()
passengers = pd.DataFrame(
    {
        "female": titanic["sex"] == "female",
        "class": titanic["pclass"],
        "age": titanic["age"],
        "siblings or spouse": titanic["sibsp"],
        "parents or children": titanic["parch"],
        "fare": titanic["fare"],
    }
)
towns = {"C": "Cherbourg", "Q": "Queenstown", "S": "Southampton"}
ports = pd.get_dummies(titanic["embarked"].fillna("S").map(towns), prefix="port")
passengers = passengers.join(ports).astype(float)
survived = titanic["survived"].to_numpy()

order = np.random.default_rng(seed).permutation(len(passengers))
order = np.append(order[order != 706], 706)  # the passenger of this lesson stays unseen
seen, unseen = order[:1047], order[1047:]
passengers = passengers.fillna(passengers.iloc[seen].median())
print((survived == 0).sum(), "of", len(survived), "died;", len(seen), "rows to learn from")

# %% [markdown]
# One function trains all networks of this lesson. Its first layer does the scaling, so that the network takes years and pounds as they are, and can be asked about years and pounds. `CosineDecay` makes Adam's steps smaller towards the end. Sizes, rates and epochs are given here; whoever chooses them keeps rows back to choose by, as lesson 07 did. The seed is set in the function, so that each network is the same whichever cells ran before it. To have few columns to explain, the logarithm of the fare and the column for an unknown age of lesson 07 are left out. Network and forest learn from the same 1047.

# %%
import keras


def train(x, y, hidden, output, loss, rate, epochs=20, batch_size=32):
    keras.utils.set_random_seed(seed)
    scale = keras.layers.Normalization(name="scale")
    scale.adapt(x.to_numpy())
    model = keras.Sequential(
        [
            keras.Input((x.shape[1],), name="columns"),
            scale,
            keras.layers.Dense(hidden[0], activation="relu", name="hidden_1"),
            keras.layers.Dense(hidden[1], activation="relu", name="hidden_2"),
            keras.layers.Dense(1, activation=output, name="answer"),
        ],
        name="network",
    )
    batches = training_batches(x, y, batch_size=batch_size, validation_split=0)
    steps = batches["steps_per_epoch"]
    smaller = keras.optimizers.schedules.CosineDecay(rate, epochs * steps)
    optimizer = keras.optimizers.Adam(smaller)
    model.compile(optimizer, loss=loss, steps_per_execution=steps, jit_compile=False)
    model.fit(**batches, epochs=epochs, verbose=0)
    return model

# %%
x, y = passengers.iloc[seen], survived[seen]
network = train(x, y, (64, 32), "sigmoid", "binary_crossentropy", rate=0.001)
ask = lambda model, rows: model(np.asarray(rows, "float32"), training=False).numpy()[:, 0]

# %%
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import mean_absolute_error, roc_auc_score

forest = RandomForestClassifier(300, min_samples_leaf=3, random_state=seed).fit(x.to_numpy(), y)

by_network = ask(network, passengers.iloc[unseen])
by_forest = forest.predict_proba(passengers.iloc[unseen].to_numpy())[:, 1]
areas, rights = {}, {}
for name, answers in (("network", by_network), ("forest", by_forest)):
    areas[name] = roc_auc_score(survived[unseen], answers)
    rights[name] = np.mean((answers > 0.5) == survived[unseen])
    scores = f"ROC-AUC {areas[name]:.2f}, right {rights[name]:.2f}"
    print(f"{name:8} {scores}, on {len(unseen)} unseen passengers")

# %% tags=["proof"]
claim("the forest ranks the unseen passengers better than the network", areas["forest"] > areas["network"], here=True)
claim("network and forest are right about as often, within 6 in 100", abs(rights["forest"] - rights["network"]) < 0.06)

# %% [markdown]
# Here the forest ranks the passengers better; in lesson 08 a network did in one split of five. They are right about as often. One split decides neither. And these scores are about {{len(unseen)}} people. Whoever has to believe an answer asks about one. Here is one of the unseen on whom the two disagree:

# %% slideshow={"slide_type": "slide"}
person = 706
her = passengers.loc[person]
apart = (by_network > 0.5) != (by_forest > 0.5)
print(f"they disagree on {apart.sum()} of {len(unseen)}, among them")
print(titanic.loc[person, "name"], "· survived:", survived[person])
print(", ".join(f"{name} {value:g}" for name, value in her[her != 0].items()))
her_score, forest_score = by_network[unseen == person][0], by_forest[unseen == person][0]
print(f"network: {her_score:.2f}  forest: {forest_score:.2f}")

# %% tags=["proof"]
claim("the network says 1 of her and the forest 0", her_score > 0.5 > forest_score)
claim("she died, and her age is not recorded", survived[person] == 0 and np.isnan(titanic.loc[person, "age"]))
claim("each passenger has one port", (passengers[ports.columns].sum(axis=1) == 1).all())

# %% [markdown]
# Maria Caram, in third class, from Cherbourg, with a spouse or sibling aboard, died. Her age is not recorded; {{her["age"]:g}} is the median. With 0.5 as the threshold the network says 1 and the forest 0. That the forest is right about her does not make it the better model, and no score says why either of them answered so. To share an answer out among the columns, we need a fair way to share.
#
# ## Three features, by hand
#
# Take a rule with pencil-sized numbers: the price of a house in thousands. `large`, `lake` and `new` are true (1) or false (0), and a large house at the lake brings 60 on top.

# %%
def price(large, lake, new):
    return 200 + 150 * large + 100 * lake + 40 * new + 60 * large * lake


print("a plain house:", price(0, 0, 0))
print("our house, large, at the lake, new:", price(1, 1, 1))

# %% [markdown]
# Who earned the {{price(1, 1, 1) - price(0, 0, 0)}} between them? Let some features be **known**, with our house's values; the others keep the plain house's. Such a set of known features is a **coalition**, and what the rule answers is its **worth**. Three features make 2³ = 8 coalitions:

# %%
names = ("large", "lake", "new")


def worth(known):
    return price(*(name in known for name in names))


for size in range(4):
    for known in combinations(names, size):
        print(f"{' + '.join(known) or 'nothing':20} {worth(known)}")

# %% [markdown]
# Now make the features known one after the other. Each gains what it adds. There are six orders:

# %%
def gain(worth, name, order):
    before = order[: order.index(name)]
    return worth((*before, name)) - worth(before)


for order in permutations(names):
    print("  ".join(f"{name} {gain(worth, name, order):+}".ljust(11) for name in order))

# %% slideshow={"slide_type": "slide"}
figure, ax = plt.subplots(figsize=(7, 4), layout="constrained")
look = {"large": "#9ecae1", "lake": "#fdd0a2", "new": "#d9d9d9"}
for place, order in enumerate(permutations(names)):
    start = worth(())
    for name in order:
        added = gain(worth, name, order)
        ax.barh(place, added, left=start, color=look[name], edgecolor="black")
        ax.text(start + added / 2, place, f"{name}\n{added:+}", ha="center", va="center")
        start += added
ax.set(title="Whichever of large and lake comes second gets the 60", xlim=(195, 555))
ax.set_xlabel("price, thousands")
ax.set_yticks(range(6), [f"order {place + 1}" for place in range(6)])
ax.invert_yaxis()
told = "Six bars from 200 to 550, one an order. Large gains 150 before lake and 210 after it, "
describe(ax, told + "lake 100 before large and 160 after it, new always 40.")
plt.show()

# %% [markdown]
# No order is fairer than another, so take the mean over all of them. Shapley proved that no other way of sharing keeps four promises at once: the parts add up to what was gained, two who always add the same get the same, who never adds anything gets 0, and the parts of two games together are the sums of their parts.

# %%
gains = [gain(worth, "large", order) for order in permutations(names)]
print("large gains", gains, "→ mean", sum(gains) / len(gains))
print(f"ten features: {factorial(10):,} orders, {2**10:,} coalitions")

# %% [markdown]
# This mean is the feature's **Shapley value**, after Lloyd Shapley, {{1953}}. We write it φᵢ and call it the feature's **part**. Orders soon outnumber coalitions: ten features have 3,628,800 orders and 1,024 coalitions. The same number from coalitions, where the fraction is the share of orders in which exactly the coalition S comes before feature i, d is the number of features and v the worth:
#
# $$\varphi_i = \sum_{S \not\ni i} \frac{|S|!\,(d-|S|-1)!}{d!}\,\big(v(S \cup i) - v(S)\big)$$
#
# For `large`, coalition by coalition: the share, times what `large` adds.

# %%
total, others = 0, [name for name in names if name != "large"]
for size in range(3):
    for known in combinations(others, size):
        share = factorial(size) * factorial(2 - size) / factorial(3)
        added = worth((*known, "large")) - worth(known)
        total += share * added
        print(f"{' + '.join(known) or 'nothing':12} {share:.2f} × {added:+}")
print("together", round(total, 2))

# %% [markdown]
# **Exercise 9.1** With pencil and paper, from the six orders: what is the Shapley value of `lake`?

# %%
#: exercise 9.1 kind=compute objective=1
#: lake_value = ____
lake_value = (100 + 160) / 2
#: end
check("9.1", lake_value)

# %% [markdown] tags=["hints"]
# - In each order, look at what `lake` added.
# - In three orders it comes before `large`, in three after it.
# Why: Three orders give 100 and three give 160, so the mean is 130: its own 100 and half of the 60 that it earns together with large.

# %% [markdown]
# **Exercise 9.2** Write the Shapley value for any game. `worth` is a function of a tuple of names, `name` is one of `names`. Return the mean of its gains over all orders; `gain` from above may help.

# %%
#: exercise 9.2 kind=write objective=1
def shapley(worth, name, names):
    #: return ____
    return np.mean([gain(worth, name, order) for order in permutations(names)])
    #: end


check("9.2", shapley)

# %% [markdown] tags=["hints"]
# - `permutations(names)` gives every order as a tuple.
# - Take the gain of `name` in each order: `gain(worth, name, order)`.
# - `np.mean` of the list of gains.
# Why: Every order counts the same. So for three names the gain over nothing and the gain over both others weigh 1/3 each, the two between 1/6 each.

# %% [markdown]
# ## The same by one call
#
# `explain` asks all coalitions for you (up to {{15}} features; beyond that it estimates, save for most trees, and `how` says so). It takes a model or a function of rows, what is to be explained, and the **background**: the rows it is compared with, here the plain house alone. With several rows, a coalition's worth is a mean over them. The library `shap` does it too.

# %%
import shap

rule = lambda rows: price(*rows.T)
house, plain = np.ones(3), np.zeros((1, 3))

ours = explain(rule, house, background=plain, feature_names=names)
masker = shap.maskers.Independent(plain)  # shap's word for the background
exact = shap.explainers.Exact(rule, masker)
theirs = exact(house.reshape(1, 3), silent=True)  # silent: no progress bar
print("explain:", ours.values, " shap:", theirs.values[0])
print(ours.how)

# %% tags=["proof"]
claim("explain and shap agree with the parts by hand", np.allclose(ours.values, theirs.values[0]) and np.allclose(ours.values, [180, 130, 40]))

# %%
draw_explanation(ours)
plt.title("From a plain house to ours, part by part")
plt.show()

# %% [markdown]
# `draw_explanation` draws a **waterfall**: from the **base value**, the model's mean answer over the background, part by part up to the prediction. Read it from the bottom up. Nothing is left over:
#
# $$\text{prediction} = \text{base value} + \sum_i \varphi_i$$

# %%
print(ours.base_values, "+", ours.values.sum(), "=", ours.base_values + ours.values.sum())

# %% tags=["proof"]
claim("base value and parts add up to the price", np.isclose(ours.base_values + ours.values.sum(), 550))

# %% [markdown]
# ## A neuron needs no coalitions
#
# The neuron of lesson 02 took a penguin's three measurements and gave its mass. In a sum nothing depends on the order, so a feature's part is its weight times how far the bird lies from the background's mean:
#
# $$\varphi_i = w_i\,\big(x_i - \mathrm{E}[x_i]\big)$$

# %%
from sklearn.linear_model import LinearRegression

penguins = load_penguins().dropna(subset=["body_mass_g"])
measures = penguins[["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]]
regression = LinearRegression().fit(measures, penguins["body_mass_g"])

one = [keras.Input((3,), name="bird"), keras.layers.Dense(1, name="mass")]
neuron = keras.Sequential(one, name="neuron")
neuron.set_weights([regression.coef_.reshape(3, 1), np.array([regression.intercept_])])

# %%
bird, birds = measures.iloc[0], measures.iloc[-100:]
closed_form = regression.coef_ * (bird - birds.mean())
masker = shap.maskers.Independent(birds, max_samples=100)
exact = shap.explainers.Exact(lambda rows: ask(neuron, rows), masker)
by_shap = exact(bird.to_frame().T, silent=True)
by_explain = explain(neuron, bird, background=birds)

print("grams:", closed_form.round(1).to_dict())

# %% tags=["proof"]
claim("on a linear neuron explain gives the closed form", np.allclose(by_explain.values, closed_form, atol=0.01))
claim("on a linear neuron shap gives the closed form", np.allclose(by_shap.values[0], closed_form, atol=0.01))

# %% [markdown]
# All three agree to a hundredth of a gram.
#
# **Exercise 9.3** Write the closed form. `linear_parts` takes the weights, one row, and the background (rows × features), and returns one part for each feature.

# %%
#: exercise 9.3 kind=write objective=1
def linear_parts(weights, row, background):
    #: return ____
    return weights * (row - background.mean(axis=0))
    #: end


check("9.3", linear_parts)

# %% [markdown] tags=["hints"]
# - You need one mean for each column of the background: `background.mean(axis=0)`.
# - A feature whose value is the mean gets 0.
# Why: All features known minus none known is w·x − w·E[x], and the sum splits into its terms. The bias is in both and falls out.

# %% [markdown]
# ## Why 1, for her
#
# Now the network. The background is all {{len(seen)}} passengers it learnt from. A coalition's worth is now a mean: the known columns are hers, the others are taken from each of those passengers in turn, and their answers are averaged. With nothing known that is the base value.
#
# A port is three columns, of which one is 1. Explained one by one, coalitions mix passengers who boarded twice or nowhere. `groups` lets the three be known together; the result is not simply the sum of the three.

# %%
background = passengers.iloc[seen]
groups = {"port": list(ports.columns)}

one_by_one = explain(network, her, background=background)
chance = "probability of survival"  # what the pictures call the answer
by_her_port = explain(network, her, background=background, groups=groups, label=chance)
print("three columns:", dict(zip(ports.columns, one_by_one.values[6:].round(3).tolist())))
print("as one:       ", by_her_port.feature_names[6], by_her_port.values[6].round(3))
print(by_her_port.how)

# %% tags=["proof"]
claim("the port as one is not the sum of its three columns", abs(by_her_port.values[6] - one_by_one.values[6:].sum()) > 0.002)

# %% slideshow={"slide_type": "slide"}
draw_explanation(by_her_port)
plt.title("Network: being a woman outweighs third class")
plt.show()

# %%
parts = pd.Series(by_her_port.values, by_her_port.feature_names)
base = float(by_her_port.base_values)
print(f"base {base:.3f}, parts {parts.sum():+.3f}, together {base + parts.sum():.3f}")

elsewhere = her.copy()
elsewhere[["port_Cherbourg", "port_Southampton"]] = 0, 1
from_southampton = ask(network, [elsewhere])[0]
print(f"asked about her as from Southampton, the network says {from_southampton:.2f}")

# %% tags=["proof"]
claim("her base value and parts add up to her answer", np.isclose(base + parts.sum(), her_score, atol=1e-5))
claim("being a woman is her largest part, and her class lowers the answer", parts.idxmax() == "female" and parts["class"] < 0)
claim("being a woman outweighs third class", parts["female"] > -parts["class"])
claim("her port raises the answer; as from Southampton it is lower by a tenth at least", parts["port"] > 0.03 and from_southampton < her_score - 0.1)

# %% [markdown]
# Base and parts make her answer. So, why 1 and not 0? The network put her above 0.5 because she is a woman, and boarded at Cherbourg, although she travelled third class. But "because" compared with whom?
#
# ## Compared with whom
#
# The same answer, against three backgrounds.

# %%
others = passengers.iloc[seen]
compared = {
    "anybody": background,
    "women": others[others["female"] == 1],
    "men in third class": others.query("female == 0 and `class` == 3"),
}
found = {}
for name, rows in compared.items():
    found[name] = explain(network, her, background=rows, groups=groups)
    female, ticket = found[name].values[:2].round(2) + 0.0
    print(f"{name:18} base {found[name].base_values:.2f}, female {female:+.2f}, class {ticket:+.2f}")

# %% tags=["proof"]
claim("compared with women alone her sex has no part", np.isclose(found["women"].values[0], 0))
claim("compared with third class alone her class has no part", np.isclose(found["men in third class"].values[1], 0))

# %% slideshow={"slide_type": "slide"}
figure, ax = plt.subplots(figsize=(7, 2.4), layout="constrained")
end = base + parts.sum()
for place, (name, one) in enumerate(found.items()):
    start = float(one.base_values)
    if abs(end - start) > 0.02:
        arrow = {"arrowstyle": "->", "linewidth": 2}
        ax.annotate("", (end, place), (start, place), arrowprops=arrow)
    ax.plot(start, place, "o", color="black")
    ax.text(start - 0.02, place, f"base {start:.2f}", ha="right", va="center")
ax.axvline(end, linestyle="--", color="black")
ax.set(title=f"Her answer stays {end:.2f}, the base value moves", xlabel=chance, xlim=(-0.06, 1))
ax.set(yticks=range(3), yticklabels=found, ylim=(2.5, -0.5))
bases = ", ".join(f"{name} {float(one.base_values):.2f}" for name, one in found.items())
told = f"Three base values and one answer, {end:.2f}: {bases}. Two arrows lead up to the answer; "
describe(ax, told + "women start close to it.")
plt.show()

# %% [markdown]
# Compared with women, being a woman explains nothing: its part is 0. Compared with men in third class, third class explains nothing either. **An explanation is a comparison. Say with whom, or it means nothing.**
#
# And say with how many of them. An explanation is exact for the rows it was given; if they are a sample of those you mean, it has a spread. Here is the same part ten times, each time against another 100 of the passengers:

# %%
shuffled = np.random.default_rng(seed).permutation(seen)
hundreds = [passengers.iloc[shuffled[100 * i : 100 * i + 100]] for i in range(10)]
samples = [explain(network, her, background=rows, groups=groups) for rows in hundreds]
draws = np.array([one.values[0] for one in samples])

figure, ax = plt.subplots(figsize=(7, 1.8), layout="constrained")
ax.plot(draws, np.zeros(10), "o", alpha=0.6)
ax.axvline(parts["female"], color="black", linestyle="--")
ax.set(title="Each hundred rows of background give another part", yticks=[])
ax.set_xlabel("part of being a woman; dashed, against all passengers learnt from")
told = f"Ten parts from {draws.min():.2f} to {draws.max():.2f}, beside the one against all, "
describe(ax, told + f"{parts['female']:.2f}.")
plt.show()
errors = pd.Series(by_her_port.background_error, by_her_port.feature_names)
print(f"standard error of the part: of 100 rows {draws.std(ddof=1):.3f}, of all {errors['female']:.3f}")
print(f"of the base value: of all {float(by_her_port.base_error):.3f}")

# %% tags=["proof"]
claim("backgrounds of 100 spread the part at least twice as wide as that of all", draws.std(ddof=1) > 2 * errors["female"])

# %% [markdown]
# `background_error` and `base_error` hold the standard errors that come from the background being a sample; two of them either way hold about 19 draws of 20. So take a large background where it costs little, and give no more digits than the spread leaves.
#
# **Exercise 9.4** Explain the network's answer for another passenger, against at least 100 others of your choice who are all like that passenger in one column. First say which part will be 0. Store `somebody` (a row of `passengers`), `among` (the background, rows of `passengers`), `shared` (the column's name) and `mine` (from `explain`).

# %%
#: exercise 9.4 kind=do objective=2,3
#: somebody = ____
#: among = ____
#: shared = ____
#: mine = ____
somebody = passengers.loc[seen[0]]
among = passengers[passengers["class"] == somebody["class"]]
shared = "class"
mine = explain(network, somebody, background=among, groups=groups)
draw_explanation(mine)
plt.show()
#: end
check("9.4", network, somebody, among, shared, mine)

# %% [markdown] tags=["hints"]
# - `passengers.loc[5]` is one passenger, `passengers[passengers["class"] == 2]` is everybody in second class.
# - Which column do your passenger and all of `among` share? Compared with them, nothing there is different.
# - `explain(network, somebody, background=among, groups=groups)`.
# Why: a column that is the same in the row and in all of the background changes nothing when it becomes known, in any coalition. So its part is 0, whatever the model does with it.

# %% [markdown]
# ## The same with shap alone
#
# Others will show you explanations made with `shap`, and at work you may have nothing else (`pip install shap`). But for `describe`, which tells the picture in words, the next cell needs none of this course's helpers: a function that answers, the background, the row.

# %%
answer = lambda rows: network(np.asarray(rows, "float32"), training=False).numpy()[:, 0]
everyone = shap.maskers.Independent(background, max_samples=len(background))
explainer = shap.Explainer(answer, everyone)
by_shap = explainer(her.to_frame().T, silent=True)[0]

shap.plots.waterfall(by_shap, show=False)
plt.title("Her answer, shared out and drawn by shap")
told = "shap's waterfall: the same base value and answer, the port as three columns."
describe(plt.gca(), told)
plt.show()

careless = shap.Explainer(answer, background)(her.to_frame().T, silent=True)[0]
print(f"base value {by_shap.base_values:.3f}; without max_samples {careless.base_values:.3f}")

# %% [markdown]
# The parts are those of `one_by_one`. (shap draws arrows shorter than their own tips the wrong way round; colours and signs are right.) Mind `max_samples`: given the table itself, `shap.Explainer` takes 100 of its rows without a word. For trees there is another way, which needs no coalitions:

# %%
hundred = hundreds[0]
trees = shap.TreeExplainer(forest, hundred.to_numpy())
by_trees = trees.shap_values(her.to_frame().T.to_numpy())[0, :, 1]
of_coalitions = explain(forest, her, background=hundred)
print(f"largest difference from explain: {np.abs(by_trees - of_coalitions.values).max():.3f}")

# %% tags=["proof"]
claim("shap's Explainer gives the parts of explain", np.allclose(by_shap.values, one_by_one.values, atol=1e-4))
claim("given a table, shap's Explainer takes another base value", not np.isclose(by_shap.base_values, careless.base_values, atol=1e-5))
claim("shap's TreeExplainer gives the parts of explain", np.allclose(by_trees, of_coalitions.values, atol=1e-3))

# %% [markdown]
# For networks shap also has `DeepExplainer`. Its parts add up too, but need not be the Shapley values; this lesson leaves it.
#
# To take `explain` with you: it is the folder `helpers/explaining` of this course, under the MIT licence. Copy the folder `helpers` beside your notebook, and `from helpers import explain, draw_explanation` works there. `explanation.shap` is the same in shap's class, for all of shap's plots.
#
# ## Probability or log-odds
#
# A sigmoid ends the network. What comes before it is the **log-odds**, log(p / (1 − p)), from minus to plus infinity. Both can be shared out, and each adds up on its own scale only.

# %%
in_log_odds = explain(network, her, background=background, groups=groups, scale="log-odds")
total = float(in_log_odds.base_values + in_log_odds.values.sum())
sigmoid = lambda z: 1 / (1 + np.exp(-z))
low = float(in_log_odds.base_values)
print(f"log-odds: base {low:.2f}, parts {in_log_odds.values.sum():+.2f}, together {total:.2f}")
print(f"sigmoid of that: {sigmoid(total):.2f}; the network says {end:.2f}")
print(f"sigmoid of the base: {sigmoid(low):.2f}; the base in probability {base:.2f}")

# %% tags=["proof"]
claim("log-odds and probability are the same answer", np.isclose(sigmoid(total), end, atol=1e-4))

# %% [markdown]
# The last line is no error: the mean of log-odds is not the log-odds of the mean. A part of one scale means nothing on the other. Some plots of shap have `link="logit"`, which takes what it gets for log-odds: given probabilities, it draws another answer than the model's.
#
# `draw_explanation` keeps the scale an explanation was made on. To show people chances, explain probabilities.
#
# **Exercise 9.5** An explanation in log-odds has the base value −0.5 and the parts +1.2, −0.3 and +0.6. Which probability did the model give? Two decimals will do.

# %%
#: exercise 9.5 kind=compute objective=2
#: probability = ____
probability = 1 / (1 + np.exp(-(-0.5 + 1.2 - 0.3 + 0.6)))
#: end
check("9.5", probability)

# %% [markdown] tags=["hints"]
# - First add up, on the scale of the parts: base value and parts.
# - The sum is 1.0, in log-odds. The function `sigmoid` stands in this section's first cell.
# Why: The log-odds add up to 1.0, and sigmoid(1.0) is 0.73. Adding after the sigmoid would give something else.

# %% [markdown]
# ## The same answer, from inside
#
# `explain` asked the network from outside. But lessons 03 to 06 opened networks. Before the sigmoid the last neuron is a plain sum, and this sum is the log-odds; so `linear_parts` of exercise 9.3 can share them out among the 32 neurons before it. Guess: what do their parts come to, together?

# %%
to_last = keras.Model(network.inputs[0], network.get_layer("hidden_2").output)
hers, inside = (to_last(np.asarray(rows, "float32")).numpy() for rows in ([her], background))
weights = network.get_layer("answer").get_weights()[0][:, 0]
linear_parts = use("9.3", linear_parts)
voices = linear_parts(weights, hers[0], inside)
print(f"{(hers > 0).sum()} of {hers.size} neurons are on for her; together {voices.sum():+.2f}")

kinds = {"women": "female == 1", "men": "female == 0"}
kinds |= {"third": "`class` == 3", "first": "`class` == 1"}
for place in (voices.argmax(), voices.argmin()):
    print(f"neuron {place + 1}: part {voices[place]:+.2f}, value {hers[0, place]:.2f}; mean of", end="")
    means = {name: inside[background.eval(kind), place].mean() for name, kind in kinds.items()}
    print("".join(f" {name} {mean:.2f}" for name, mean in means.items()))

# %% tags=["proof"]
claim("the neurons' parts are her log-odds, as the columns' are", np.isclose(voices.sum(), in_log_odds.values.sum(), atol=1e-3))
by_kind = {name: inside[background.eval(kind)].mean(axis=0) for name, kind in kinds.items()}
of_sex = np.sort([by_kind["women"][voices.argmax()], by_kind["men"][voices.argmax()]])
claim("the largest part for survival is of a neuron more than twice as loud for one sex as for the other", of_sex[1] > 2 * of_sex[0])
claim("the neuron with the largest part for survival is louder for women", by_kind["women"][voices.argmax()] > by_kind["men"][voices.argmax()], here=True)
claim("the neuron with the largest part against it is louder for third class than for first", by_kind["third"][voices.argmin()] > by_kind["first"][voices.argmin()], here=True)

# %% [markdown]
# The same {{in_log_odds.values.sum():+.2f}}: one answer, shared out among other players. Here the neuron that speaks most for her survival is loud for women, and the one that speaks most against it is louder for third class than for first. Other trainings share it out otherwise.

# %% [markdown]
# ## Network and forest, the same row

# %% slideshow={"slide_type": "slide"}
by_tree = explain(forest, her, background=background, groups=groups, label=chance)
figure, axes = plt.subplots(2, 1, figsize=(7, 7), sharex=True, layout="constrained")
draw_explanation(by_her_port, ax=axes[0])
axes[0].set(title=f"Network says {her_score:.3f}, sex counts most", xlabel="")
draw_explanation(by_tree, ax=axes[1])
axes[1].set_title(f"Forest says {forest_score:.3f}, fare and class nearly undo sex")
plt.show()

# %%
both = pd.DataFrame({"network": by_her_port.values, "forest": by_tree.values}, parts.index)
both["apart"] = (both["network"] - both["forest"]).abs()
print(both.sort_values("apart", ascending=False).round(2).head(3))

# %% tags=["proof"]
claim("in both being a woman has the largest part by size", both["network"].abs().idxmax() == both["forest"].abs().idxmax() == "female")
claim("the network's part for it is larger than the forest's", both["network"]["female"] > both["forest"]["female"])
claim("her fare takes much away in the forest and hardly anything in the network", both["forest"]["fare"] < -0.05 and abs(both["network"]["fare"]) < 0.03)
claim("in the forest fare and class take more than half of what her sex gives", -both["forest"][["fare", "class"]].sum() > both["forest"]["female"] / 2)

# %% [markdown]
# Both say that being a woman counts most. The network makes a little more of it. Her fare has a part of {{both["forest"]["fare"]:.3f}} in the forest, of {{both["network"]["fare"]:.3f}} in the network. Is the forest against cheap tickets? Ask both about other fares:

# %%
rows = pd.DataFrame([her] * 3).assign(fare=[7, her["fare"], 20])
of_three = forest.predict_proba(rows.to_numpy())[:, 1]
for fare, first, second in zip(rows["fare"], ask(network, rows), of_three):
    print(f"fare {fare:5.2f}: network {first:.2f}, forest {second:.2f}")

# %% tags=["proof"]
claim("at 7 and at 20 pounds the forest would have said 1", of_three[0] > 0.5 > of_three[1] and of_three[2] > 0.5)

# %% [markdown]
# A part is not a slope: at 7 and at 20 pounds the forest would have said 1. Around her fare its answer has a notch. Who cut it?

# %%
like_her = "sex == 'female' and pclass == 3 and embarked == 'C' and 14.4 < fare < 14.5"
women = titanic.iloc[seen].query(like_her)
print(len(women), "women, fare", *women["fare"].unique(), "· survived:", women["survived"].sum())

rest = np.setdiff1d(seen, women.index)
again = RandomForestClassifier(300, min_samples_leaf=3, random_state=seed)
again.fit(passengers.iloc[rest].to_numpy(), survived[rest])
without_them = again.predict_proba([her.to_numpy()])[0, 1]
print(f"a forest without them: {without_them:.2f}")

# %% tags=["proof"]
claim("a forest that has not seen the women of her fare says 1", without_them > 0.5)
claim("of the women of her fare fewer than half lived", women["survived"].mean() < 0.5)

# %% [markdown]
# These women, {{len(women)}} of them, in third class and from Cherbourg like her, paid almost her fare, and {{women["survived"].sum()}} of them lived. A forest that has not seen them says 1 too.
#
# Neither model is the truth about her. **Two models that score alike can have different reasons**, and an explanation is of one model.

# %% [markdown]
# ## One house
#
# {{21613:,}} sales in King County, without `sqft_basement`, since above and basement add up to living: two of the three say everything. `sqft_living15` is the mean living area of the 15 nearest neighbours. The network learns the natural logarithm of the price in thousands (05, 07 and 08 took it to base 10); some parcels were sold more than once, so we split by parcel.

# %%
from sklearn.model_selection import GroupShuffleSplit

houses = load_houses()
columns = ["sqft_living", "sqft_above", "sqft_lot", "grade", "condition", "view"]
columns += ["waterfront", "yr_built", "sqft_living15", "lat", "long"]
homes, thousands = houses[columns].astype(float), houses["price"].to_numpy() / 1000

splitter = GroupShuffleSplit(1, test_size=0.2, random_state=seed)
sold, kept = next(splitter.split(homes, groups=houses["id"]))
sold = sold[houses["id"].to_numpy()[sold] != houses["id"][1]]  # this section's house stays unseen
sold = np.random.default_rng(seed).permutation(sold)


def train_homes(columns):
    x, y = homes.iloc[sold][columns], np.log(thousands[sold])
    return train(x, y, (128, 64), None, "mae", rate=0.005, batch_size=128)


home_network = train_homes(columns)

# %% tags=["proof"]
claim("21,613 sales, some parcels more than once", len(houses) == 21613 and houses["id"].duplicated().any())
claim("above is most of living", (houses["sqft_above"] / houses["sqft_living"]).mean() > 0.8)
claim("above and basement add up to living, always", (houses["sqft_above"] + houses["sqft_basement"] == houses["sqft_living"]).all())

# %% tolerance={"boosting off by": 1, "average": 0} reason="Other versions of scikit-learn cut the columns for boosting at other places."
from sklearn.ensemble import HistGradientBoostingRegressor
from threadpoolctl import threadpool_limits

threadpool_limits(1)  # beside TensorFlow, boosting is faster on one thread
boosting = HistGradientBoostingRegressor(random_state=seed)
boosting.fit(homes.iloc[sold].to_numpy(), np.log(thousands[sold]))

network_price = lambda rows: np.exp(ask(home_network, rows))
boosting_price = lambda rows: np.exp(boosting.predict(rows))
off = {}
for name, answer in (("network", network_price), ("boosting", boosting_price)):
    off[name] = mean_absolute_error(thousands[kept], answer(homes.iloc[kept].to_numpy()))
    print(f"{name:8} off by {off[name]:.0f} thousand dollars on average, {len(kept)} unseen sales")

# %% tags=["proof"]
claim("boosting is nearer to the unseen prices than the network", off["boosting"] < off["network"])

# %% [markdown]
# Boosting is ahead, as in all three splits of lesson 08: if you want only the price, take it. Both functions answer in thousands of dollars, not logarithms, so that the parts are dollars too. `lat` and `long` are explained as one, `place`. A **decision plot** draws the parts as a path.

# %% tags=["other-versions-differ"] reason="Other versions of scikit-learn cut the columns for boosting at other places, and small parts come in another order."
home = homes.loc[1]
sales = homes.iloc[sold[:500]]
location = {"place": ["lat", "long"]}
settings = {"background": sales, "groups": location, "label": "thousand dollars"}
of_network = explain(network_price, home, **settings)
of_boosting = explain(boosting_price, home, **settings)

figure, axes = plt.subplots(2, 1, figsize=(7, 7.4), sharex=True, layout="constrained")
draw_explanation(of_network, kind="decision", top=7, ax=axes[0])
says = float(of_network.base_values + of_network.values.sum())
axes[0].set(title=f"Network says {says:.1f}, grade pulls down and place lifts", xlabel="")
draw_explanation(of_boosting, kind="decision", top=7, ax=axes[1])
says = float(of_boosting.base_values + of_boosting.values.sum())
axes[1].set_title(f"Boosting says {says:.1f}, grade pulls down and place does little")
plt.show()
print(f"sold for {thousands[1]:.0f} thousand dollars")

# %% tolerance={"boosting": 3, "and": 3} reason="Other versions of scikit-learn cut the columns for boosting at other places."
place_parts = of_network.values[-1], of_boosting.values[-1]
spreads = 2 * of_network.background_error[-1], 2 * of_boosting.background_error[-1]
print("place: network {:+.0f}, boosting {:+.0f} thousand dollars,".format(*place_parts))
print("give or take {:.0f} and {:.0f} with another 500 sales".format(*spreads))

# %% tags=["proof"]
claim("for the place of this house the network adds, and far more than boosting", place_parts[0] > 20 and place_parts[0] > place_parts[1] + 20)
claim("on the place they are further apart than another 500 sales would move either", place_parts[0] - place_parts[1] > max(spreads))
claim("boosting's part for the place is small beside its part for the grade", abs(place_parts[1]) < abs(of_boosting.values[columns.index("grade")]) / 2)
claim("both models take most away for the grade", np.argmin(of_network.values) == np.argmin(of_boosting.values) == columns.index("grade"))
claim("both models add for the living area", min(of_network.values[0], of_boosting.values[0]) > 10)

# %% [markdown]
# From the bottom, each feature moves the path left or right; at the top stands the answer. Both take most away for the grade, {{home["grade"]:.0f}} of {{13}}, and add for the living area. On the place they disagree: its part is {{place_parts[0]:+.0f}} by the network and {{place_parts[1]:+.0f}} by boosting, further apart than another 500 sales would move either. That is about this place. A part near 0 does not say "ignored": the row may be like the background there, or pulls up and down may cancel. Over {{40}} unseen houses the place has in both models the largest parts on average, by size.

# %% tags=["proof"]
largest = set()
for answer in (network_price, boosting_price):
    many = explain(answer, homes.iloc[kept[:40]], background=sales[:25], groups=location)
    largest.add(many.feature_names[np.abs(many.values).mean(axis=0).argmax()])
claim("over many houses the place is the largest part in both models", largest == {"place"})

# %% [markdown]
# ## Many rows at once
#
# A **beeswarm** draws each passenger's part as a dot, bright where the feature's value is high. With so many rows, 100 passengers of background must do.

# %% slideshow={"slide_type": "slide"}
rows = passengers.iloc[unseen]
everybody = explain(network, rows, background=hundred, groups=groups, label=chance)
draw_explanation(everybody, kind="beeswarm")
plt.title("Each dot is a passenger: sex moves the answer most")
plt.show()

# %% tags=["proof"]
sizes = pd.Series(np.abs(everybody.values).mean(axis=0), everybody.feature_names).sort_values()
claim("over many passengers sex counts most, then class", sizes.index[-1] == "female" and sizes.index[-2] == "class")
of_third = everybody.values[everybody.data[:, 1] == 3, 1]
claim("nearly all in third class have a negative part for it", (of_third < 0).mean() > 0.95)
youngest = everybody.data[everybody.values[:, 2].argsort()[-10:], 2]
claim("the ten largest parts of age are of children and youths", youngest.max() < 18)

# %% [markdown]
# Sex counts most, class next. And the swarm shows the direction: third class, a high number and so bright, lies left of 0; and in the row of age the youngest, dark, lie farthest right. Ports are names, neither low nor high, so grey.

# %% [markdown]
# ## A column that gives the answer away
#
# Give the network one column more: is a lifeboat's number known? A **bar** keeps of each column only the mean size of its parts.

# %% slideshow={"slide_type": "slide"}
with_boat = passengers.assign(boat_known=titanic["boat"].notna().astype(float))
x, against = with_boat.iloc[seen], with_boat.iloc[seen[:100]]
leaky = train(x, survived[seen], (64, 32), "sigmoid", "binary_crossentropy", rate=0.001)
area = roc_auc_score(survived[unseen], ask(leaky, with_boat.iloc[unseen]))
print(f"ROC-AUC {area:.2f} on unseen passengers")

rows = with_boat.iloc[unseen]
leak = explain(leaky, rows, background=against, groups=groups, label=chance)
sizes = np.abs(leak.values).mean(axis=0)
draw_explanation(leak, kind="bar", top=5)
plt.title("One column outweighs all the others together")
plt.show()

# %% tags=["proof"]
claim("the leak outweighs all other columns together", sizes[-1] > sizes[:-1].sum())
claim("with the leak the score is splendid", area > 0.97)

# %% [markdown]
# The score is splendid, and on unseen passengers. It is also worthless: the boat was written down afterwards, of those who were rescued. On the night of the sinking nobody had that column. So high a score is a reason to look, and the explanation says where. That the column leaks neither can say: for that you must know when it was written down.
#
# ## Two columns that share one credit
#
# `sqft_above` is most of `sqft_living`. What happens to the part of one when the other is taken away?

# %% slideshow={"slide_type": "slide"}
def sizes_and_error(model, columns, groups=location):
    rows, against = homes.iloc[kept][columns], homes.iloc[sold[:25]][columns]
    found = explain(model, rows.iloc[:40], background=against, groups=groups)
    sizes = dict(zip(found.feature_names, np.abs(found.values).mean(axis=0)))
    return sizes, mean_absolute_error(thousands[kept], np.exp(ask(model, rows)))


twins = {}
print("correlation", homes["sqft_living"].corr(homes["sqft_above"]).round(2))
for gone in ("nothing", "sqft_above", "sqft_living"):
    rest = [name for name in columns if name != gone]
    model = home_network if gone == "nothing" else train_homes(rest)
    twins[gone] = sizes, error = sizes_and_error(model, rest)
    told = [f"{name} {sizes[name]:.2f}" for name in ("sqft_living", "sqft_above") if name in sizes]
    print(f"without {gone:11}: {', '.join(told):33} error {error:.0f} thousand dollars")

# %% tags=["proof"]
all_in, no_above, no_living = (twins[gone] for gone in ("nothing", "sqft_above", "sqft_living"))
claim("without sqft_above the part of sqft_living grows", no_above[0]["sqft_living"] > all_in[0]["sqft_living"])
claim("without sqft_above the error moves by less than a twentieth", abs(no_above[1] / all_in[1] - 1) < 0.05)
claim("without sqft_living the part of sqft_above grows by more than a third", no_living[0]["sqft_above"] > 1.33 * all_in[0]["sqft_above"])
claim("without sqft_living the error grows by less than a tenth", no_living[1] < 1.1 * all_in[1])

# %% [markdown]
# (Sizes are of the log price, 0.1 is about 10 %, over 40 unseen houses against 25 sales, for speed, and so only roughly.) Without `sqft_above` the part of `sqft_living` grows, and the error hardly moves. Without `sqft_living`, `sqft_above` more than doubles, and the error grows a little. So **a small part does not mean that a column tells little**: its twin may hold the rest.
#
# And the coalitions mixed houses. Where one of the two columns is known and the other is a background sale's, how often is there more floor above ground than in all? `groups` is a cure: it makes the two known together.

# %%
rows = homes.iloc[kept[:40]]
above_too_large = sales["sqft_above"].to_numpy() > rows[["sqft_living"]].to_numpy()
living_too_small = sales["sqft_living"].to_numpy() < rows[["sqft_above"]].to_numpy()
print(f"living known, above not: {above_too_large.mean():.0%} of the pairs are impossible")
print(f"above known, living not: {living_too_small.mean():.0%}")

together = location | {"floor": ["sqft_living", "sqft_above"]}
sizes, error = sizes_and_error(home_network, columns, together)
print(f"known together: floor {sizes['floor']:.2f}")

# %% tags=["proof"]
claim("some of the mixed houses are impossible", min(above_too_large.mean(), living_too_small.mean()) > 0.05)
claim("floor has about the part of sqft_living without its twin", abs(sizes["floor"] / no_above[0]["sqft_living"] - 1) < 0.3)

# %% [markdown]
# No such house exists, yet the network was asked about it. (There are other games that mix only what occurs together; they share out otherwise, and answer another question.) As `floor`, the two share one part, about as large as what `sqft_living` has without its twin.
#
# ## What an explanation does not say
#
# A network can be asked what no one can do: a ticket for 100 pounds for her, all else the same.

# %%
dearer = her.copy()
dearer["fare"] = 100.0
cheap, dear = ask(network, [her, dearer])
print(f"fare {her['fare']:.2f}: {cheap:.2f}, fare 100: {dear:.2f}")

# %% tags=["proof"]
claim("a fare of 100 moves the network's answer", abs(dear - cheap) > 0.005)

# %% [markdown]
# The answer moves; nothing follows about her. An explanation says what moved *the model*. It does not say
#
# - what *caused* the outcome: fare goes along with deck, cabin and wealth
# - that a column is *legitimate*: the boat's part was exact too
# - that a column left out is not used: *place* stands in for who lives there. Income and ancestry differ by neighbourhood, and a model with latitude and longitude can carry that too.
#
# **Exercise 9.6** In her explanation `class` had a negative part. Which sentences follow? a: in first class she would have lived. b: compared with the passengers it learnt from, her class lowered the network's answer. c: third class cost lives. d: compared with passengers of third class alone, her class would have no part. Store the letters, such as `"ac"`.

# %%
#: exercise 9.6 kind=read objective=3
#: follows = ____
follows = "bd"
#: end
check("9.6", follows)

# %% [markdown] tags=["hints"]
# - Two of them are about the world, two are about the network and its background.
# Why: b and d. Sentence d is what you saw against men in third class: what row and background share has no part. Sentence c may well be true, and historians have good evidence on it; it does not follow from this picture.

# %% [markdown]
# ## A page for people who decide
#
# Nobody reads ten parts. Three sentences and one picture will be read, and the sentences take their numbers from the explanation.
#
# **Exercise 9.7** Write `top`: it takes names, their parts and a count, and returns a list of the `count` names with the largest parts by size, the largest first. A part of −50 is larger than one of +20.

# %%
#: exercise 9.7 kind=write objective=5
def top(names, parts, count):
    #: return ____
    places = np.argsort(np.abs(parts))[::-1][:count]
    return [names[place] for place in places]
    #: end


check("9.7", top)

# %% [markdown] tags=["hints"]
# - `np.abs(parts)` forgets the sign; `np.argsort` gives the places from the smallest to the largest.
# - `[::-1]` turns an order around; `[:count]` takes the first.
# - Return the names, not their places: `[names[place] for place in places]`.
# Why: What pulls down is as much a reason as what pulls up, so rank by size and show the sign.

# %% [markdown]
# The next cell does the same with pandas, for five names, and says what the rest come to together. It rounds to tens: more digits than the spread leaves would promise what the background cannot keep.

# %%
house_parts = pd.Series(of_network.values, of_network.feature_names)
ranked = house_parts.sort_values(key=abs, ascending=False)
largest, rest = ranked.iloc[:5], ranked.iloc[5:].sum()
says = float(of_network.base_values) + house_parts.sum()
tens = {name: round(part, -1) for name, part in largest.items()}
reasons = ", ".join(f"{name} ({part:+.0f})" for name, part in tens.items())
sentences = [
    f"The network puts this house at {says:.0f} thousand dollars; it sold for "
    f"{thousands[1]:.0f}.",
    f"Compared with {len(sales)} other sales (mean answer about "
    f"{round(float(of_network.base_values), -1):.0f}), what moved it most, each to the nearest ten: "
    f"{reasons}; all the rest together {round(rest, -1):+.0f}.",
    f"This tells how the model, which is off by {off['network']:.0f} thousand on average, arrived "
    "at its answer, not what makes a price; and place stands in for who lives there.",
]
print("\n".join(fill(sentence, 96) for sentence in sentences))

# %% tags=["proof"]
claim("no part of the page has a standard error of more than 10", of_network.background_error.max() < 10)

# %%
from html import escape

ax = draw_explanation(of_network, top=5)
ax.set_title("Grade pulls down, place lifts")
picture = io.BytesIO()
ax.figure.savefig(picture, format="png")
data = base64.b64encode(picture.getvalue()).decode()

text = escape(explanation_in_words(of_network, top=5))
lines = ["<!doctype html>", '<html lang="en"><meta charset="utf-8">', "<title>Why this price</title>"]
lines += [f"<p>{escape(sentence)}</p>" for sentence in sentences]
lines += [f'<img alt="{text}" src="data:image/png;base64,{data}">', "</html>"]
with tempfile.TemporaryDirectory() as folder:
    page = Path(folder) / "why_this_price.html"
    page.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(line[:76] for line in page.read_text(encoding="utf-8").splitlines()[:6]))
plt.show()

# %% [markdown]
# One file, no script, nothing to load: it opens in any browser and prints. `explanation_in_words` is the picture's text, for those who do not see it. Here it went to a temporary folder. To keep it: `Path("why_this_price.html").write_text("\n".join(lines), encoding="utf-8")`.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What you can do now
#
# You can now
#
# - compute Shapley values by hand, with your own function, with shap and with `explain`
# - say that base value and parts make the prediction, and how the background moves them
# - explain a row by a network and by trees, and set the two side by side
# - spot a leaking column and two columns sharing one credit
# - write three sentences and a picture, and refuse to claim more than they say
#
# `progress()` shows which exercises you have done.

# %%
progress(9)

# %% [markdown]
# ## Questions
#
# <details><summary>All parts of a row are 0. What does the model answer?</summary>
#
# The base value: the mean over the background. It does not mean that the model ignores the features: this row may be an average one, or what pulls up and what pulls down may cancel.
#
# </details>
# <details><summary>You add 1000 rows to the background. Does the prediction change?</summary>
#
# No. The model is the same and so is the row. The base value may move, and the parts with it; it is tempting to think that more background makes a better prediction.
#
# </details>
# <details><summary>A column has a part of 0 for everybody. May it be left out of the data?</summary>
#
# Not on that alone. The part is 0 too where row and background have the same value, as `female` had among women. And a model trained anew may use the column, for instance when its twin is gone.
#
# </details>
# <details><summary>Sex and age are left out. Can the model's answers still differ by them?</summary>
#
# Yes. Other columns go along with them, such as the class, the fare or the relatives aboard. What is not in the columns can be in what the columns stand for.
#
# </details>

# %% [markdown]
# **Next:** [10 Capstone](10_capstone.ipynb): from a raw file to an explanation that you defend. Back: [08 Testing](08_testing.ipynb) · [All lessons](../README.md)
