# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # 04 · How a network learns
#
# **A network is wrong. Which of its numbers is to blame, and by how much?**
#
# In lesson 03 you found weights for the lamp on the stairs, but no person chose those of the network that judged Maria Caram in lesson 01, and for the {{175}} billion weights of GPT-3 nobody could. A network has to find them out of its own mistakes, and here you build all that it needs.
#
# You will
#
# - say in one number how wrong predictions are, and choose among three such numbers
# - find out, by a push and by a formula, how this number answers to a weight
# - walk down to better weights, and tell when the steps are too short or too long
# - carry the blame back through a network, and agree with TensorFlow
# - train a network with your own `layer_back`, and help it where it is stuck
#
# {{minutes}} minutes. Needs [03](03_deep_networks.ipynb), no GPU.

# %%
import matplotlib.pyplot as plt
import numpy as np

from helpers import ____, check, describe, draw_boundary, draw_cost, draw_network
from helpers import load_gates, load_penguins, network_forward, play_descent, progress, use

seed = 0

# %% [markdown]
# ## How wrong?
#
# In a small harbour, two forecasters say each morning how likely a storm is: Ann, who is careful, and Bo, who is always sure. Below are five of their days, and what came: 1 is a storm. Both were on the wrong side of one half only on the last day, but Ann then thought a storm possible, and Bo promised a calm sea.
#
# A **cost function**, or **loss**, says in one number how wrong predictions are, and three are in common use.
#
# | cost, as the mean over all rows | what it charges for | in Keras |
# |---|---|---|
# | **absolute error** | how far off: twice as far costs twice as much | `mae` |
# | **squared error** | how far off, squared: twice as far costs four times as much | `mse` |
# | **cross-entropy** | −log (the natural one) of the chance given to what came | `binary_crossentropy` |
#
# Guess whom each of them prefers.

# %% slideshow={"slide_type": "slide"}
storm = np.array([1, 1, 0, 0, 1])
ann = np.array([0.8, 0.7, 0.2, 0.3, 0.4])
bo = np.array([0.99, 0.98, 0.01, 0.02, 0.01])

for name, chance in (("Ann", ann), ("Bo", bo)):
    # truth: the chance that was given to what came
    misses, truth = np.abs(chance - storm), np.where(storm == 1, chance, 1 - chance)
    print(f"{name}: absolute {np.mean(misses):.3f}, squared {np.mean(misses**2):.3f}", end=", ")
    print(f"cross-entropy {np.mean(-np.log(truth)):.3f}; chance of all five days {np.prod(truth):.4f}")

# %% [markdown]
# By the absolute error Bo is ahead: his four good days save more than his one bad day costs. The squared error prefers Ann, and cross-entropy does so by far. Why a logarithm? Chances of days that have nothing to do with each other multiply, and the products stand above: what came was thirteen times as likely for Ann. Over many rows such a product gets too small for a computer. A logarithm makes a sum of the product, the minus makes it a cost, and the mean makes a week and a year comparable.

# %%
for chance in (0.9, 0.5, 0.1, 0.01):
    print(f"{chance} to what came: cross-entropy {-np.log(chance):.3f}, squared {(1 - chance)**2:.3f}")

# %% [markdown]
# Each time the chance becomes ten times smaller, cross-entropy rises by 2.303, but the squared error never passes 1. Books write $-(t \log y + (1 - t) \log(1 - y))$ for an output y with its target t: one of the two terms is always 0. For a mass or price take squared or absolute error, for yes or no cross-entropy.

# %% tags=["proof"]
claim("Cy's absolute error is 0.480, his squared error 0.240", np.allclose([np.abs(0.6 - storm).mean(), ((0.6 - storm) ** 2).mean()], [0.48, 0.24]))
given = [np.prod(np.where(storm == 1, chance, 1 - chance)) for chance in (ann, bo)]
claim("Ann gave the five days 13 times the chance that Bo gave it", round(given[0] / given[1]) == 13)
claim("a push of 0.001 finds −2.00 at 0.5 and −9.95 at 0.1", [round(-np.log((y + 0.001) / y) / 0.001, 2) for y in (0.5, 0.1)] == [-2.00, -9.95])
claim("a tenth of the chance adds 2.303", round(np.log(10), 3) == 2.303)
costs = [np.mean(-np.log(np.where(storm == 1, chance, 1 - chance))) for chance in (np.full(5, 0.6), bo)]
said = {chance: -(3 * np.log(chance) + 2 * np.log(1 - chance)) / 5 for chance in (0.5, 0.6, 0.7)}
claim("0.5 would cost Cy 0.693, 0.7 would cost 0.696", [round(said[chance], 3) for chance in (0.5, 0.6, 0.7)] == [0.693, 0.673, 0.696])
claim("Cy costs 0.673, Bo 0.933", np.allclose(costs, [0.673, 0.933], rtol=0, atol=5e-4))

# %% [markdown]
# **Exercise 4.1** Cy does not look at the sky. He only knows that three days in five are stormy, and says 0.6 every day. What is his mean cross-entropy over these days, to two decimals or more? Is he ahead of Bo?

# %%
#: exercise 4.1 kind=compute objective=1
#: cy = ____
cy = -(3 * np.log(0.6) + 2 * np.log(0.4)) / 5
#: end
check("4.1", cy)

