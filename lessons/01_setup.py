# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] slideshow={"slide_type": "slide"}
# # 01 · Setup and GPU check
#
# **Why does the machine say that she lived?**
#
# On this page a network learns, in some seconds, who survived the Titanic. Asked about a woman whom it has never met, it says that she lived, and the record says that she died. It gives no reason, and this course is about finding one.
#
# You will
#
# - run and restart a notebook, and answer an exercise
# - read the array and table idioms that this course uses
# - say what Keras, TensorFlow, PyTorch and JAX are to each other
# - compute how long a job takes without a GPU
#
# {{minutes}} minutes. Needs Python's variables, functions and lists.
#
# Click into a cell and press Shift + Enter to run it. Run them all, from the top.

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers import ____, check, check_environment, describe
from helpers import load_titanic, progress, training_batches, use

seed = 0

# %% [markdown]
# ## An answer about one passenger
#
# Of 1309 passengers it is known who survived that night in {{1912}}, and here is one of them.

# %% slideshow={"slide_type": "slide"}
titanic = load_titanic()
person = 706
print(titanic.loc[person, ["name", "sex", "pclass", "age", "sibsp", "fare", "embarked"]].to_string())

# %% [markdown]
# Maria Caram travelled in third class from Cherbourg (C), with her husband (`sibsp` counts siblings and spouses aboard), and her age was not recorded (the network is told the median, the age in the middle). It will answer with the chance that she lived, between 0 and 1: guess it.
#
# A **neural network** is a formula with many numbers in it, and training changes these numbers until the formula answers well on examples. The next two cells train one on 1047 other passengers, after some seconds in which Keras starts. You need not understand them today: from lesson 07 on you write them yourself.

# %%
passengers = titanic[["pclass", "age", "sibsp", "parch", "fare"]].copy()
passengers.insert(0, "female", titanic["sex"] == "female")
passengers = passengers.join(pd.get_dummies(titanic["embarked"].fillna("S"))).astype(float)
survived = titanic["survived"].to_numpy()

order = np.random.default_rng(seed).permutation(len(titanic))
order = order[order != person]  # she is kept out
seen = order[:1047]
passengers = passengers.fillna(passengers.iloc[seen].median())

# %% long="a network and its training, to be seen as a whole"
import keras
from keras.layers import Dense, Normalization

keras.utils.set_random_seed(seed)
scale = Normalization()
scale.adapt(passengers.iloc[seen].to_numpy())
network = keras.Sequential(
    [scale, Dense(64, activation="relu"), Dense(32, activation="relu"), Dense(1, activation="sigmoid")]
)
batches = training_batches(passengers.iloc[seen], survived[seen], validation_split=0)
steps = batches["steps_per_epoch"]
optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.001, 20 * steps))
network.compile(optimizer, "binary_crossentropy", steps_per_execution=steps, jit_compile=False)
history = network.fit(**batches, epochs=20, verbose=0)

# %% [markdown]
# Now it is asked about her, and above 0.5 we read its answer as: she lived.

# %% slideshow={"slide_type": "slide"}
chances = network.predict(passengers, verbose=0)[:, 0]
print(f"the network: a chance of {chances[person]:.2f} that she lived")
print("the record: ", "she lived" if survived[person] else "she died")

# %% tags=["proof"]
claim("the network says that she lived", chances[person] > 0.5)
claim("the record says that she died", survived[person] == 0)
claim("she is in no part that is learnt from", person not in seen and len(seen) == 1047)
claim("this is the network of lesson 09", abs(chances[person] - 0.733) < 0.005, here=True)
about = titanic.loc[person]
claim("third class, Cherbourg, no age, one sibling or spouse", [about["pclass"], about["embarked"], about["sibsp"]] == [3, "C", 1] and np.isnan(about["age"]))
claim("1309 passengers", len(titanic) == 1309)
unseen = order[1047:]
claim("right about eight of ten strangers", 0.75 < ((chances > 0.5) == survived)[unseen].mean() < 0.85)
claim("it was her husband", titanic.loc[705, "name"] == "Caram, Mr. Joseph")

