# Each target sets up what it needs, once. Where there is no make: python tools/course.py lab
PYTHON ?= python3
COURSE := $(PYTHON) tools/course.py
RUN := $(COURSE) run

# another Python's home would keep this one from starting
unexport PYTHONHOME PYTHONPATH

.PHONY: lab update solved test test-browser test-portable fresh lessons luck class site slides collect class-view test-class test-hub check address bench lock
lab:  ## the course in JupyterLab, on working copies in work/; GPU=1 takes TensorFlow with CUDA (Linux)
	@$(COURSE) lab $(if $(GPU),--gpu) $(ARGS)

update:  ## the newest course; what you changed is kept, and the command says where
	@$(COURSE) update

test:  ## ruff, mypy, every check and every test; ARGS="-k neurons" chooses
	@$(COURSE) test $(ARGS)

test-browser: site class  ## every notebook in JupyterLab, the site, the slides and a class's pages, in a real Chromium
	@$(RUN) -m tools.browser $(ONLY)
	@$(RUN) -m tools.browser.site --class $(ONLY)

test-portable:  ## every notebook on other machines and versions, as far as they can be played here
	@$(RUN) -m tools.portable $(ONLY)

fresh:  ## the newest versions that the floors allow, everything run on them, and what changed; ON=3.12 chooses a Python
	@$(RUN) -m tools.newest $(ON)

lessons:  ## lessons/ -> notebooks/, executed; ONLY=02 builds one
	@$(RUN) -m tools.build $(ONLY)
	@$(RUN) -m tools.check $(ONLY)

solved:  ## the solved notebooks alone, into build/solved/; ONLY=02 builds one
	@$(RUN) -m tools.build --solved $(ONLY)

class: slides  ## what a class needs, into build/class/: notebooks without solutions, solutions, a teacher's edition, slides; ONLY=02 makes one
	@$(RUN) -m tools.class_edition $(ONLY)

site:  ## the course as a web site, offline, from the stored notebooks: build/site/; TEACHER=1 the teacher's, after make class
	@$(RUN) --class -m tools.website $(if $(TEACHER),--teacher)

slides:  ## the slides of the lessons whose sources mark some: build/class/slides/
	@$(RUN) -m tools.slides

collect:  ## notebooks handed in for a lesson, judged in a box: LESSON=02 FROM=handed-in.zip; CSV=… COLUMN=… fills the LMS's own
	@$(RUN) -m classroom.collect $(LESSON) "$(FROM)" $(if $(CSV),--csv "$(CSV)") $(if $(COLUMN),--column "$(COLUMN)") $(ARGS)

class-view:  ## who is where, from the learners' own progress files: FROM=/home LESSON=02
	@$(RUN) -m classroom.class_view "$(FROM)" $(if $(LESSON),--lesson $(LESSON))

test-class:  ## hostile notebooks against the box that collecting runs them in; needs bubblewrap, takes a quarter of an hour
	@$(RUN) -m pytest classroom/test_boxed.py -n0 $(ARGS)

test-hub:  ## a real JupyterHub with ten learners at once, each a Unix user; as root; LEARNERS=3 takes three
	@$(RUN) --class -m classroom.hub_trial $(if $(LEARNERS),--learners $(LEARNERS)) $(ARGS)

luck:  ## what the lessons claim, asked again under ten other seeds; ONLY=02 asks one; goes on where it stopped
	@$(RUN) -m tools.luck $(ONLY)

address:  ## after a change of address, branch or version in pyproject.toml: links and Colab cells anew
	@$(RUN) -m tools.address

check:  ## every notebook is its source's
	@$(RUN) -m tools.check $(ONLY)

bench:  ## speed, as ratios against what a learner would write
	@$(RUN) -m tools.bench $(ONLY)

lock:  ## requirements.lock and requirements-class.lock from pyproject.toml
	@$(RUN) -m tools.lock