# %% [markdown] tags=["hints"]
# - On a stormy day Cy gave 0.6 to what came. How much did he give to it on a calm day?
# - Three days cost −log 0.6 each, and two cost −log 0.4 each. `np.log` is the natural logarithm.
# - The mean is over all five days.
# Why: on the calm days the chance given to what came is 1 − 0.6. He costs 0.673, Bo 0.933. Had he said 0.5 or 0.7, he would cost 0.693 or 0.696: calculus proves that the true share costs least. By the other two Bo stays ahead, 0.210 and 0.196 against 0.480 and 0.240: which cost is chosen decides who is better.

# %% [markdown] tags=["teacher"]
# Let the class vote before the costs are printed, by hands: Ann or Bo, and "by how much". Somebody will defend Bo, which is good: for absolute error they are right. Cy is the trivial rival who stands beside every score from here on.

# %% [markdown]
# ## A cost is a landscape
#
# Back to the penguins. A linear neuron should give a bird's mass from its bill depth and flipper length, all three standardised as in lesson 02. It has two weights and no bias: where every mean is 0 the misses have the mean 0 too, and a bias b would only add b² to the cost. A pair of weights is a place, its mean squared error the height, and so there is a map.

# %% slideshow={"slide_type": "slide"} long="data, cost and its map are one thing"
birds = load_penguins().dropna(subset=["body_mass_g"])
table = birds[["bill_depth_mm", "flipper_length_mm", "body_mass_g"]].to_numpy()
table = (table - table.mean(axis=0)) / table.std(axis=0)
x, mass = table[:, :2], table[:, 2]


def cost(weights):
    return np.mean((x @ weights - mass) ** 2)


def height(w1, w2):
    return cost(np.array([w1, w2]))


start, view = np.array([-1.0, 1.0]), ((-1.5, 1.1), (-0.3, 2.3))
draw_cost(height, [start], around=view).set(title="Every pair of weights has a cost", aspect="equal")
plt.show()

# %% [markdown]
# Dark is low. A line joins places of equal cost, and outwards the cost rises more from one line to the next. You stand at the white square.
#
# **Exercise 4.2** Does the cost rise or fall if w₁ becomes a little larger, and if, instead, w₂ does? Store `"rises"` or `"falls"` for each.

# %%
#: exercise 4.2 kind=predict objective=2
#: larger_w1, larger_w2 = ____, ____
larger_w1, larger_w2 = "falls", "rises"
#: end
check("4.2", larger_w1, larger_w2)

# %% [markdown] tags=["hints"]
# - A larger w₁ is a step to the right, a larger w₂ a step up.
# - Does that step lead to a darker or to a brighter place?
# Why: to the right lies the valley, and above the square the map gets brighter.

# %% [markdown]
# With a million weights there is no map, but like a walker in fog we can feel the ground with one foot. That is a **nudge**: change one weight by a little, compute the cost again, and divide its rise by the push.

# %% long="the nudge and its picture belong together"
def nudge(cost, numbers, place, push=0.001):
    pushed = numbers.copy()
    pushed[place] += push
    return (cost(pushed) - cost(numbers)) / push


w2 = np.linspace(0, 2, 100)
figure, ax = plt.subplots(figsize=(7, 3), layout="constrained")
ax.plot(w2, [height(-1, w) for w in w2], color="black", linewidth=2, label="cost, with w₁ at −1")
for push, line in ((1, ":"), (0.5, "--"), (0.001, "-")):
    slope = nudge(cost, start, 1, push)
    label = f"push {push}: slope {slope:.3f}"
    ax.plot(w2, cost(start) + slope * (w2 - 1), line, color="#b34d00", label=label)
ax.set(title="A small nudge finds the slope where we stand", xlabel="w₂", ylabel="cost", ylim=(0, 4))
ax.legend()
describe()
plt.show()

# %% [markdown]
# Each orange line goes through the cost before and after its push, and its steepness is the **slope of the cost** between the two. The line of a short push fits the ground where we stand.
#
# For a formula take one bird, whose mass the neuron misses by m, the output minus the target. (Lesson 02 took the target minus the output, and added to the weights; with the sign turned, we shall subtract.) A push of the weight changes the output by a little, d: by the push times the input. The squared miss m² becomes (m + d)² = m² + 2md + d². If d is a thousandth, d² is a millionth and can be forgotten, so the cost of this bird rises by 2m times d. Divided by the push, this is 2m times the input, and the slope is
#
# $$\text{the mean over all rows of} \quad 2 \cdot (\text{output} - \text{target}) \cdot \text{input}$$

# %% slideshow={"slide_type": "slide"}
def gradient(weights, x, mass):
    misses = x @ weights - mass
    return np.array([np.mean(2 * misses * x[:, 0]), np.mean(2 * misses * x[:, 1])])


print(f"nudged:  {nudge(cost, start, 0):.2f} and {nudge(cost, start, 1):.2f}")
print("formula:", gradient(start, x, mass).round(2))

# %% [markdown]
# The same two numbers, the slope *by w₁*, where only w₁ is pushed, and the slope by w₂. All slopes of a cost together are its **gradient**.
#
# **Keep:** a slope says how the cost answers to a small push, and whoever doubts a formula can push.

