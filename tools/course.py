"""Set up the course and start it: what `make` calls, and what works where there is no make.

    python tools/course.py lab       set up if needed, then JupyterLab open at lesson 01, in work/
    python tools/course.py lab --gpu the same with TensorFlow's CUDA build (Linux)
    python tools/course.py update    fetch the newest course; what you changed is kept
    python tools/course.py copies    working copies in work/, for an environment of your own (conda)
    python tools/course.py test      set up if needed, then every check and test
    python tools/course.py run ...   set up if needed, then a command of the environment
    python tools/course.py run --class ...   the same with what the site, the slides and a class need

Uses nothing but the standard library. Any Python, 2.7 included, can read this file: a Python that is too
old looks for another one and says so where there is none. What this file imports from `tools` is read by a
supported Python alone, so those imports stand inside functions.
"""

import argparse
import glob
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "requirements.lock")
CLASS_LOCK = os.path.join(ROOT, "requirements-class.lock")
LOG = os.path.join(ROOT, "build", "setup.log")
OLDEST, NEWEST = (3, 11), (3, 13)
# free disk in gigabytes that an installation takes, downloads included
GIGABYTES = {"learner": 3.5, "author": 4, "gpu": 14, "class": 4.5}
GATES = [  # in seconds, before pytest
    ["ruff", "check"],
    ["ruff", "format", "--check"],
    ["mypy"],
    ["tools.check"],
]
LEAST = 0.5  # gigabytes that the change of a finished installation takes
SECTIONS = {  # which parts of the lock each environment takes
    "learner": ("course", "cpu"),
    "author": ("course", "cpu", "authors"),
    "gpu": ("course", "gpu"),
    "class": ("course", "cpu", "authors", "class"),
}
FOLDERS = {"gpu": ".venv-gpu", "class": ".venv-class"}  # an environment each; the others share .venv
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "MPLBACKEND")  # another Python's modules, another program's pictures


class Stop(Exception):
    """Something the person at the keyboard can mend: one line, with the cure."""


# -- a Python ------------------------------------------------------------------------------------------


