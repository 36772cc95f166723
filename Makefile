# Each target sets up what it needs, once. Where there is no make: python tools/course.py lab
PYTHON ?= python3
COURSE := $(PYTHON) tools/course.py
RUN := $(COURSE) run

# another Python's home would keep this one from starting
unexport PYTHONHOME PYTHONPATH

.PHONY: lab update solved test test-browser test-portable fresh lessons luck site slides check address bench lock
lab:  ## the course in JupyterLab, on working copies in work/; GPU=1 takes TensorFlow with CUDA (Linux)
	@$(COURSE) lab $(if $(GPU),--gpu) $(ARGS)

update:  ## the newest course; what you changed is kept, and the command says where
	@$(COURSE) update

test:  ## ruff, mypy, every check and every test; ARGS="-k neurons" chooses
	@$(COURSE) test $(ARGS)

test-browser: site slides  ## every notebook in JupyterLab, the site and the slides, in a real Chromium
	@$(RUN) -m tools.browser $(ONLY)
	@$(RUN) -m tools.browser.site $(ONLY)

test-portable:  ## every notebook on other machines and versions, as far as they can be played here
	@$(RUN) -m tools.portable $(ONLY)

fresh:  ## the newest versions that the floors allow, everything run on them, and what changed; ON=3.12 chooses a Python
	@$(RUN) -m tools.fresh $(ON)

lessons:  ## lessons/ -> notebooks/, executed; ONLY=02 builds one
	@$(RUN) -m tools.build $(ONLY)
	@$(RUN) -m tools.check $(ONLY)

solved:  ## the solved notebooks alone, into build/solved/; ONLY=02 builds one
	@$(RUN) -m tools.build --solved $(ONLY)

class:  ## what a class needs, into build/class/: notebooks without solutions, solutions, a teacher's edition; ONLY=02 makes one
	@$(RUN) -m tools.class_edition $(ONLY)

site:  ## the course as a web site, offline, from the stored notebooks: build/site/; TEACHER=1 the teacher's, after make class
	@$(RUN) --class -m tools.website $(if $(TEACHER),--teacher)

slides:  ## the slides of the lessons whose sources mark some: build/class/slides/
	@$(RUN) --class -m tools.slides

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
