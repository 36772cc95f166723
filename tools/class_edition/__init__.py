"""What a class needs, made from the lessons and their answers: `make class`, into build/class/.

    learner/     the notebooks without solutions, to hand out
    solutions/   a notebook and a page a lesson, to release after it
    teacher/     the plan, the notes and the answers of each lesson, quizzes, timetables, forms

One subject a module: `notebooks` makes the first two, `sections` and `plan` read a lesson, `mistakes` asks the
checks about the wrong answers, `lesson_page` writes the teacher's page, `timetable` the uses of the course,
`quiz` the quizzes, `forms` the rest, `printed` turns Markdown into pages, `secrets` proves that nothing of the
teacher's is in what learners get. What is written by hand is in classroom/.
"""
