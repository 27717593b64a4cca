"""The command line: ``luylau COMMAND``. Each command lives in a module of its own and is loaded when it is
asked for."""

from importlib import import_module
from typing import cast

import click

from luylau import __version__

_COMMANDS = {
    "audit": "luylau.cli.audit:audit",
    "cameras": "luylau.cli.cameras:cameras",
    "city": "luylau.cli.city:city",
    "devices": "luylau.cli.devices:devices",
    "grid": "luylau.cli.grid:grid",
    "replay": "luylau.cli.replay:replay",
    "run": "luylau.cli.run:run",
    "simulate": "luylau.cli.simulate:simulate",
    "siting": "luylau.cli.siting:siting",
    "up": "luylau.cli.up:up",
    "users": "luylau.cli.users:users",
    "vision": "luylau.cli.vision:vision",
}


class LazyGroup(click.Group):
    """Loads a command's module only when that command is called, so that each starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all commands by name."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return one command, or None."""
        target = _COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, name = target.split(":")
        return cast(click.Command, getattr(import_module(module), name))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="luylau")
def main() -> None:
    """Luy Lâu: a city's power, cameras and sensors watched as one system."""
