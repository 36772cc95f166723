"""One learner of the trial, driven by HTTP: logs in, pulls by link, runs notebooks, answers, looks around."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import requests
import websocket

FOLDER = "course"  # where the link puts the course
CELL_SECONDS = 600


class TrialError(Exception):
    """Something a learner met that should not be; the message says who and what."""


@dataclass
class Learner:
    """A learner with a browser's cookies.

    Args:
        name: also the Unix user.
        password: the trial's.
        base: the hub's address.
        at_browser: whether lesson 02 is run in a real browser.
    """

    name: str
    password: str
    base: str
    at_browser: bool = False
    web: requests.Session = field(default_factory=requests.Session)
    seconds: dict[str, float] = field(default_factory=dict)

    def timed(self, what: str, work: Any, *arguments: Any) -> Any:
        """Do something and keep how long it took."""
        started = time.monotonic()
        result = work(*arguments)
        self.seconds[what] = time.monotonic() - started
        return result

    def fail(self, what: str) -> TrialError:
        return TrialError(f"{self.name}: {what}")

    # -- the hub --------------------------------------------------------------------------------------

    def log_in(self) -> None:
        """Log in by the form and wait until the server is up."""
        form = self.web.get(f"{self.base}/hub/login", timeout=120)
        about = {"username": self.name, "password": self.password, "_xsrf": self._cookie("_xsrf", "/hub/")}
        done = self.web.post(f"{self.base}/hub/login", data=about, timeout=120)
        if form.status_code != 200 or done.status_code >= 400 or "/hub/login" in done.url:
            raise self.fail(f"cannot log in: {done.status_code} at {done.url}")
        self.web.get(f"{self.base}/hub/spawn", timeout=120)
        until = time.monotonic() + 600
        while time.monotonic() < until:
            shown = self.web.get(f"{self.base}/user/{self.name}/lab", timeout=120)
            if (
                shown.status_code == 200
                and f"/user/{self.name}/lab" in shown.url
                and "spawn" not in shown.url
            ):
                return
            time.sleep(1)
        raise self.fail("no server after ten minutes")

    def _cookie(self, name: str, path: str) -> str:
        found = [one.value for one in self.web.cookies if one.name == name and one.path == path]
        return found[-1] if found else ""

    def ask(self, method: str, path: str, of: str = "", **more: Any) -> requests.Response:
        """Ask this learner's server, or another's, as the browser of this learner would."""
        prefix = f"/user/{of or self.name}/"
        headers = {"X-XSRFToken": self._cookie("_xsrf", prefix), "Referer": f"{self.base}{prefix}lab"}
        return self.web.request(method, self.base + prefix + path, headers=headers, timeout=300, **more)

    # -- the course -----------------------------------------------------------------------------------

    def pull(self, link: dict[str, str]) -> None:
        """Follow the link that opens a lesson, and do what its page does."""
        shown = self.web.get(f"{self.base}/hub/user-redirect/git-pull?{urlencode(link)}", timeout=120)
        if shown.status_code != 200 or f"/user/{self.name}/git-pull" not in shown.url:
            raise self.fail(f"the link led to {shown.url}: {shown.status_code}")
        asked = {key: link[key] for key in ("repo", "branch")} | {"targetpath": FOLDER}
        said = self.ask("GET", f"git-pull/api?{urlencode(asked)}").text
        events = [json.loads(line[6:]) for line in said.splitlines() if line.startswith("data: ")]
        if not events or events[-1].get("phase") != "finished":
            raise self.fail(f"the pull did not finish: {events[-1:]}")

    def read(self, path: str) -> dict[str, Any]:
        """Return a notebook."""
        answer = self.ask("GET", f"api/contents/{quote(path)}?content=1")
        if answer.status_code != 200:
            raise self.fail(f"{path}: {answer.status_code}")
        return answer.json()["content"]

    def save(self, path: str, notebook: dict[str, Any]) -> None:
        """Save a notebook."""
        about = {"type": "notebook", "format": "json", "content": notebook}
        answer = self.ask("PUT", f"api/contents/{quote(path)}", json=about)
        if answer.status_code != 200:
            raise self.fail(f"{path} cannot be saved: {answer.status_code}")

    def run_all(self, path: str) -> dict[str, Any]:
        """Run a notebook's code cells in a new kernel, save it, and return it."""
        notebook = self.read(path)
        with Kernel(self, path) as kernel:
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":
                    cell["outputs"] = kernel.run("".join(cell["source"]))
        self.save(path, notebook)
        return notebook


class Kernel:
    """A kernel on a learner's server, as JupyterLab talks to it."""

    def __init__(self, learner: Learner, path: str) -> None:
        self.learner, self.path, self.session = learner, path, uuid.uuid4().hex

    def __enter__(self) -> Kernel:
        about = {"path": self.path, "name": self.path, "type": "notebook", "kernel": {"name": "python3"}}
        answer = self.learner.ask("POST", "api/sessions", json=about)
        if answer.status_code != 201:
            raise self.learner.fail(f"no kernel for {self.path}: {answer.status_code} {answer.text[:200]}")
        self.of = answer.json()
        prefix = f"/user/{self.learner.name}/"
        cookies = "; ".join(
            f"{one.name}={one.value}" for one in self.learner.web.cookies if prefix.startswith(one.path)
        )
        self.socket = websocket.create_connection(
            f"ws{self.learner.base.removeprefix('http')}{prefix}api/kernels/{self.of['kernel']['id']}/channels"
            f"?session_id={self.session}",
            cookie=cookies,
            origin=self.learner.base,
            timeout=CELL_SECONDS,
        )
        return self

    def __exit__(self, *error: object) -> None:
        self.socket.close()
        self.learner.ask("DELETE", f"api/sessions/{self.of['id']}")

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run code and return its outputs."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "username": self.learner.name}
        header |= {"session": self.session, "version": "5.3", "date": ""}
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        content |= {"user_expressions": {}, "stop_on_error": False}
        message = {
            "header": header,
            "parent_header": {},
            "metadata": {},
            "content": content,
            "channel": "shell",
        }
        self.socket.send(json.dumps(message))
        outputs: list[dict[str, Any]] = []
        while True:
            got = self.socket.recv()
            if not isinstance(got, str):
                continue  # a widget's own bytes
            said = json.loads(got)
            if said.get("parent_header", {}).get("msg_id") != header["msg_id"]:
                continue
            kind, content = said["msg_type"], said["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return outputs
            if kind in ("stream", "display_data", "execute_result", "error"):
                content.pop("transient", None)
                outputs.append({"output_type": kind, **content})


def printed(outputs: list[dict[str, Any]]) -> str:
    """Return what a cell printed and, in words, what it displayed."""
    text = []
    for one in outputs:
        if one["output_type"] == "stream" and one.get("name") == "stdout":
            text.append("".join(one["text"]))
        elif one["output_type"] == "error":
            text.append(f"{one['ename']}: {one['evalue']}")
        elif "data" in one:
            text.append("".join(one["data"].get("text/plain", "")))
    return "".join(text)
