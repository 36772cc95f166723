"""Set up the course and start it: what `make` calls, and what works where there is no make.

    python tools/course.py lab       set up if needed, then JupyterLab open at lesson 01
    python tools/course.py lab --gpu the same with TensorFlow's CUDA build (Linux)
    python tools/course.py test      set up if needed, then every check and test
    python tools/course.py run ...   set up if needed, then a command of the environment

Uses nothing but the standard library, and no syntax that an old Python would stumble over before
it can say that it is too old.
"""

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOCK = os.path.join(ROOT, "requirements.lock")
LOG = os.path.join(ROOT, "build", "setup.log")
OLDEST, NEWEST = (3, 11), (3, 13)
GIGABYTES = {"learner": 4, "author": 4, "gpu": 14}  # free disk that an installation takes, cache included
SECTIONS = {  # which parts of the lock each environment takes
    "learner": ("course", "cpu"),
    "author": ("course", "cpu", "authors"),
    "gpu": ("course", "gpu"),
}


class Stop(Exception):
    """Something the person at the keyboard can mend: one line, with the cure."""


def supported(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def find_python():
    """Return a supported Python: this one, else the first on the PATH."""
    if supported(sys.version_info):
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which("python3.{0}".format(minor))
        if found and subprocess.call([found, "-c", "import venv"]) == 0:
            return found
    raise Stop(
        "Python {0}.{1} is not supported: the course needs Python 3.11, 3.12 or 3.13. "
        "Install one of them and run this again, or name one: make lab PYTHON=/path/to/python3.12".format(
            *sys.version_info[:2]
        )
    )


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
    if free < GIGABYTES[level]:
        raise Stop(
            "Not enough disk: setting up needs {0} GB, {1:.1f} GB are free where the course lies. "
            "Free some, or move the course to a larger disk.".format(GIGABYTES[level], free)
        )


def lock_for(level, text):
    """Return the lines of the lock that this environment installs."""
    sections = re.split(r"(?m)^# == (\w+):.*$", text)
    by_name = dict(zip(sections[1::2], sections[2::2]))
    return "".join(by_name[name] for name in SECTIONS[level])


def folder_of(level):
    return os.path.join(ROOT, ".venv-gpu" if level == "gpu" else ".venv")


def environment_python(level):
    folder = folder_of(level)
    windows = os.path.join(folder, "Scripts", "python.exe")
    return windows if os.name == "nt" else os.path.join(folder, "bin", "python")


def stamp_of(level):
    """Return what identifies a finished environment: the lock, the package, Lab's settings and the level."""
    parts = [level]
    for name in ("requirements.lock", "pyproject.toml", os.path.join("tools", "jupyterlab_settings.json")):
        with open(os.path.join(ROOT, name), "rb") as file:
            parts.append(hashlib.sha256(file.read()).hexdigest())
    return "\n".join(parts + [ROOT])


def is_ready(level):
    """Say whether the environment is finished for `level`; an author's serves a learner too."""
    for enough in {"learner": ("learner", "author")}.get(level, (level,)):
        try:
            with open(os.path.join(folder_of(level), "course-stamp"), encoding="utf-8") as file:
                if file.read() == stamp_of(enough) and os.path.exists(environment_python(level)):
                    return True
        except OSError:
            continue
    return False


def cure_for(log):
    """Turn the end of pip's log into one line with the cure."""
    cures = (
        (
            r"No space left on device|not enough space",
            "The disk is full. Free some space and run this again; it goes on where it stopped.",
        ),
        (
            r"DO NOT MATCH THE HASHES",
            "A downloaded package is not the one the course was tested with (its hash differs). "
            "Run this again; if it stays so, a proxy or mirror alters downloads: ask whoever runs it.",
        ),
        (
            r"NewConnectionError|Temporary failure|Name or service not known|getaddrinfo failed|unreachable"
            r"|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Connection refused|from versions: none",
            "No package could be downloaded: the network or the package index was not reached. "
            "Check the connection (and the proxy, if there is one) and run this again.",
        ),
        (
            r"Permission denied|Read-only file system",
            "The course's folder cannot be written to. Copy it to a folder of your own and run this there.",
        ),
    )
    for pattern, cure in cures:
        if re.search(pattern, log):
            return cure
    return "Setting up failed, and the reason is not one we know."


def run_logged(command, log):
    """Run a set-up step, its output in the log; stop with the cure if it fails."""
    start = log.tell()
    log.flush()
    code = subprocess.call(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT)
    if code:
        with open(LOG, encoding="utf-8", errors="replace") as file:
            file.seek(start)
            said = file.read()
        raise Stop("{0} The whole story: {1}".format(cure_for(said), os.path.relpath(LOG, ROOT)))


def make_venv(python, level, log):
    folder = folder_of(level)
    try:
        working = os.path.exists(environment_python(level)) and not subprocess.call(
            [
                environment_python(level),
                "-c",
                "import pip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))",
            ],
            stdout=log,
            stderr=log,
        )
    except OSError:
        working = False
    if working:
        return
    if subprocess.call([python, "-c", "import ensurepip"], stdout=log, stderr=log):
        raise Stop(
            "This Python cannot make virtual environments. On Debian or Ubuntu: "
            "sudo apt install python3-venv, then run this again."
        )
    run_logged([python, "-m", "venv", "--clear", folder], log)


def set_up(level):
    """Bring the environment to exactly what the lock says; do nothing if it is there already."""
    if is_ready(level):
        return
    python = find_python()
    check_machine(level)
    try:
        os.makedirs(os.path.dirname(LOG), exist_ok=True)
        with open(LOG, "w", encoding="utf-8", errors="replace") as log:
            print("Setting up, once: 2 to 10 minutes, mostly downloading. What happens: build/setup.log")
            sys.stdout.flush()
            make_venv(python, level, log)
            install(level, log)
    except OSError as error:
        raise Stop("{0} ({1})".format(cure_for(str(error)), error)) from error
    print("Set up.")
    sys.stdout.flush()


def install(level, log):
    folder, python = folder_of(level), environment_python(level)
    stamp = os.path.join(folder, "course-stamp")
    if os.path.exists(stamp):
        os.remove(stamp)
    chosen = os.path.join(folder, "requirements.txt")
    with open(LOCK, encoding="utf-8") as file, open(chosen, "w", encoding="utf-8") as out:
        out.write(lock_for(level, file.read()))
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    run_logged(pip + ["--require-hashes", "--only-binary=:all:", "-r", chosen], log)
    run_logged(pip + ["--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT], log)
    settings = os.path.join(folder, "share", "jupyter", "lab", "settings")
    os.makedirs(settings, exist_ok=True)
    shutil.copy(
        os.path.join(ROOT, "tools", "jupyterlab_settings.json"), os.path.join(settings, "overrides.json")
    )
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(stamp_of(level))


def in_environment(level, arguments, **keywords):
    """Run a Python command line in the environment and return its exit status."""
    variables = dict(os.environ, PYTHONUTF8="1")
    variables.pop("PYTHONHOME", None)
    variables.pop("PYTHONPATH", None)
    variables["VIRTUAL_ENV"] = folder_of(level)
    scripts = os.path.dirname(environment_python(level))
    variables["PATH"] = scripts + os.pathsep + variables.get("PATH", "")
    return subprocess.call([environment_python(level)] + arguments, cwd=ROOT, env=variables, **keywords)


def lab_command(extra=(), root=ROOT):
    """Return the arguments that start JupyterLab at the course."""
    command = [
        "-m",
        "jupyterlab",
        "--ServerApp.root_dir=" + str(root),
        "--LabApp.default_url=/lab/tree/notebooks/01_setup.ipynb",
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


def main():
    parser = argparse.ArgumentParser(prog="course.py", description="Set up the course and start it.")
    parser.add_argument("what", choices=("setup", "lab", "test", "run"))
    parser.add_argument("--gpu", action="store_true", help="TensorFlow with CUDA, on Linux")
    known, rest = parser.parse_known_args()
    level = "gpu" if known.gpu else "learner" if known.what in ("lab", "setup") else "author"
    set_up(level)
    if known.what == "lab":
        return in_environment(level, lab_command(rest))
    if known.what == "test":
        return in_environment(level, ["-m", "tools.check"]) or in_environment(
            level, ["-m", "pytest"] + (rest or [])
        )
    if known.what == "run":
        return in_environment(level, rest)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        sys.exit("course: {0}".format(stop))
    except KeyboardInterrupt:
        sys.exit(130)