# %% [markdown]
# Was it because she is a woman, because of Cherbourg, or because of her fare? The network does not say; in it are only numbers like these.

# %%
print("numbers in the network:", network.count_params())
print("eight of them:", network.get_weights()[3][0, :8].round(2))

# %% [markdown]
# You can read all {{network.count_params():,}} and find no reason, so people call a network a black box. Each lesson opens another part of it, and in lesson 09 you explain this very answer.
#
# On a table like this one simpler models are often as good (lessons 05 and 08 try it). And where a loan or treatment depends on it, an answer that nobody can justify should not be used.

# %% [markdown] tags=["teacher"]
# Let everybody write down a guess about Maria Caram before the cell that trains is run, and count the hands. Then ask for reasons why the network might have said so, and keep the list: lesson 09 settles it. Nobody has to understand the two long cells; say so, and do not explain them.

# %% [markdown]
# ## How a notebook runs
#
# The number in square brackets beside a cell says when it ran: [3] was the third to run. A Python process behind the page, the **kernel**, remembers every variable, whichever cell made it. Run the next two cells, and the second of them again and again.

# %%
count = 0

# %% slideshow={"slide_type": "slide"}
count = count + 1
print(count)

# %% [markdown]
# Each run adds 1: what a variable holds depends on which cells were run, in which order. When in doubt, start clean with **Kernel → Restart Kernel and Run All Cells** (in Colab: Runtime → Restart session and run all). A restart forgets every variable and keeps every word that you wrote.
#
# On your own computer you work in `work/`, on copies that nothing writes over; `make update`, in a terminal, brings the newest course and keeps your changes.
#
# **Exercise 1.1** `check` says on the spot what is wrong with *your* answer, and never stops the notebook. Put 6 times 7 in place of `____`.

# %%
#: exercise 1.1 kind=compute objective=1
#: answer = ____
answer = 6 * 7
#: end
check("1.1", answer)

# %% [markdown] tags=["hints"]
# - Python multiplies with `*`.
# Why: any way of writing it is right, since the check looks at the value.

# %% [markdown]
# **Exercise 1.2** You run the cell `count = 0` once and the cell `count = count + 1` twice. Then you change the first to `count = 10`, and run nothing. What is `count` now?

# %%
#: exercise 1.2 kind=predict objective=1
#: count_now = ____
count_now = 2
#: end
check("1.2", count_now)

# %% [markdown] tags=["hints"]
# - What did the kernel run, and what is only text on the page?
# Why: the kernel ran 0, plus 1, plus 1, and knows nothing of your change. After a restart and Run All it would be 11: page and kernel agree again.

# %% [markdown]
# ## Chance that repeats itself
#
# Run again on the same machine, the page gives the same {{chances[person]:.2f}}, although chance decides which passengers are learnt from and how the network starts. A computer's random numbers are computed one from another, the number that they begin with is the **seed**, and the same seed gives the same ones.

# %% slideshow={"slide_type": "slide"}
for start in (0, 0, 1):
    print("seed", start, "→", np.random.default_rng(start).permutation(8))

# %% [markdown]
# Most lessons have one, in the first cell. Ten other seeds there made ten other networks, and all gave her more than 0.5.
#
# ## Six idioms for arrays, four for tables
#
# Look here when a line looks strange.

# %%
x = np.array([[1, 10], [2, 20], [3, 60]])
y = np.array([0, 1, 1])
table = titanic[["sex", "pclass", "survived"]].head(3)
print(table)

