"""Pictures of neurons, networks and what they learn.

Every function is ``draw_x(data, ..., *, ax=None) -> Axes``: it draws into `ax`, or into a new figure
of the page's width, and gives the picture a description in words made from the data. None of
them trains, calls ``show`` or changes matplotlib's settings.
"""
