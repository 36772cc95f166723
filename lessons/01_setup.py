# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 · Setup and GPU check
#
# **Is everything here, and do you need a GPU?**
#
# You will
#
# - check this machine, and get a cure for whatever is missing
# - say what TensorFlow, Keras, PyTorch and JAX are to each other
# - say when a GPU is worth it, and why this course needs none
# - run, restart and rerun a notebook without surprises
# - answer an exercise and read what its check says
#
# {{minutes}} minutes. Needs Python: variables, functions, lists.

# %%
import matplotlib.pyplot as plt
import numpy as np

from helpers import ____, check, check_environment, describe, progress

# %% [markdown]
# ## How a notebook runs
#
# Click into a cell and press **Shift + Enter**: it runs, and the next one is selected. Do that with every cell, from the top. The number in brackets says when a cell was run: first, second, third.
#
# One Python process works behind the page, the **kernel**. It remembers every variable, whichever cell made it. Try it: run the next two cells, then the second of them again, and again.

# %%
count = 0

# %%
count = count + 1
print(count)

# %% [markdown]
# Each run adds 1, though the page looks the same. So a notebook's state depends on what was run, in which order. When in doubt, start clean: **Kernel → Restart Kernel and Run All Cells**. A restart forgets every variable and keeps every word you wrote.
#
# **Exercise 1.1** Exercises are checked on the spot. Put 6 times 7 in place of `____`, in any way you like, and run the cell.

# %%
#: exercise 1.1 kind=compute objective=5
#: answer = ____
answer = 6 * 7
#: end
check("1.1", answer)

# %% [markdown] tags=["hints"]
# - Python multiplies with `*`.
# Why: any way of writing it is right, since the check looks at the value. It says "not answered yet", "right", or what is wrong with this answer; it never stops the notebook.

# %% [markdown]
# **Exercise 1.2** You run the cell `count = 0` once and the cell `count = count + 1` three times. Then you restart the kernel, run `count = 0` once and `count = count + 1` twice. What is `count` now?

# %%
#: exercise 1.2 kind=predict objective=4
#: count_now = ____
count_now = 2
#: end
check("1.2", count_now)

# %% [markdown] tags=["hints"]
# - What does the kernel still know after a restart?
# - Only the last three runs matter: set to 0, plus 1, plus 1.
# Why: the restart forgot the first four runs. After it: 0, then 1, then 2.

# %% [markdown]
# ## What is on this machine
#
# If you started with `make lab`, the course's packages lie in a folder of their own, `.venv`, in exactly the versions that every lesson was tested with. `check_environment` looks at what is here now. It takes a few seconds, because it starts TensorFlow.

# %% tags=["nbval-ignore-output"] reason="It shows this machine: its devices, memory, disk and speed."
check_environment()

# %% [markdown]
# Where something is missing, its line is marked ✘ and says the cure. A line marked ○ is worth knowing; this course does not need it mended. The same table as text comes from a terminal in the course's folder, with `.venv/bin/python -m helpers` (on Windows `.venv\Scripts\python -m helpers`); paste it when you ask somebody for help.
#
# ## The names you will meet
#
# **TensorFlow** computes with arrays, like NumPy, and can do two things more: work out slopes (lesson 04), and compute on a GPU. **PyTorch** and **JAX** do the same. **Keras** is what you write: layers, models, training. It computes nothing itself; one of the three, its **backend**, does.

# %%
import keras
from keras import layers, models

total = keras.ops.add([1.0, 2.0], [10.0, 20.0])
print("Keras computes with:", keras.config.backend())
print("the result is a:", type(total).__module__.split(".")[0], "tensor,", np.array(total))

# %% [markdown]
# (A **tensor** is an array with any number of dimensions.) This course uses Keras on TensorFlow: its models are written in a few readable lines, and TensorFlow has ways to put the same model on a server, a phone or into a browser. Choose PyTorch where you follow research, which often publishes its code for it, or want to try new ways of training quickly. What you learn here carries over: the layers, the formulas and the mistakes are the same.
#
# Since Keras 3 (2023) that choice is a setting. For some years before, Keras was mostly used as a part of TensorFlow, `tf.keras`; older tutorials still write it so.

# %%
model = models.Sequential([keras.Input((3,)), layers.Dense(1)], name="a_neuron")
print("A network of one neuron has", model.count_params(), "numbers to learn.")

# %% [markdown]
# Lesson 02 shows which four. Besides NumPy, this is what the lessons import, each what it needs:
#
# `import keras` · `from keras import layers, models, utils` · `import matplotlib.pyplot as plt` · `import shap`

