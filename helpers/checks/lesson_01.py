"""The exercises of lesson 01: their rules, and the worked answers."""

from __future__ import annotations

from math import isclose

from helpers.checks.answer_types import vector, whole
from helpers.checks.judging import exercise
from helpers.checks.kinds import letters, value
from helpers.checks.verdicts import Wrong
from helpers.writing import number as written

# -- 1.1, 1.2: the notebook ---------------------------------------------------------------------------

first_check = value(
    "1.1",
    42,
    "The check read what is in `answer`, not how you wrote it: 6 * 7 is right, and so is 42.",
    mistakes={
        67: "67 is 6 with a 7 behind it. Multiply the two: 6 * 7.",
        76: "76 is 7 with a 6 behind it. Multiply the two: 6 * 7.",
        13: "13 is 6 + 7. The product is wanted: 6 * 7.",
        -1: "−1 is 6 − 7. The product is wanted: 6 * 7.",
        1: "1 is the difference of the two. The product is wanted: 6 * 7.",
        6 / 7: "that is 6 divided by 7. Python multiplies with a star: 6 * 7.",
        7 / 6: "that is 7 divided by 6. Python multiplies with a star: 6 * 7.",
        279936: "279936 is 6 to the power of 7, which Python writes with two stars. One star multiplies: 6 * 7.",
        117649: "117649 is 7 to the power of 6, which Python writes with two stars. One star multiplies: 6 * 7.",
        -42: "the number is right, its sign is not.",
        (6, 7): "6 and 7 with a comma are two numbers. A star multiplies them: 6 * 7.",
    },
    otherwise="{given} is not 6 times 7.",
)

after_restart = value(
    "1.2",
    2,
    "A cell's text is not what the kernel knows: only a run changes a variable.",
    mistakes={
        10: "10 is what the changed cell says. It was not run, so the kernel never saw it.",
        12: "12 would be right had the changed cell been run before the other two. It was not run at all.",
        11: "11 is what a restart and Run All would give. Here nothing was run after the change.",
        13: "13 counts three runs of the second cell after the changed one. It ran twice, and the change was not run.",
        3: "3 counts the first cell as a run that adds 1. It sets `count` to 0.",
        0: "0 is what `count = 0` sets. After it the second cell ran twice.",
        1: "1 is what `count` holds after the second cell has run once. It ran twice.",
    },
    otherwise="{given} is not what `count` holds. Follow the runs: set to 0, then the second cell twice.",
    read=whole,
)

# -- 1.3: idioms --------------------------------------------------------------------------------------

share_of_women = value(
    "1.3",
    106 / 216,
    "Nearly one in two: whoever knows only that she is a woman in third class should not be sure of anything.",
    mistakes={
        0.49: "nearly: that is rounded. Store the share as Python computes it.",
        0.491: "nearly: that is rounded to three digits. Store the share as Python computes it.",
        0.4907: "nearly: that is rounded to four digits. Store the share as Python computes it.",
        106: "106 is how many of them lived. The share is this number divided by how many there were.",
        216: "216 is how many there were. Which share of them lived?",
        110: "110 is how many of them died.",
        110 / 216: "that is the share that died. `survived` is 1 for those who lived.",
        339 / 466: "that is the share of all women. Only those in third class are asked about.",
        181 / 709: "that is the share of all people in third class. Only the women are asked about.",
        75 / 493: "that is the share of the men in third class.",
        139
        / 144: "that is the share of the women in first class. The column is pclass, and third class is 3.",
        94
        / 106: "that is the share of the women in second class. The column is pclass, and third class is 3.",
        500 / 1309: "that is the share of all passengers. Choose the rows first: women, in third class.",
        216
        / 1309: "that is the share of all passengers who are women in third class. How many of these women lived?",
        106 / 1309: "you divided by all passengers. Divide by the women in third class.",
        106 / 466: "you divided by all women. Divide by those in third class.",
        106 / 709: "you divided by all in third class. Divide by the women among them.",
        106
        / 500: "that is how many of the survivors were women in third class. Divide by these women, not by the survivors.",
        414
        / 959: "these are the rows where one of the two is true, or both: that is | . Both at once is & .",
        10600 / 216: "that is in per cent. A share lies between 0 and 1.",
        49: "that is in per cent, and rounded. A share lies between 0 and 1.",
    },
    otherwise="{given} is not that share. Choose the rows with both conditions, then take the mean of `survived`.",
)

# -- 1.4: names ---------------------------------------------------------------------------------------