# %% [markdown] slideshow={"slide_type": "slide"}
# | write | you get | here |
# |---|---|---|
# | `x.shape` | rows and columns | 3, 2 |
# | `x[:, 1]` | column 1 (the first is 0) | 10, 20, 60 |
# | `x[[2, 0]]` | rows by number | 3, 60; 1, 10 |
# | `x[y == 1]` | rows where it is true | 2, 20; 3, 60 |
# | `x.mean(axis=0)` | each column's mean | 2, 30 |
# | `(y == 1).mean()` | share that is true | 0.67 |
# | `table["sex"]` | one column | female, male, female |
# | `table[["sex", "pclass"]]` | some columns | two |
# | `table[table["sex"] == "male"]` | such rows | one |
# | `table.iloc[0]` | first row | female, 1, 1 |
#
# Two conditions at once are joined by `&`, each in brackets: `(table["sex"] == "male") & (table["pclass"] == 3)`.

# %% tags=["proof"]
claim("shape", x.shape == (3, 2))
claim("column", x[:, 1].tolist() == [10, 20, 60])
claim("rows by number", x[[2, 0]].tolist() == [[3, 60], [1, 10]])
claim("rows by condition", x[y == 1].tolist() == [[2, 20], [3, 60]])
claim("mean", x.mean(axis=0).tolist() == [2, 30])
claim("share", round((y == 1).mean(), 2) == 0.67)
claim("a column of the table", table["sex"].tolist() == ["female", "male", "female"])
claim("columns, rows", table[["sex", "pclass"]].shape == (3, 2) and len(table[table["sex"] == "male"]) == 1)
claim("first row", table.iloc[0].tolist() == ["female", 1, 1])

# %% [markdown]
# **Exercise 1.3** Was the network's answer a strange one? Compute from `titanic` the share of the women in third class who lived, between 0 and 1.

# %%
#: exercise 1.3 kind=compute objective=2
#: share = ____
women = titanic[(titanic["sex"] == "female") & (titanic["pclass"] == 3)]
share = women["survived"].mean()
#: end
check("1.3", share)

# %% [markdown] tags=["hints"]
# - First a table of the rows where both conditions are true. Each condition stands in brackets, with `&` between them.
# - The column `survived` is 1 for those who lived, so its mean is the share.
# Why: of 216 women in third class 106 lived. That is 0.49: by sex and class alone it was even, so neither answer would be strange. The network also knew her port, her fare and her family aboard, and said 0.73. Which of them moved it, it does not say.

# %% tags=["proof"]
claim("106 of 216", (len(women), women["survived"].sum()) == (216, 106))

# %% [markdown] tags=["teacher"]
# In 1.3 a class gets stuck on the brackets: without them, and with `and` in place of `&`, pandas says that the truth value of a Series is ambiguous. Write both lines on the board. Who has never seen an array should play with `x` and `y` for five minutes before going on.

# %% [markdown]
# ## The names you will meet
#
# TensorFlow, PyTorch and JAX compute with arrays as NumPy does, and can do more. They find out how much a result would change if one of the numbers in a formula were a little larger, which learning needs, and they compute on a GPU (see below). Keras is what you write, a model's parts and its training, and another library, its **backend**, does the computing.

# %% slideshow={"slide_type": "slide"}
print("Keras computes with", keras.config.backend())
print(keras.ops.add([1.0, 2.0], [10.0, 20.0]))  # float32: numbers of 32 bits

# %% [markdown]
# What came back is a **tensor**, as Keras and TensorFlow call an array. The backend is a setting: the same model runs on JAX or PyTorch where those are installed. On two more, NumPy and OpenVINO, a trained model can answer but not learn.
#
# Much research publishes PyTorch code, TensorFlow brings tools for servers, phones and browsers, and JAX is used for very large models. Before Keras 3, of {{2023}}, Keras was mostly used as a part of TensorFlow, so older code says `tf.keras`.
#
# **Exercise 1.4** Which sentences follow from that? Store their letters, such as `"bc"`.
#
# - (a) A model written in Keras can be trained by PyTorch without being rewritten.
# - (b) Keras alone can train this lesson's network.
# - (c) What a tutorial with `tf.keras` teaches is useless today.
# - (d) A model trained on TensorFlow can answer where OpenVINO is the backend.