# %% [markdown]
# ## Downhill
#
# Which way is steepest down? A tiny step of r to the right and u up changes the cost by the slope by w₁ times r, plus the slope by w₂ times u. So each weight should move against its slope. Among all steps of one length, geometry proves, the fall is largest where the two moves are in the proportion of the two slopes: against the gradient. From our square, a step of 0.01 to the right lowers the cost by 0.022, one against the gradient by 0.026. That way we go, by the gradient times a **learning rate**, and there we ask for the gradient again. This is **gradient descent**, and what matters is how long its steps are.

# %% tags=["proof"]
angles = np.radians(np.arange(360))
directions = np.stack([np.cos(angles), np.sin(angles)], axis=1)
best = directions[np.argmin([cost(start + 0.001 * direction) for direction in directions])]
against = -gradient(start, x, mass) / np.linalg.norm(gradient(start, x, mass))
right, steepest = np.array([0.01, 0.0]), 0.01 * -gradient(start, x, mass) / np.linalg.norm(gradient(start, x, mass))
falls = [round(cost(start) - cost(start + move), 3) for move in (right, steepest)]
claim("0.022 straight to the right, 0.026 against the gradient", falls == [0.022, 0.026])
claim("of 360 directions the one against the gradient lowers the cost most", best @ against > np.cos(np.radians(0.6)))

# %% long="a function of five lines, and three panels to compare"
def descend(rate, steps=10):
    path = [start]
    for step in range(steps):
        path.append(path[-1] - rate * gradient(path[-1], x, mass))
    return np.array(path)


figure, axes = plt.subplots(1, 3, figsize=(9, 3.4), sharey=True, layout="constrained")
for rate, ax in zip((0.01, 0.3, 0.65), axes):
    draw_cost(height, descend(rate), around=view, bar=rate == 0.65, ax=ax)
    ax.set(title=f"rate {rate}: cost {cost(descend(rate)[-1]):.2f}", aspect="equal")
figure.suptitle("Ten steps from the same start, with three learning rates")
plt.show()

# %% [markdown]
# **Exercise 4.3** Which of these can be read off the three paths? Store the letters, such as `"ad"`.
#
# - a: With 0.01 descent would never come down, however many steps it took.
# - b: With 0.3 the steps get shorter, although the rate stays the same.
# - c: With 0.65 each step lands on the other side of the valley.
# - d: With 0.65 the steps begin in a wrong direction, uphill.

# %%
#: exercise 4.3 kind=read objective=3
#: letters = ____
letters = "bc"
#: end
check("4.3", letters)

# %% [markdown] tags=["hints"]
# - Where do the steps of 0.01 lead, and is there anything in the way?
# - A step is the rate times the gradient. How steep is it in the valley?
# - Look at the first step of 0.65 alone: does it begin towards darker or towards brighter ground?
# Why: (a) is false, since each small step goes down and nothing is in the way. (b) A step is rate times slope, and near the bottom the slope is small. (c) and not (d): each step begins downhill, but one that is too long goes on beyond the bottom and up the other side.

# %% [markdown]
# Every step of 0.65 begins downhill, and yet the path climbs. Why? The ovals are long in one direction, *along* the valley, and narrow *across* it. From the bottom (by linear regression at 0.056, 0.904) go 1 to the right and 1 down, across the valley: `gradient(np.array([1.056, -0.096]), x, mass)` gives 3.17 and −3.17, so 3.17 times the way gone. Along it, 1 to the right and 1 up, they are 0.83; twice as far, twice as much. Any way has a part across and one along, and neither changes the other. A step takes away rate times slope, so it leaves 1 − 3.17 · rate of the distance across. With 0.3 that is a twentieth, with 0.65 −1.06: the other side, and further up.
#
# **Exercise 4.4** At which rate, to two decimals or more, does a step leave −1 of the distance across, so that the path jumps from side to side?

# %%
#: exercise 4.4 kind=compute objective=3
#: limit = ____
limit = 2 / 3.17
#: end
check("4.4", limit)

# %% [markdown] tags=["hints"]
# - Write it down: 1 − 3.17 · rate = −1.
# - Bring the 1 to the other side first.
# Why: 3.17 · rate must be 2. With half of that rate one step leaves nothing of the distance across, but part of that along the valley.

# %% tags=["proof"]
from sklearn.linear_model import LinearRegression

bottom = LinearRegression().fit(x, mass).coef_
for rate, factor in ((0.01, 0.97), (0.3, 0.05), (0.65, -1.06)):
    distances = (descend(rate) - bottom) @ np.array([-1, 1])
    claim(f"with {rate} each of ten steps leaves {factor} of the distance across", np.allclose(distances[1:] / distances[:-1], factor, atol=0.005))
claim("the slope is 0.83 times the distance along, 3.17 times across", np.allclose(np.linalg.eigvalsh(2 * x.T @ x / len(x)), [0.83, 3.17], rtol=0, atol=0.005))
claim("the bottom", bottom.round(3).tolist() == [0.056, 0.904])
claim("across and along", np.allclose([gradient(bottom + [1, -1], x, mass), gradient(bottom + [1, 1], x, mass)], [[3.17, -3.17], [0.83, 0.83]], atol=0.005))
claim("ten steps of 0.3 come within 0.05 of what regression finds", np.allclose(descend(0.3)[-1], bottom, atol=0.05))
claim("at 0.6 ten steps fall, at 0.7 they climb", cost(descend(0.6)[-1]) < cost(start) < cost(descend(0.7)[-1]))

