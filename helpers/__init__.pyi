# The public names, each with its module: editors and type checkers read them here, and so does __init__.py.

from helpers.checks import ____ as ____
from helpers.checks import check as check
from helpers.checks import progress as progress
from helpers.checks import use as use
from helpers.datasets import load_digits as load_digits
from helpers.datasets import load_gates as load_gates
from helpers.datasets import load_houses as load_houses
from helpers.datasets import load_penguins as load_penguins
from helpers.datasets import load_titanic as load_titanic
from helpers.descent import play_descent as play_descent
from helpers.drawing.activations import draw_activations as draw_activations
from helpers.drawing.cost import draw_cost as draw_cost
from helpers.drawing.descriptions import describe as describe
from helpers.drawing.explanation import draw_explanation as draw_explanation
from helpers.drawing.explanation import explanation_in_words as explanation_in_words
from helpers.drawing.functions import draw_activation_function as draw_activation_function
from helpers.drawing.graph import draw_graph as draw_graph
from helpers.drawing.inputs import draw_inputs as draw_inputs
from helpers.drawing.network import draw_network as draw_network
from helpers.drawing.neuron import draw_neuron as draw_neuron
from helpers.drawing.outputs import draw_probabilities as draw_probabilities
from helpers.drawing.points import draw_boundary as draw_boundary
from helpers.drawing.points import draw_points as draw_points
from helpers.drawing.training import draw_training as draw_training
from helpers.drawing.weights import draw_weights as draw_weights
from helpers.environment import check_environment as check_environment
from helpers.explaining import explain as explain
from helpers.networks import read_activations as read_activations
from helpers.networks import read_layers as read_layers
from helpers.neurons import network_backward as network_backward
from helpers.neurons import network_forward as network_forward
from helpers.neurons import neuron_pass as neuron_pass
from helpers.playground import play_network as play_network
from helpers.progress_screen import show_progress as show_progress
from helpers.training import train_together as train_together
from helpers.training import training_batches as training_batches
from helpers.widgets import play_neuron as play_neuron

__version__: str
__all__: list[str]