# %%
#: exercise 1.4 kind=read objective=3
#: letters = ____
letters = "ad"
#: end
check("1.4", letters)

# %% [markdown] tags=["hints"]
# - Who does the computing?
# - Which backends can train, and which can only answer?
# Why: (a) and (d) are what a backend is for. Without one, Keras computes nothing, so (b) is false; and `tf.keras` was Keras as well, reached by another name, so (c) is false.

# %% [markdown]
# ## What a GPU is for
#
# A network multiplies and adds, over and over, and a **graphics processor**, GPU for short, does thousands of multiplications at the same time, and programs reach NVIDIA's through software called **CUDA**. Whether you want one depends on how many multiplications there are.
#
# From {{9}} columns our network computes {{64}} numbers, each from all of them, from these {{32}}, and from those the answer: {{9}} × {{64}} + {{64}} × {{32}} + {{32}} = {{2656:,}} multiplications. (Its other numbers are added, or bring the columns to one scale.) ResNet-50, which tells what a photograph shows, takes [{{3.8}} billion](https://arxiv.org/abs/1512.03385). Training goes through all examples in many rounds (epochs), each time forward and then back, to find out how each number should change; the way back is about twice as much work (lesson 04), so training takes
#
# $$\text{multiplications for one answer} \times \text{examples} \times \text{rounds} \times 3$$
#
# ResNet-50 is usually trained on {{1.28}} million photographs in [{{90}} rounds](https://arxiv.org/abs/1706.02677). Guess: at an assumed 100 billion multiplications a second, does that take hours, a week or months?

# %% slideshow={"slide_type": "slide"} long="a figure: five jobs, their times, and readable marks"
jobs = {
    "our network: one answer": 2656,
    "our network: training": 2656 * 1047 * 20 * 3,
    "ResNet-50: one answer": 3.8e9,
    "ResNet-50: training": 3.8e9 * 1.28e6 * 90 * 3,
}
times = np.array(list(jobs.values())) / 100e9  # seconds
figure, ax = plt.subplots(figsize=(7, 2.4), layout="constrained")
ax.plot(times, list(jobs), "o", color="black", markersize=8)
ax.set(title="Only the last job takes longer than a second", xlim=(1e-8, 1e9), ylim=(3.5, -0.5))
ax.set(xscale="log", xlabel="time (from line to line a thousandfold or more)")
ax.set_xticks([1e-6, 0.001, 1, 3600, 3600 * 24 * 365], ["1 µs", "1 ms", "1 s", "1 hour", "1 year"])
ax.grid(axis="x")
describe("Only the training of ResNet-50 takes longer than a second.")
plt.show()

# %% tags=["proof"]
claim("2656 multiplications", 9 * 64 + 64 * 32 + 32 * 1 == 2656)
claim("training this network: about two thousandths of a second", round(times[1], 3) == 0.002)
claim("152 days", round(times[3] / 86400) == 152)

# %% [markdown]
# It takes five months ({{times[3] / 86400:.0f}} days), but {{256}} GPUs [did it in an hour](https://arxiv.org/abs/1706.02677), and a single answer takes a moment without any.
#
# Training ours took some seconds; multiplying, by this estimate, takes 0.002 of a second. Most of the rest is starting, and handing out small pieces of work, and no network of this course needs a GPU.
#
# **Exercise 1.5** How many *seconds* do these jobs take, at 100 billion multiplications a second? And for which would you look for a GPU, if you can wait for an hour? Store the letters.
#
# - (a) Train our network on a million passengers, in 25 rounds.
# - (b) Let a trained ResNet-50 sort 20,000 photographs.
# - (c) Train ResNet-50 on these 20,000 photographs, in 40 rounds.

