"""The trial's hub: JupyterHub as `classroom.hub_trial` starts it, told by the environment variable COURSE_TRIAL.

Not a configuration to run a class with: its password is for everybody, and it holds nobody to any memory.
"""

import json
import os

trial = json.loads(os.environ["COURSE_TRIAL"])
c = get_config()  # noqa: F821, JupyterHub brings it along

c.JupyterHub.ip = "127.0.0.1"
c.JupyterHub.port = trial["port"]
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = trial["hub_port"]
c.JupyterHub.db_url = f"sqlite:///{trial['folder']}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{trial['folder']}/cookie_secret"
c.JupyterHub.load_roles = []

# the hub may be restarted: proxy and learners' servers go on without it
c.ConfigurableHTTPProxy.should_start = False
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{trial['proxy_port']}"
c.ConfigurableHTTPProxy.auth_token = trial["token"]
c.JupyterHub.cleanup_servers = False
c.JupyterHub.cleanup_proxy = False

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = trial["password"]
c.Authenticator.allowed_users = set(trial["users"])

c.JupyterHub.spawner_class = "localprocess"  # each server as its learner's own Unix user
c.Spawner.cmd = [trial["python"], "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--ServerApp.jpserver_extensions=jupytext=False", "--LabApp.news_url="]
c.Spawner.default_url = "/lab"
c.Spawner.environment = trial["variables"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 600
