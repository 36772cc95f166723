"""`make test-browser`: the course as a learner meets it, in a real Chromium.

`lab` starts the course as `make lab` does, opens a notebook and runs it; `hands` does what a learner does
there: moves the widgets, answers an exercise, unfolds a hint; `looks` measures what is seen: what fits,
and what can be read in the dark theme; `accessible` exports a notebook to HTML and has axe-core judge it.
`site` does the same for the web site and the slides.
"""