# %% [markdown]
# Try rates on both sides of your limit.

# %%
play_descent(height, lambda weights: gradient(weights, x, mass), start, learning_rate=0.6, around=view)

# %% [markdown]
# For a real network nobody knows the 3.17, so one tries rates, each about a third of the one before.
#
# **Exercise 4.5** A classmate's cost climbs beyond all bounds, although her rate is 0.3 as well. Find the fault, and mend it so that 0.3 is a good rate for any number of birds.

# %%
#: exercise 4.5 kind=find objective=3
def costs_on_the_way(x, mass, rate=0.3, steps=10):
    weights, costs = np.array([-1.0, 1.0]), []
    for step in range(steps):
        misses = x @ weights - mass
        costs.append(np.mean(misses**2))
        #: slopes = np.array([np.sum(2 * misses * x[:, 0]), np.sum(2 * misses * x[:, 1])])
        slopes = np.array([np.mean(2 * misses * x[:, 0]), np.mean(2 * misses * x[:, 1])])
        #: end
        weights = weights - rate * slopes
    return costs


print([f"{cost:.3g}" for cost in costs_on_the_way(x, mass)])
check("4.5", costs_on_the_way)

# %% [markdown] tags=["hints"]
# - Compare her slopes with those of `gradient` above, at the start.
# - By how much are they too large? Is that the same for 40 birds?
# Why: a sum over 342 birds is 342 times the mean, so her 0.3 is really a rate of 103. A smaller rate would hide that, for this number of birds alone.

# %% [markdown] tags=["teacher"]
# Some will "mend" 4.5 by a smaller rate. Let them, then hand them 40 birds: the check does so too. Draw a parabola on the board, one point on it, and step three times with the factor 0.05, then three times with −1.06: the whole story of learning rates is in these two drawings.

# %% [markdown]
# ### A few rows at a time
#
# So far each gradient looked at all {{len(x)}} birds. A few of them, a **minibatch**, give a rough one for a fraction of the work. Shuffled and cut into eleven minibatches, the birds give eleven steps for about the price of one.

# %%
generator, path = np.random.default_rng(seed), [start]
for epoch in range(20):
    for batch in np.array_split(generator.permutation(len(x)), 11):
        path.append(path[-1] - 0.3 * gradient(path[-1], x[batch], mass[batch]))

costs = [cost(place) for place in path]
print(f"one exact step: {cost(descend(0.3)[1]):.3f}, eleven rough ones: {costs[11]:.3f}")
print(f"in epochs 11 to 20: from {min(costs[110:]):.3f} to {max(costs[110:]):.3f}")

# %% tags=["proof"]
claim("an epoch of minibatches ends below one exact step", costs[11] < cost(descend(0.3)[1]))
claim("the lowest cost is 0.239", round(cost(bottom), 3) == 0.239)
claim("in later epochs it comes to the bottom, and leaves it again", min(costs[110:]) < 0.2395 and max(costs[110:]) > 0.25)

# %% [markdown]
# The path trembles, because each step believes some thirty birds only, but it gets further. At the bottom it does not come to rest. Networks learn by forms of this **stochastic gradient descent**, or SGD (stochastic: by chance).
#
# **Half-way:** you can measure how wrong predictions are, find any slope, and walk down. Next come the slopes of a whole *network*.

# %% [markdown]
# ### Where it is flat
#
# A network that says yes or no ends in a sigmoid, whose slope at an output of y is y · (1 − y), nearly 0 wherever the neuron is sure. Here a neuron has a sum of −8 and gives the truth a chance of 0.0003. As if it were a weight, the sum takes twenty steps down, with a rate of 1; guess how far with each cost.

# %% long="three functions of one line, and an experiment with them"
def sigmoid(total):
    return 1 / (1 + np.exp(-total))


def entropy(total):
    return -np.log(sigmoid(total[0]))


def square(total):
    return (1 - sigmoid(total[0])) ** 2


figure, ax = plt.subplots(figsize=(7, 2.8), layout="constrained")
sums = np.linspace(-9, 4)
for name, loss, line, dot in ("cross-entropy", entropy, "-", "o"), ("squared error", square, "--", "s"):
    total = np.array([-8.0])
    for step in range(20):
        total = total - nudge(loss, total, 0)
    ax.plot(sums, [loss([one]) for one in sums], line, color="black", label=name)
    ax.plot(total, loss(total), dot, color="#b34d00", label=f"20 steps: chance {sigmoid(total[0]):.4f}")
ax.set(title="From a sure mistake, cross-entropy gets down far faster", xlabel="sum", ylabel="cost")
ax.legend()
describe("The marks are where the twenty steps end.")
plt.show()