def supported(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def own_variables():
    """Return this process's variables without those that lead a Python to somebody else's modules."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}


def answer_of(command):
    """Return what a command prints, or nothing where it fails or is not there."""
    try:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            universal_newlines=True,
            env=own_variables(),
        )
    except OSError:
        return ""
    said = process.communicate()[0].strip()
    return "" if process.returncode else said


def find_python():
    """Return a supported Python: this one, else the newest on the PATH, else the environment's own."""
    if supported(sys.version_info):
        return sys.executable
    places = ["python3.{0}".format(minor) for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for place in places + [environment_python("learner")]:
        found = answer_of([place, "-c", "import sys, venv; print(sys.executable)"])
        if found:
            return found
    raise Stop(
        "Python {0}.{1} is not supported: the course needs Python 3.11, 3.12 or 3.13. "
        "Install one of them and run this again, or name one: make lab PYTHON=/path/to/python3.12".format(
            *sys.version_info[:2]
        )
    )


# -- what there is -------------------------------------------------------------------------------------


def folder_of(level):
    return os.path.join(ROOT, FOLDERS.get(level, ".venv"))


def environment_python(level):
    folder = folder_of(level)
    windows = os.path.join(folder, "Scripts", "python.exe")
    return windows if os.name == "nt" else os.path.join(folder, "bin", "python")


def stamp_of(level):
    """Return what identifies a finished environment: its locks, the package, Lab's settings and the level."""
    parts = [level]
    beside = [os.path.join(ROOT, "pyproject.toml"), os.path.join(ROOT, "tools", "jupyterlab_settings.json")]
    for path in locks_of(level) + beside:
        with open(path, "rb") as file:
            parts.append(hashlib.sha256(file.read()).hexdigest())
    return "\n".join(parts + [ROOT])


def site_packages(level):
    """Return the folder that holds the environment's packages, or nothing where there is none."""
    places = ("lib/python3*/site-packages", "Lib/site-packages")
    for place in places:
        for path in glob.glob(os.path.join(glob.escape(folder_of(level)), place)):
            return path
    return ""


def entries(level):
    """Return the names in site-packages, a package's version left out: one look into one folder."""
    names = os.listdir(site_packages(level)) if site_packages(level) else []
    kept = [name for name in names if name != "__pycache__" and not name.startswith("~")]
    return {re.sub(r"-[^-]*\.dist-info$", ".dist-info", name) for name in kept}


def lost(level):
    """Return what was there when the environment was finished and is not there any more."""
    with open(os.path.join(folder_of(level), "course-installed"), encoding="utf-8") as file:
        return set(file.read().split("\n")) - entries(level)


def is_ready(level):
    """Say whether the environment is finished for `level` and whole; an author's serves a learner too."""
    for enough in {"learner": ("learner", "author")}.get(level, (level,)):
        try:
            with open(os.path.join(folder_of(level), "course-stamp"), encoding="utf-8") as file:
                finished = file.read() == stamp_of(enough)
            if finished and os.path.exists(environment_python(level)) and not lost(level):
                return True
        except OSError:
            continue
    return False


def gigabytes_in(folder):
    """Return how much disk a folder takes."""
    total = 0
    for place, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(place, name)
            total += 0 if os.path.islink(path) else os.path.getsize(path)
    return total / 1e9


def check_machine(level):
    """Stop early where an installation cannot succeed."""
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        raise Stop(
            "There is no current TensorFlow for Macs with an Intel processor. "
            "Open the course on Binder or Colab instead: see README.md."
        )
    if level == "gpu" and not sys.platform.startswith("linux"):
        raise Stop("TensorFlow's CUDA build is for Linux alone. Run make lab without GPU=1.")
    free = shutil.disk_usage(ROOT).free / 1e9
    needed = max(LEAST, GIGABYTES[level] - gigabytes_in(folder_of(level)))
    if free < needed:
        raise Stop(
            "Not enough disk: setting up needs {0:.1f} GB, {1:.1f} GB are free where the course lies. "
            "Free some, or move the course to a larger disk.".format(needed, free)
        )


# -- setting up ----------------------------------------------------------------------------------------


def locks_of(level):
    """Return the lock files that an environment is installed from: a learner's needs nothing of a class's."""
    return [LOCK, CLASS_LOCK] if level == "class" else [LOCK]


def lock_text(level):
    """Return the lock files of an environment, one after the other."""
    texts = []
    for path in locks_of(level):
        with open(path, encoding="utf-8") as file:
            texts.append(file.read())
    return "".join(texts)


def lock_for(level, text):
    """Return the lines of the lock that this environment installs."""
    sections = re.split(r"(?m)^# == (\w+):.*$", text)
    by_name = dict(zip(sections[1::2], sections[2::2]))
    return "".join(by_name[name] for name in SECTIONS[level])


def run_logged(command, log, variables, progress=None):
    """Run a set-up step, its output in the log; stop with the cure if it fails."""
    from tools import installing

    code, said = installing.run(command, log, cwd=ROOT, env=variables, progress=progress)
    if code:
        cure = installing.cure_for(said, code)
        raise Stop("{0} The whole story: {1}".format(cure, os.path.relpath(LOG, ROOT)))


def make_venv(level, log):
    """Make the environment's folder, unless there is one with a supported Python and pip in it."""
    works = "import pip, sys; print({0} <= sys.version_info[:2] <= {1})".format(OLDEST, NEWEST)
    if answer_of([environment_python(level), "-c", works]) == "True":
        return
    python = getattr(sys, "_base_executable", None) or sys.executable
    if not answer_of([python, "-c", "import ensurepip; print(ensurepip.version())"]):
        raise Stop(
            "This Python cannot make virtual environments. On Debian or Ubuntu: "
            "sudo apt install python3-venv, then run this again."
        )
    run_logged([python, "-m", "venv", "--clear", folder_of(level)], log, own_variables())


def forget_damaged(level):
    """Remove the dist-info of packages that have lost files: pip goes by it alone and would leave them so."""
    try:
        gone = lost(level)
    except OSError:  # never finished: pip knows what is missing
        return
    for record in glob.glob(os.path.join(glob.escape(site_packages(level)), "*.dist-info", "RECORD")):
        with open(record, encoding="utf-8", errors="replace") as file:
            damaged = any(re.split("[/,]", line)[0] in gone for line in file)
        if damaged:
            shutil.rmtree(os.path.dirname(record))


def install(level, log):
    """Install the lock's packages and `helpers`, and stamp the environment as finished."""
    from tools import installing

    folder, python = folder_of(level), environment_python(level)
    stamp = os.path.join(folder, "course-stamp")
    if os.path.exists(stamp):
        os.remove(stamp)
    forget_damaged(level)
    chosen = os.path.join(folder, "requirements.txt")
    with open(chosen, "w", encoding="utf-8") as out:
        out.write(lock_for(level, lock_text(level)))
    variables = installing.pip_variables(python, own_variables())
    progress = installing.Progress.of(
        chosen, lambda: sum(name.endswith(".dist-info") for name in entries(level))
    )
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    run_logged(pip + ["--require-hashes", "--only-binary=:all:", "-r", chosen], log, variables, progress)
    run_logged(pip + ["--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT], log, variables)
    settings = os.path.join(folder, "share", "jupyter", "lab", "settings")
    os.makedirs(settings, exist_ok=True)
    shutil.copy(
        os.path.join(ROOT, "tools", "jupyterlab_settings.json"), os.path.join(settings, "overrides.json")
    )
    with open(os.path.join(folder, "course-installed"), "w", encoding="utf-8") as file:
        file.write("\n".join(sorted(entries(level))))
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(stamp_of(level))


def set_up(level):
    """Bring the environment to exactly what the lock says; do nothing if it is there already."""
    if is_ready(level):
        return
    check_machine(level)
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    with open(LOG, "w", encoding="utf-8", errors="replace") as log:
        if os.path.exists(os.path.join(folder_of(level), "course-installed")):
            print("Bringing the set-up to what the course needs now. What happens: build/setup.log")
        else:
            print("Setting up, once: 2 to 10 minutes, mostly downloading. What happens: build/setup.log")
        sys.stdout.flush()
        make_venv(level, log)
        install(level, log)
    print("Set up.")
    sys.stdout.flush()


# -- starting ------------------------------------------------------------------------------------------


def in_environment(level, arguments, **keywords):
    """Run a Python command line in the environment and return its exit status."""
    scripts = os.path.dirname(environment_python(level))
    variables = dict(own_variables(), PYTHONUTF8="1", VIRTUAL_ENV=folder_of(level))
    variables["PATH"] = scripts + os.pathsep + variables.get("PATH", "")
    return subprocess.call([environment_python(level)] + arguments, cwd=ROOT, env=variables, **keywords)


def lab_command(extra=(), root=ROOT):
    """Return the arguments that start JupyterLab at the course."""
    command = [
        "-m",
        "jupyterlab",
        "--ServerApp.root_dir=" + str(root),
        "--LabApp.default_url=/lab/tree/work/01_setup.ipynb",
        # no request leaves the machine: no news, no look for updates
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        # an author's environment has jupytext: it must not touch a learner's files
        "--ServerApp.jpserver_extensions=jupytext=False",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container everybody is root
    return command + list(extra)


def main(arguments):
    parser = argparse.ArgumentParser(prog="course.py", description="Set up the course and start it.")
    parser.add_argument("what", choices=("setup", "lab", "update", "copies", "test", "run"))
    parser.add_argument("--gpu", action="store_true", help="TensorFlow with CUDA, on Linux")
    parser.add_argument(
        "--class", dest="for_class", action="store_true", help="with what a class and the site need"
    )
    known, rest = parser.parse_known_args(arguments)
    if not supported(sys.version_info):
        return subprocess.call(
            [find_python(), os.path.join(ROOT, "tools", "course.py")] + arguments, env=own_variables()
        )
    from tools import updating, working_copies

    sys.stdout.reconfigure(errors="replace")  # a file's name that the terminal cannot show stops nothing
    if known.what == "update":
        return updating.update(ROOT)
    if known.what == "copies":
        working_copies.prepare(ROOT)
        return 0
    level = "learner" if known.what in ("lab", "setup") else "author"
    level = "gpu" if known.gpu else "class" if known.for_class else level
    set_up(level)
    if known.what in ("lab", "setup"):
        working_copies.prepare(ROOT)
    if known.what == "lab":
        return in_environment(level, lab_command(rest))
    if known.what == "test":
        codes = (in_environment(level, ["-m"] + gate) for gate in GATES + [["pytest"] + rest])
        return next((code for code in codes if code), 0)
    if known.what == "run":
        return in_environment(level, rest)
    return 0


def start(arguments):
    """Do what the command line says; say in one line what went wrong, and the cure."""
    try:
        return main(arguments)
    except Stop as stop:
        return "course: {0}".format(stop)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        from tools import installing

        return "course: {0} ({1})".format(installing.cure_for(str(error)), error)


if __name__ == "__main__":
    sys.path[0] = ROOT  # so that there is one module tools.course, however it is started
    from tools import course

    sys.exit(course.start(sys.argv[1:]))
