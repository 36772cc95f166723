#!/bin/sh
# The Littlest JupyterHub for a class: one machine, Ubuntu or Debian, root. NOT RUN by the authors (it needs systemd).
#
#   sh tljh.sh https://github.com/OWNER/NAME v0.2.0-2027a teacher
set -eu
repository=$1 tag=$2 teacher=$3

# the hub itself; the teacher chooses a password at the first log-in, as each learner does
curl -L https://tljh.jupyter.org/bootstrap.py | python3 - --admin "$teacher"

# the course at the class's tag: every version as the lessons were run with, then helpers, then what follows the links
git clone --depth 1 --branch "$tag" "$repository" /srv/course
cd /srv/course
python3 -c 'from tools import course; print(course.lock_for("learner", open(course.LOCK).read()))' > /srv/course.txt
/opt/tljh/user/bin/python -m pip install --require-hashes --only-binary=:all: -r /srv/course.txt
/opt/tljh/user/bin/python -m pip install --no-deps --no-build-isolation /srv/course
/opt/tljh/user/bin/python -m pip install nbgitpuller==1.3.0
mkdir -p /opt/tljh/user/share/jupyter/lab/settings
cp tools/jupyterlab_settings.json /opt/tljh/user/share/jupyter/lab/settings/overrides.json

# 2 GB a learner; a server that nobody has used for an hour ends. Without swap: a limit would spill into it
tljh-config set limits.memory 2G
tljh-config set limits.cpu 2
tljh-config set services.cull.enabled True
tljh-config set services.cull.timeout 3600
tljh-config set user_environment.default_app jupyterlab
# learners make their account at the first log-in. After the first lesson close that again (set it to False), or name
# them: tljh-config add-item users.allowed NAME
tljh-config set auth.FirstUseAuthenticator.create_users True
tljh-config reload
swapoff --all