# %% [markdown]
# Between the sum and the cost lie two stations. The first, the sigmoid, makes a push y · (1 − y) times as large: nearly 0 here. The second is, for the squared error, 2 · (y − 1), about −2, and the product stays nearly 0: a plateau. For −log y it is −1/y (a push of 0.001 finds −2.00 at 0.5 and −9.95 at 0.1), huge where y is tiny, and the product is y − 1. For a target of 0 the cost is −log(1 − y), its slope 1/(1 − y), and the product is y. Both times this is
#
# $$\text{slope of cross-entropy by the sum} = \text{output} - \text{target}$$
#
# **Keep:** for yes or no take a sigmoid with cross-entropy, because then whoever is most wrong learns fastest.

# %% tags=["proof"]
claim("the slope by the sum is output − target", np.allclose([nudge(entropy, np.array([s]), 0) for s in (-8.0, -1.87, 0.5, 3.0)], [sigmoid(s) - 1 for s in (-8.0, -1.87, 0.5, 3.0)], atol=2e-4))
claim("for a target of 0 the slope by the sum is the output", all(np.isclose(nudge(lambda total: -np.log(1 - sigmoid(total[0])), np.array([s]), 0), sigmoid(s), atol=2e-4) for s in (-8.0, 0.5, 3.0)))
claim("−log y has the slope −1/y", all(np.isclose(nudge(lambda y: -np.log(y[0]), np.array([y]), 0), -1 / y, rtol=0.01) for y in (0.1, 0.5, 0.9)))
claim("at a sum of −8 the chance is 0.0003", round(sigmoid(-8.0), 4) == 0.0003)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Who is to blame?
#
# This network saw one row and should have said yes: the target is 1. `w1` is now the table of its first layer's weights, `w2` that of the second.

# %%
row = np.array([1.0, 2.0])
w1, b1 = np.array([[2.0, -2.0], [-1.0, 2.0]]), np.array([-0.5, -1.5])
w2, b2 = np.array([[1.0], [-2.0]]), np.array([-1.0])

small = [(w1, b1, "sigmoid"), (w2, b2, "sigmoid")]
seen = network_forward(small, row).numbers()
draw_network(small, values=seen).set_title("Forward: a chance of 0.13 for the truth")
plt.show()

# %% [markdown]
# Look at the link from x₂ to h₂, weight 2. The answer is too low: should this weight be larger or smaller? Guess, then push.

# %%
def cost_of(w1, b1, w2, b2):
    return entropy(sigmoid(row @ w1 + b1) @ w2 + b2)


print(f"slope by this weight: {nudge(lambda w: cost_of(w, b1, w2, b2), w1, (1, 1)):.3f}")

# %% [markdown]
# Raise this weight and the cost *rises*, so the weight must become smaller. Why? Travel with the push: it passes four stations, and each multiplies it (a number below 0 also turns it round).
#
# | the push passes | and is multiplied by | since |
# |---|---|---|
# | from the weight to the sum of h₂ | 2 | the weight is multiplied by x₂ = 2 |
# | through the sigmoid of h₂ | 0.235 | at an output of 0.622 its slope is 0.622 · (1 − 0.622) |
# | over the link to the output | −2 | that is the link's weight: h₂ speaks *against* yes |
# | from the output's sum to the cost | −0.866 | the output of 0.134 minus the target |
#
# A push that is doubled, and then made three times as large, is six times as large: the effects multiply, 2 · 0.235 · (−2) · (−0.866) = 0.814, the slope that you pushed. This is the **chain rule**. It also explains the sign: a larger weight makes h₂ louder, and h₂ argues for no.

# %% tags=["proof"]
h2, y1 = sigmoid(0.5), sigmoid(sigmoid(-0.5) - 2 * sigmoid(0.5) - 1)
claim("the four stations are 2, 0.235, −2 and −0.866, together 0.814", np.allclose([h2, 1 - h2, h2 * (1 - h2), y1 - 1, y1, 2 * h2 * (1 - h2) * -2 * (y1 - 1)], [0.622, 0.378, 0.235, -0.866, 0.134, 0.814], atol=0.0006))

# %% [markdown]
# **Exercise 4.6** The link from x₁ to h₂ has the weight −2. Which station is different for it? Predict the slope of the cost by this weight with a pencil; then push, to see.

# %%
#: exercise 4.6 kind=predict objective=2,4
#: by_other_weight = ____
by_other_weight = 1 * 0.235 * -2 * -0.866
#: end
check("4.6", by_other_weight)

# %% [markdown] tags=["hints"]
# - Both weights lead into h₂. From its sum on, the way to the cost is the same.
# - The first station multiplies by the input that the weight belongs to.
# - The push is `nudge(lambda w: cost_of(w, b1, w2, b2), w1, (0, 1))`: row 0 is x₁, column 1 is h₂.
# Why: only the first station differs, x₁ is 1 and not 2. The −2 in this product is the weight from h₂ to the output. The weight that we push is −2 as well, but it plays no part.

# %% [markdown]
# Pushing millions of weights takes millions of runs for one step. But your two weights share three of their four stations. So begin at the cost, walk *backwards*, and note at each number the product of all stations from there to the cost: its slope, or *blame*. Then each weight takes two multiplications, for its slope and to carry the blame on, where forward it took one. So this walk, **backpropagation**, costs about two runs forward, however many weights there are.
#
# Here it is, cell by cell. At the output's sum the slope is the output minus the target.