# %%
#: exercise 1.5 kind=compute objective=4
#: seconds = [____, ____, ____]
#: gpu = ____
sorting = 3.8e9 * 20_000 / 100e9
seconds = [2656 * 1_000_000 * 25 * 3 / 100e9, sorting, sorting * 40 * 3]
gpu = "c"
#: end
check("1.5", seconds, gpu)

# %% [markdown] tags=["hints"]
# - Multiplications for one answer, times examples, times rounds, times 3, divided by the speed.
# - A trained network that sorts goes forward only, and once.
# - An hour has 3600 seconds.
# Why: (a) 2 seconds, (b) 760 seconds, not quite 13 minutes, (c) 91,200 seconds or 25 hours. In 40 rounds, the same photographs take 40 · 3 = 120 times as long to learn from as to sort.

# %% [markdown] tags=["teacher"]
# In 1.5 most slips are the factor 3 in (b) and minutes in place of seconds. Ask at the end who would buy a GPU for (c), once: renting one for a day, or letting the machine run for a night, are answers too. In a hurry, skip 1.4.

# %% [markdown]
# ## What is on this machine
#
# Is 100 billion right for yours? A product of two tables of 1024 × 1024 numbers takes 1024 multiplications for each number of the result, and these lines time it wherever TensorFlow is installed.

# %% tags=["nbval-ignore-output"] reason="It shows this machine: its devices and its speed." long="lines to take along"
import time
import tensorflow as tf

print([device.device_type for device in tf.config.list_physical_devices()])
matrix = tf.ones((1024, 1024))
tf.linalg.matmul(matrix, matrix).numpy()  # the first time it also gets ready
started = time.perf_counter()
for _ in range(10):
    product = tf.linalg.matmul(matrix, matrix)
product.numpy()  # wait until it is there
speed = 10 * 1024**3 / (time.perf_counter() - started)

seconds, gpu = use("1.5", seconds, gpu)
print(f"{speed / 1e9:.0f} billion a second, job (b) in {seconds[1] * 100e9 / speed / 60:.0f} minutes")

# %% [markdown]
# Yours may be many times slower or faster, and the next run differs, as other programs run too; so near your limit, as with (b), measure first. If `GPU` is in the list, TensorFlow has used it. `check_environment` looks at all that the course needs.

# %% tags=["nbval-ignore-output"] reason="It shows this machine: its devices, memory, disk and speed."
check_environment()

# %% [markdown]
# A line marked ✘ says what is missing and the cure; what is marked ○ need not be mended. Paste the table when you ask for help.
#
# `progress` shows which exercises you have answered, kept where the notebook runs and sent nowhere.

# %%
progress(1)

# %% [markdown]
# ## What you can do now
#
# You can now
#
# - run and restart a notebook, and answer an exercise
# - read ten idioms of NumPy and pandas
# - tell Keras from its backends
# - compute how long a job takes without a GPU

# %% [markdown]
# ## Questions
#
# <details><summary>"name 'x' is not defined", yet you see the cell that makes x. What happened?</summary>
#
# That cell was not run since the kernel started: run all from the top.
#
# </details>
# <details><summary>The same seed gives a friend 0.74, on another machine. Who is wrong?</summary>
#
# Nobody: the seed does not fix how every machine and version rounds, and training can make small differences grow.
#
# </details>
# <details><summary>You train a network as small as ours on 20,000 houses, in 100 rounds. Would a GPU make it faster?</summary>
#
# Hardly: at 100 billion a second its multiplications take {{2656 * 20000 * 300 / 100e9:.1f}} seconds. The rest of the wait is starting and handing out work.
#
# </details>
# <details><summary>A network is right about 8 of 10 strangers, as ours is. Would you trust its next answer?</summary>
#
# That says how often it is right, not about whom. For one person, ask what the answer rests on.
#
# </details>
#
# **Next:** [02 Perceptron walkthrough](02_perceptron.ipynb). [All lessons](../README.md)