backends = letters(
    "1.4",
    "ad",
    "Keras says what is to be computed, its backend computes it. So a model can change its backend and stay as it is.",
    why={
        "b": "Keras computes nothing by itself. It needs a backend, another library that does.",
        "c": "`tf.keras` was Keras too, reached by another name: its layers and its `fit` are those of today.",
    },
)

# -- 1.5: how long, and where -------------------------------------------------------------------------

SPEED = 100e9  # multiplications a second
NEAR = 0.01  # an estimate may be rounded
TABLE, PHOTO = 2656, 3.8e9  # multiplications for one answer: our network, ResNet-50
SECONDS = (TABLE * 1_000_000 * 25 * 3 / SPEED, PHOTO * 20_000 / SPEED, PHOTO * 20_000 * 40 * 3 / SPEED)
SLIPS = (  # each job's slips, as factors of what is right
    {
        1 / 3: "the way back is missing. Training takes three times as much as answering.",
        1 / 2: "forward and back are counted as two. The way back is twice the work, so it is times 3.",
        1 / 25: "the rounds are missing. All passengers are gone through 25 times.",
        20 / 25: "that is with the 20 rounds of this lesson. Here they are 25.",
        1 / 75: "that is one answer for each passenger. It is trained: times 25 rounds, times 3.",
        1047 / 1_000_000: "that is for 1047 passengers. Here they are a million.",
        1 / 1_000_000: "that is for one passenger. They are a million.",
        PHOTO / TABLE: "that is with ResNet-50's multiplications. Our network takes 2656 for an answer.",
    },
    {
        3: "it is multiplied by 3, which is for training. A trained network goes forward only.",
        120: "that is learning from them, in 40 rounds. Here a trained network answers, once for each photograph.",
        40: "it has 40 rounds. A trained network answers once for each photograph.",
        1 / 20_000: "that is one photograph. They are 20,000.",
        TABLE
        / PHOTO: "that is with our network's multiplications. ResNet-50 takes 3.8 billion for an answer.",
    },
    {
        1 / 3: "the way back is missing. Training takes three times as much as answering.",
        2 / 3: "forward and back are counted as two. The way back is twice the work, so it is times 3.",
        1 / 40: "the rounds are missing. All photographs are gone through 40 times.",
        1 / 120: "that is one answer for each photograph. It is trained: times 40 rounds, times 3.",
        3: "it is multiplied by 3 twice. Forward and back are three times as much work as forward alone.",
        90 / 40: "that is with the 90 rounds of the page. Here they are 40.",
        64: "that is for 1.28 million photographs. Here they are 20,000.",
        64 * 90 / 40: "that is for 1.28 million photographs in 90 rounds. Here they are 20,000 in 40.",
        1 / 20_000: "that is for one photograph. They are 20,000.",
        TABLE
        / PHOTO: "that is with our network's multiplications. ResNet-50 takes 3.8 billion for an answer.",
    },
)
UNITS = {
    SPEED: "these are multiplications. Divide by the speed, 100 billion a second.",
    1 / 60: "that is in minutes. Seconds are wanted.",
    1 / 3600: "that is in hours. Seconds are wanted.",
    1 / 86400: "that is in days. Seconds are wanted.",
    1000: "that is in thousandths of a second. Seconds are wanted.",
    100: "the speed is taken for 1 billion a second. It is 100 billion, 100e9.",
    0.1: "the speed is taken for 1000 billion a second. It is 100 billion, 100e9.",
    10: "the speed is taken for 10 billion a second. It is 100 billion, 100e9.",
}
MADE_OF = {
    "a": "2656 times a million passengers times 25 rounds times 3",
    "b": "3.8 billion times 20,000 photographs",
    "c": "3.8 billion times 20,000 photographs times 40 rounds times 3",
}
WAITS = {
    "a": "2 seconds are no reason to look for a GPU.",
    "b": "760 seconds are not quite 13 minutes, and you can wait for an hour.",
}


@exercise(
    "1.5",
    "Learning from the photographs takes 120 times as long as sorting them: 25 hours, where a GPU pays.",
    worked=lambda: (list(SECONDS), "c"),
)
def three_jobs(seconds: object, gpu: object) -> None:
    given = vector(seconds, 3, "number")
    for name, one, right, slips in zip("abc", given, SECONDS, SLIPS, strict=True):
        if isclose(one, right, rel_tol=NEAR):
            continue
        for factor, why in (slips | UNITS).items():
            if isclose(one / right, factor, rel_tol=NEAR):
                raise Wrong(f"job ({name}): {why}")
        raise Wrong(f"job ({name}) does not take {written(one)} seconds: {MADE_OF[name]}, by the speed.")
    letters("1.5", "c", "", why=WAITS).rule(gpu)