# %% slideshow={"slide_type": "slide"}
hidden = sigmoid(row @ w1 + b1)
total = hidden @ w2 + b2
by_total = sigmoid(total) - 1
print("by the output's sum:", by_total.round(3), f"pushed: {nudge(entropy, total, 0):.3f}")

# %% [markdown]
# Into this sum go each hidden value times its weight, and the bias. So the push of a *weight* is multiplied by its hidden value, and the push of the bias arrives as it is.

# %%
# np.outer multiplies each number of the first with each of the second
by_w2, by_b2 = np.outer(hidden, by_total), by_total
pushed = [nudge(lambda w: cost_of(w1, b1, w, b2), w2, (i, 0)) for i in (0, 1)]
print("by the two links:", by_w2[:, 0].round(3), "pushed:", np.round(pushed, 3))

# %% [markdown]
# The push of a *hidden value*, in turn, is multiplied by the weight on its link, so the blame crosses the link, one layer back.

# %%
by_hidden = w2[:, 0] * by_total  # one output: each link's weight times by_total
pushed = [nudge(lambda values: entropy(values @ w2 + b2), hidden, i) for i in (0, 1)]
print("by the two hidden values:", by_hidden.round(2), "pushed:", np.round(pushed, 2))

# %% [markdown]
# Two stations are left: through the sigmoid of each hidden neuron, with its slope of value · (1 − value), and on to the weights and biases before it, by the rule above. In the drawing, slopes stand on the links now; the weights are in the one before.

# %% slideshow={"slide_type": "slide"}
by_sums = by_hidden * hidden * (1 - hidden)
by_w1, by_b1 = np.outer(row, by_sums), by_sums
pushed = [nudge(lambda w: cost_of(w, b1, w2, b2), w1, (i, j)) for i in (0, 1) for j in (0, 1)]
print("by the four weights:", by_w1.reshape(-1).round(3), "pushed:", np.round(pushed, 3))

slopes = {"nodes": [None, by_hidden, None], "links": [by_w1, by_w2]}
slopes["biases"], slopes["sums"] = [by_b1, by_b2], [by_sums, by_total]
draw_network(small, values=seen, slopes=slopes).set_title("Backward: how the cost answers")
plt.show()

stepped = sigmoid(sigmoid(row @ (w1 - by_w1) + b1 - by_b1) @ (w2 - by_w2) + b2 - by_b2)
print("the output:", sigmoid(total).round(2), "after one step with a rate of 1:", stepped.round(2))

# %% tags=["proof"]
claim("one step turns the answer from no to yes", sigmoid(total)[0] < 0.5 < stepped[0])
claim("the weight from x₂ to h₂ has the steepest slope of all six", np.abs(by_w1).argmax() == 3 and np.abs(by_w1).max() > np.abs(by_w2).max())
claim("the slope by x₂ is 1.02, over both paths", np.isclose((w1 @ by_sums)[1], 1.02, atol=0.005) and np.allclose(by_sums, [-0.204, 0.407], atol=5e-4))
claim("it agrees with a push", np.allclose(nudge(lambda r: entropy(sigmoid(r @ w1 + b1) @ w2 + b2), row, 0), (w1 @ by_sums)[0], atol=2e-3))
claim("all slopes of the walk agree with pushes", np.allclose(pushed, by_w1.reshape(-1), atol=1e-3))

# %% [markdown]
# Of all six weights, the one from x₂ to h₂ has the steepest slope and changes most. (The box of y₁ has no slope, because the sigmoid and cross-entropy were taken as one station.)
#
# If a value goes into several sums, its push reaches the cost by several paths, and what arrives adds up. x₂ goes into both hidden sums, over weights of −1 and 2, so its slope is (−1) · (−0.204) + 2 · 0.407 = 1.02. An input needs no slope, but a hidden layer in its place would.
#
# **Exercise 4.7** Write a layer's way back. `layer_back` takes the values that came into the layer, its weights (a column for each neuron) and the slopes of the cost by its sums, all for one row. It returns the slopes by the weights (a table like them), by the biases, and by the values that came in.

# %%
#: exercise 4.7 kind=write objective=4
def layer_back(values, weights, by_sums):
    #: return ____, ____, ____
    return np.outer(values, by_sums), by_sums, weights @ by_sums
    #: end


check("4.7", layer_back)

# %% [markdown] tags=["hints"]
# - What was the push of a weight multiplied by, and what that of a bias?
# - `np.outer` makes a table, with a row for each of its first numbers.
# - A value goes into every sum of the layer, so its slope adds up what it does through each of them: `@`.
# Why: forward a layer is `values @ weights`, and back the same weights carry the slopes, `weights @ by_sums`.

# %% [markdown] tags=["teacher"]
# The walk is what this lesson is for. Draw the network on the board, let one half of the class push while the other half multiplies, and write each slope in another colour at the right of its value. Where a class gets stuck: a slope "by a weight" needs the value in front of the link, a slope "by a value" the weight on it. Ask for each before its cell is run. In a hurry, skip the tape, not the pushes.

# %% [markdown]
# TensorFlow does this by itself: a `GradientTape` writes down what is computed with variables, and plays it backwards.

# %%
import tensorflow as tf