# %% [markdown]
# ## What a GPU is for
#
# A network multiplies and adds, over and over. A **GPU** is a second processor that does thousands of multiplications at once; **CUDA** is NVIDIA's way to send it work. So the question is how many multiplications there are. Here is one input (one bird, one image, one piece of a word) going through five networks. 10-6-3-1 means 10 inputs, then layers of 6, 3 and 1 neurons. `describe` gives a picture its description in words, which folds out beneath it.

# %%
networks = {
    "a neuron, 3 inputs (02)": 3,
    "10-6-3-1 (05)": 10 * 6 + 6 * 3 + 3 * 1,
    "4-128-128-1 (06)": 4 * 128 + 128 * 128 + 128 * 1,
    "ResNet-50, an image": 3.8e9,
    "GPT-3, a piece of a word": 175e9,
}
figure, ax = plt.subplots(figsize=(7, 3), layout="constrained")
bars = ax.barh(list(networks), networks.values(), color=["#0072b2"] * 3 + ["#b34d00"] * 2)
bars[3].set_hatch("//")
bars[4].set_hatch("//")
ax.set(xscale="log", xlim=(1, 1e15), xticks=[1, 1e3, 1e6, 1e9, 1e12])
ax.set_xlabel("multiplications for one input; each mark on the axis is × 1000")
ax.bar_label(bars, ["3", "81", "17,024", "3.8 billion", "175 billion"], padding=4)
ax.set_title("This course's networks are small; hatched ones want a GPU")
ax.invert_yaxis()
describe(
    ax,
    "Multiplications for one input: 3 for a neuron, 81 and 17,024 for networks of this course; "
    "3.8 billion for ResNet-50 and 175 billion for GPT-3, which want a GPU.",
)
plt.show()

# %% [markdown]
# The two large figures are from the papers: [He and others, 2016](https://arxiv.org/abs/1512.03385), table 1; [Brown and others, 2020](https://arxiv.org/abs/2005.14165), a multiplication for each of 175 billion parameters and each piece of a word.
#
# A GPU is worth it for images, sound and text, many of them at once. This course works with tables and small images, where sending the numbers to a GPU often takes longer than multiplying them at home. **Nothing in this course needs a GPU.**

# %% [markdown]
# **Exercise 1.3** The other limit is memory. Write `megabytes`: given how many images there are, their height, their width and their colour channels, it returns how many megabytes they fill. Each number takes 4 bytes (`float32`); a megabyte is a million bytes.

# %%
#: exercise 1.3 kind=write objective=3
def megabytes(images, height, width, channels):
    #: return ____
    return images * height * width * channels * 4 / 1_000_000
    #: end


check("1.3", megabytes)

# %% [markdown] tags=["hints"]
# - How many numbers are in one image of 64 × 64 pixels with 3 channels?
# - Numbers times 4 bytes, divided by a million.
# Why: 1000 such images are 1000 × 64 × 64 × 3 numbers of 4 bytes, 49.152 megabytes. A table of 1000 rows × 10 features is 0.04.

# %% [markdown]
# ## What you have done
#
# `progress` shows the exercises you have answered, here those of lesson 1. They are kept in a small file on this machine and go nowhere.

# %%
progress(1)

# %% [markdown]
# ## What you can do now
#
# You can now
#
# - check a machine with `check_environment()`
# - say which of Keras, TensorFlow, PyTorch and JAX does what
# - estimate whether a network needs a GPU: by its multiplications and its memory
# - restart a notebook and know what it has forgotten
# - answer an exercise and read its check

# %% [markdown]
# ## Questions
#
# <details><summary>A notebook fails with "name 'x' is not defined", yet you see the cell that makes x. What happened?</summary>
#
# The cell was not run since the kernel started. Seeing a cell is not running it: run all cells from the top.
#
# </details>
# <details><summary>A colleague's code says <code>tf.keras</code>. Is it another library?</summary>
#
# No: it is Keras, reached through TensorFlow, as most code did before Keras 3. Today <code>import keras</code> gives the same layers, and a choice of backend.
#
# </details>
# <details><summary>You train on a table of 20,000 rows × 18 features. Would a GPU make it faster?</summary>
#
# Most likely not. That is 1.4 MB, and a network for such a table has thousands of weights, not millions; handing the GPU one small piece after the other costs about as much as it saves. It is tempting to say yes, since for images and text a GPU does help.
#
# </details>
# <details><summary>On another machine the check shows ○ beside "GPU … not seen by TensorFlow". What must you do?</summary>
#
# For this course, nothing. If you want it for other work, the cure beside it says how.
#
# </details>

# %% [markdown]
# **Next:** [02 Perceptron walkthrough](02_perceptron.ipynb). [All lessons](../README.md)
