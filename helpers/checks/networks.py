"""What rules of several lessons say of a count of parameters."""

from __future__ import annotations

from helpers.checks.judging import close, numbers, whole
from helpers.checks.verdicts import Wrong


def count_parameters(answer: object, hint: str) -> None:
    """Judge the number of parameters of a network of the sizes 10, 6, 3 and 1."""
    what = "a whole number of parameters"
    if close(numbers(answer, what=what).reshape(-1), (66, 21, 4)):
        raise Wrong("those are the three layers. Add them up.")
    count = whole(answer, what)
    if count == 91:
        return
    raise Wrong(
        _COUNTS.get(count, f"{count} is not it. The first layer has 10 × 6 weights + 6 biases; {hint}.")
    )


_COUNTS = {
    81: "81 are the weights. Each of the ten neurons has a bias too.",
    85: "85 has the weights, and the biases of the last two layers. The six neurons of the first have biases too.",
    88: "88 has the weights, and the biases of the first and the last layer. The three in the middle have biases too.",
    90: "90 lacks one bias, that of the output neuron.",
    78: "78 are the weights of the first two layers. The output neuron has weights too, and each neuron has a bias.",
    20: "20 counts the nodes. Count the numbers they compute with: weights and biases.",
    10: "10 are the neurons, and each has a bias. The weights are missing.",
    101: "the inputs got biases too. They compute nothing, so they have none.",
    84: "that is one bias for each layer. Each neuron has its own.",
    100: "a bias belongs to the neuron a link ends in, not to the one it starts from.",
    180: "the layers' links are added, not multiplied.",
    190: "weights and biases are counted, but the layers' links are multiplied. Add them.",
    66: "66 is right for the first layer. Two more follow.",
    87: "the hidden layers are right. The output neuron has weights and a bias too.",
}