variables = [tf.Variable(numbers) for numbers in (w1, b1, w2, b2)]
with tf.GradientTape() as tape:
    tape_hidden = tf.sigmoid(row.reshape(1, 2) @ variables[0] + variables[1])
    tape_cost = -tf.math.log(tf.sigmoid(tape_hidden @ variables[2] + variables[3]))
by_tape = tape.gradient(tape_cost, variables)

print("by the four weights:", by_tape[0].numpy().reshape(-1).round(3))

# %% tags=["proof"]
claim("our slopes equal the tape's", all(np.allclose(ours, theirs, rtol=0, atol=1e-6) for ours, theirs in zip((by_w1, by_b1, by_w2, by_b2), by_tape)))

# %% [markdown]
# ## XOR, learnt
#
# Forward, back, a step, the next row: that is all training is. Your function is in it once for each layer, and `output - target` is the cost's slope by the output's sum. The rows are the lamp's, XOR, in minibatches of one.

# %% slideshow={"slide_type": "slide"}
layer_back = use("4.7", layer_back)


def one_step(network, row, target, rate):
    w1, b1, w2, b2 = network
    hidden = sigmoid(row @ w1 + b1)
    output = sigmoid(hidden @ w2 + b2)
    by_w2, by_b2, by_hidden = layer_back(hidden, w2, output - target)
    # what arrives at the inputs, _, would go to a layer further back; there is none
    by_w1, by_b1, _ = layer_back(row, w1, by_hidden * hidden * (1 - hidden))
    return w1 - rate * by_w1, b1 - rate * by_b1, w2 - rate * by_w2, b2 - rate * by_b2

# %%
rows, xor = load_gates()["rows"], load_gates()["XOR"]


def train(hidden, start, epochs=500, rate=0.5):
    generator = np.random.default_rng([seed, start])
    w1, w2 = generator.normal(size=(2, hidden)), generator.normal(size=(hidden, 1))
    network = w1, np.zeros(hidden), w2, np.zeros(1)
    for epoch in range(epochs):
        for row, target in zip(rows, xor):
            network = one_step(network, row, target, rate)
    return network

# %%
def answers(network, rows):
    w1, b1, w2, b2 = network
    return sigmoid(sigmoid(rows @ w1 + b1) @ w2 + b2)[:, 0]


figure, axes = plt.subplots(1, 3, figsize=(9, 3.4), sharey=True, layout="constrained")
for epochs, ax in zip((0, 100, 500), axes):
    network = train(hidden=2, start=1, epochs=epochs)
    draw_boundary(lambda points: answers(network, points), rows, xor, legend=False, ax=ax)
    ax.set_title(f"{epochs} epochs: {np.sum((answers(network, rows) >= 0.5) != xor)} wrong")
figure.legend(axes[0].collections[:2], ["lamp off", "lamp on"], loc="outside upper center", ncols=2)
plt.show()

# %% tags=["proof"]
claim("start 1 has learnt XOR after 500 epochs", np.all((answers(network, rows) >= 0.5) == xor), here=True)

# %% [markdown]
# From random weights, number 1 of many *starts*, descent found two lines. Guess how many of 20 starts learn it.

# %%
def knows_xor(network):
    return np.all((answers(network, rows) >= 0.5) == xor)


stuck = [start for start in range(20) if not knows_xor(train(2, start))]
print("not learnt from", len(stuck), "of 20 starts:", stuck)

network = train(2, stuck[-1], epochs=5000)
print(f"start {stuck[-1]} after 5000 epochs answers", answers(network, rows).round(2))

# %% tags=["proof"]
claim("with two hidden neurons at least 4 of 20 starts do not learn XOR", len(stuck) >= 4)
claim("and at least 6 do", len(stuck) <= 14)
claim("ten times as long does not help the last of them", not knows_xor(network), here=True)
claim("two of its answers are right and two about one half", np.sum(np.abs(answers(network, rows) - 0.5) < 0.1) == 2, here=True)

# %% [markdown]
# Waiting ten times as long did not help this one. It is sure of two answers here, and undecided about the others. Descent goes down from where it stands, and nothing promises the lowest place.
#
# **Exercise 4.8** Get XOR learnt all the same, by `train` with `start=stuck[-1]`. Change rate, epochs and hidden neurons as you like, and store the network as `mine`.

# %%
#: exercise 4.8 kind=do objective=5
#: mine = ____
mine = train(hidden=8, start=stuck[-1])
#: end
check("4.8", mine)

# %% [markdown] tags=["hints"]
# - Change one thing at a time, and print `answers(mine, rows).round(2)`.
# - A little wider may not do. Double the hidden neurons, and double again.
# Why: with more hidden neurons other weights are drawn, there are more lines to choose from, and more ways down. From the weights where it was stuck, two neurons learn it as well with a rate of 3, or with 0.2 and 1000 epochs: other steps lead another way down.

# %%
for hidden in (2, 4, 8):
    learnt = [knows_xor(train(hidden, start)) for start in range(20)]
    print(hidden, "hidden neurons:", np.sum(learnt), "of 20 starts learn XOR")

