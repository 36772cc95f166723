"""Answers to every exercise, by lesson: right ones written differently, wrong ones with what is said of them.

`RIGHT` maps an exercise to at least two right answers, `WRONG` to at least two pairs of an answer and a
piece of the sentence that it must get. An answer is the tuple that `check` is given.
"""
