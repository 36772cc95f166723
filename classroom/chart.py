"""Are the values for Kubernetes what the chart takes? Asked of the chart's own schema, over its own defaults.

git clone https://github.com/jupyterhub/zero-to-jupyterhub-k8s
python -m classroom.chart zero-to-jupyterhub-k8s/jupyterhub
"""

from __future__ import annotations

import sys
from pathlib import Path

import jsonschema
import yaml

VALUES = Path(__file__).with_name("z2jh-values.yaml")


def merged(defaults: object, values: object) -> object:
    """Return values laid over a chart's defaults, as Helm does it."""
    if not isinstance(defaults, dict) or not isinstance(values, dict):
        return values
    return {**defaults, **{key: merged(defaults.get(key), value) for key, value in values.items()}}


def problems(chart: Path, values: object) -> list[str]:
    """Return what the chart's schema says against values."""
    schema = yaml.safe_load((chart / "values.schema.yaml").read_text("utf-8"))
    defaults = yaml.safe_load((chart / "values.yaml").read_text("utf-8"))
    checker = jsonschema.validators.validator_for(schema)
    checker.check_schema(schema)
    found = checker(schema).iter_errors(merged(defaults, values))
    return [f"{'.'.join(map(str, one.absolute_path)) or 'at the top'}: {one.message}" for one in found]


def main() -> int:
    """Say what the schema says; and see that it would refuse a misspelt key."""
    chart = Path(sys.argv[1])
    found = problems(chart, yaml.safe_load(VALUES.read_text("utf-8")))
    if not problems(chart, {"singleuser": {"memorry": {"limit": "2G"}}}):
        found.append("the schema takes a misspelt key, so it says nothing")
    print("\n".join(found) or f"{VALUES.name}: the chart's schema takes it, and refuses a misspelt key")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