# %% tags=["proof"]
def learners(hidden, other_seed):
    drawn = [np.random.default_rng([other_seed, start]) for start in range(20)]
    w1, w2 = map(np.array, zip(*[(one.normal(size=(2, hidden)), one.normal(size=(hidden, 1))) for one in drawn]))
    b1, b2 = np.zeros((20, 1, hidden)), np.zeros((20, 1, 1))
    for epoch in range(500):
        for row_, target in zip(rows, xor):
            values = sigmoid(row_.reshape(1, 2) @ w1 + b1)
            by_total = sigmoid(values @ w2 + b2) - target
            by_sums = by_total @ w2.transpose(0, 2, 1) * values * (1 - values)
            w2, b2 = w2 - 0.5 * values.transpose(0, 2, 1) @ by_total, b2 - 0.5 * by_total
            w1, b1 = w1 - 0.5 * row_.reshape(2, 1) * by_sums, b1 - 0.5 * by_sums
    chances = sigmoid(sigmoid(rows @ w1 + b1) @ w2 + b2)[:, :, 0]
    return int(np.sum(np.all((chances >= 0.5) == xor, axis=1)))


claim("from the last start 3 hidden neurons do not learn it, 4 do", not knows_xor(train(3, stuck[-1])) and knows_xor(train(4, stuck[-1])), here=True)
other_steps = train(2, stuck[-1], rate=3), train(2, stuck[-1], epochs=1000, rate=0.2)
claim("with 2 a rate of 3 helps, and 0.2 with 1000 epochs", all(map(knows_xor, other_steps)), here=True)
claim("the fast way to count agrees with the page", learners(8, seed) == np.sum(learnt))
draws = {hidden: [learners(hidden, other) for other in range(1, 11)] for hidden in (2, 4)}
claim("in ten draws, with two hidden neurons 8 to 15 of 20 starts learn XOR", (min(draws[2]), max(draws[2])) == (8, 15))
claim("and with four 19 or 20", (min(draws[4]), max(draws[4])) == (19, 20))

# %% [markdown]
# Two are enough to *say* XOR, but with more it is easier to *find*. With ten other seeds, between 8 and 15 of 20 starts learnt it with two hidden neurons, and 19 or 20 with four.
#
# ### The same in Keras
#
# `compile` names the cost and the optimizer, which takes the steps, here SGD; `fit` shuffles, cuts minibatches, goes forward, back, and steps. To have unseen rows, each corner becomes a cloud, and 100 of the 300 points are kept back as `validation_data`, on which the cost is only measured.

# %%
import keras

keras.utils.set_random_seed(seed)
generator = np.random.default_rng(seed)
corner = generator.integers(0, 4, size=300)
points, labels = rows[corner] + generator.normal(scale=0.2, size=(300, 2)), xor[corner]

layers = [keras.Input((2,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")]
model = keras.Sequential(layers)
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.5), loss="binary_crossentropy")
unseen = points[200:], labels[200:]
history = model.fit(points[:200], labels[:200], epochs=40, validation_data=unseen, verbose=0)

# %%
share = np.mean((model.predict(unseen[0], verbose=0)[:, 0] >= 0.5) == unseen[1])
for epoch in (0, 19, 39):
    costs = history.history["loss"][epoch], history.history["val_loss"][epoch]
    print(f"epoch {epoch + 1:2}: cost {costs[0]:.3f}, on the points kept back {costs[1]:.3f}")
print(f"{share:.0%} of the points kept back are right")

# %% tags=["proof"]
claim("the network in Keras gets at least 90 of 100 unseen points right", share >= 0.9)
claim("the cost on the points kept back falls", history.history["val_loss"][-1] < 0.5 * history.history["val_loss"][0])

# %% [markdown]
# Inside is the loop above, with ReLU, other random starts, and minibatches of 32. (The right cost can be lower: the left is a mean taken while the epoch still learns; later, which points were kept back matters more.)

# %% [markdown]
# ## What you can do now
#
# You can now
#
# - measure predictions by three costs, and choose
# - find a slope by a nudge, and check a formula with it
# - descend, and see when steps are too short or too long
# - carry the blame back through a network, as `GradientTape` does
# - train a network with your own `layer_back`, and help one that is stuck

# %%
progress(4)

# %% [markdown]
# ## Questions
#
# <details><summary>The gradient is 0. Is the network as good as it can be?</summary>
#
# Not always, it may stand in a low place that is not the lowest, or on a flat one: a gradient says how steep it is here, not how low.
#
# </details>
# <details><summary>The cost jumps up and down, and grows. More epochs?</summary>
#
# No. Check the slopes (4.5), then lower the rate: steps that are too long overshoot further.
#
# </details>
# <details><summary>In a list of salaries somebody typed one zero more. Which cost suffers more, squared or absolute error?</summary>
#
# The squared error: its huge miss is squared, so this row bends the whole model.
#
# </details>
# <details><summary>All weights and biases begin at 0. What will backpropagation tell the hidden neurons?</summary>
#
# The same to each (at first 0), so they stay copies. That is why weights begin at random.
#
# </details>
#
# Stuck? Online, [3Blue1Brown](https://www.3blue1brown.com/lessons/backpropagation-calculus) moves the chain rule through pictures, and [Michael Nielsen](http://neuralnetworksanddeeplearning.com/chap2.html) writes it out in full.

# %% [markdown]
# **Next:** [05 Model design](05_model_design.ipynb). Cost curves come back in 07, and slopes in 09. Back: [03 Deep networks](03_deep_networks.ipynb) · [All lessons](../README.md)
