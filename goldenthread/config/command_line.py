"""`goldenthread`: everything a script or an officer at a terminal would want.

Each command is loaded when it is asked for, so that reading a plan needs no database and no Django.
Exit codes: 0 done; 1 refused, with the sentence on standard error; 2 the command's words are off.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from goldenthread.rules.refusals import Refused

# command → (module under goldenthread.config.commands, one line for the list)
COMMANDS = {
    "demo": ("demo", "Make the demonstration area, and serve it."),
    "demo-register": ("demo_register", "Fill the demonstration with invented children."),
    "import-plan": ("import_plan", "Read a plan document: show what is understood, or import it."),
    "import-findings": (
        "import_findings",
        "Bring the findings of an inspection report into a plan.",
    ),
    "import-settings": (
        "import_settings",
        "Bring in the national list of schools and providers.",
    ),
    "import-register": (
        "import_register",
        "Bring returns and extracts into the register of children and young people.",
    ),
    "plans": ("plans", "List the plans of a local area, with their three shares."),
    "actions": ("plans", "List a plan's actions, filtered as on the page."),
    "risks": ("risks", "List a plan's risks and issues, the highest score first."),
    "rate": ("plans", "Record a rating of an action."),
    "periods": ("periods", "List a plan's reporting periods."),
    "open-period": ("periods", "Open a reporting period."),
    "close-period": ("periods", "Close a reporting period and freeze it."),
    "reopen-period": ("periods", "Reopen a closed period, with a reason."),
    "rounds": ("rounds", "List a plan's update rounds: who has returned, who is to chase."),
    "request-updates": ("rounds", "Ask every lead of a plan for an update by a day."),
    "remind": ("rounds", "Send the reminders that fall today."),
    "board-paper": (
        "board_paper",
        "The board's paper of a closed period, as figures or documents.",
    ),
    "lead-workbook": ("workbooks", "Write a workbook of actions for a lead to fill in."),
    "import-workbook": ("workbooks", "Load a workbook that came back from a lead."),
    "highlight-report": (
        "highlight_report",
        "How one part of a plan stands, as figures or documents.",
    ),
    "clock": ("clock", "The last day of a time limit in law, from the day it runs from."),
    "recompute-clocks": (
        "recompute_clocks",
        "Prove that every deadline of the register is what the rules say.",
    ),
    "released": ("releases", "List what has left the partnership, and what waits to leave."),
    "prepare-release": ("releases", "Set an issued paper aside for somebody outside."),
    "release": ("releases", "Release, refuse or withdraw what was prepared by somebody else."),
    "add-area": ("areas", "Set up a local area and its first administrator."),
    "areas": ("areas", "List the local areas of this installation."),
    "add-user": ("areas", "Give somebody an account and a role."),
    "end-role": ("areas", "End somebody’s role, at once or on a day."),
    "close-account": ("areas", "Close somebody’s account: they are signed out at once."),
    "history": ("histories", "What happened to a plan, an action, a person or another thing."),
    "verify-trail": ("trail", "Check that the audit trail is whole; name the first bad row."),
    "trail-head": ("trail", "Print where the audit trail ends, to write it down elsewhere."),
    "backup": ("backups", "Back up the database, the files and the key, encrypted."),
    "backups": ("backups", "List the finished backups."),
    "verify-backup": ("backups", "Read all of a backup; say what is damaged or missing."),
    "restore": ("backups", "Restore a backup: all of it, or nothing."),
    "retention": ("retention", "Say what is over and would be erased; or erase it."),
    "hand-over": ("handover", "Hand over everything that somebody holds."),
    "weekly-digest": ("handover", "Queue the message “Your week” for everybody who wants it."),
    "send-mail": ("mail", "Send the messages that are due now."),
    "perhaps-sent": (
        "mail",
        "List and settle messages of which nobody knows whether they arrived.",
    ),
    "bounces": ("mail", "Read reports of mail that came back."),
    "check": ("check", "Is anything broken, or weak about the settings?"),
    "status": ("status", "How the installation stands, part by part."),
    "migrate": ("running", "Bring the database up to this version."),
    "serve": ("running", "Serve the pages."),
    "worker": ("running", "Do the long work: imports and papers."),
}


class Commands(click.Group):
    """Lists every command without loading it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"goldenthread.config.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="goldenthread", prog_name="goldenthread")
def cli() -> None:
    """Golden Thread, from a terminal.

    \b
    Try, without any database:
      goldenthread import-plan plan.docx --dry-run
    Then, in an installation:
      goldenthread import-plan plan.docx --area eastmere
      goldenthread close-period "December 2019" --cut-off 2019-12-31
      goldenthread board-paper --format docx --out paper.docx

    Commands act as the local area's administrator unless --as names somebody else by email address;
    either way the audit trail says who. Add --help to any command for its own examples.
    """


def main() -> None:
    """The entry point: refusals become one sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
    try:
        result: Any = cli.main(standalone_mode=False)
    except Refused as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(1)
    except click.exceptions.Abort:
        click.echo("Stopped. Nothing was saved.", err=True)
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except BrokenPipeError:
        # The reader of a pipe left early (| head); there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as problem:  # whatever it is, it is raised again
        sentence = _of_the_database(problem)
        if not sentence:
            raise
        click.echo(sentence, err=True)
        sys.exit(1)
    sys.exit(result if isinstance(result, int) else 0)


def _of_the_database(problem: Exception) -> str:
    """What to say where its disk is full, where a table or a column is not there yet or where there
    is no database at all; "" for anything else. Asked only where Django was loaded already: a dry
    run needs none."""
    if "django.db" not in sys.modules:
        return ""
    from django.db import OperationalError, ProgrammingError

    from goldenthread.config.last_resort import NO_DATABASE, NO_ROOM, UNFINISHED, trouble_of
    from goldenthread.config.logs import about_the_machine

    trouble = trouble_of(problem)
    if trouble is NO_ROOM:
        return (
            "This could not be saved: the disk is full, or may only be read. What was saved before "
            "is safe. Make room, then run this again."
        )
    if trouble is UNFINISHED:
        return str(problem)
    if trouble is NO_DATABASE:
        said = about_the_machine(problem.__cause__) if problem.__cause__ else ""
        words = f"The database cannot be reached: {said}." if said else "No database answers."
        return f"{words} Is it running, and is DATABASE_URL right?"
    if isinstance(problem, (OperationalError, ProgrammingError)):
        return "The database is not up to date. Run: goldenthread migrate."
    return ""
