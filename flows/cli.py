"""The `moawatch` command. Each command's module is imported only when called, so that questions are quick."""

import importlib
import os
import sys
from functools import cache

import click

from flows import __version__
from flows.terminal import complain, replace_signs_beyond_encoding
from models.errors import MoawatchError

# name -> (module, attribute, what `moawatch --help` says)
COMMANDS = {
    "run": ("flows.commands.work", "run", "Fetch what is due, update the record, send the digests."),
    "demo": ("flows.commands.work", "demo", "Run the real flow against the bundled sample publisher."),
    "backfill": (
        "flows.commands.work",
        "backfill",
        "Add saved lists, or the history of a Git repository, in any order.",
    ),
    "deploy": ("flows.commands.work", "deploy", "Put the schedules and automations on a Prefect server."),
    "serve": ("flows.commands.work", "serve", "Run the Prefect schedules in one process."),
    "counts": ("flows.commands.asking", "counts", "Agreements, agencies, states, territories and pending."),
    "agreements": ("flows.commands.agreements", "agreements", "The roster: who has an agreement, now or on a day."),
    "changes": ("flows.commands.asking", "changes", "What changed between lists."),
    "agency": ("flows.commands.asking", "agency", "One agency: spellings, agreements, history, documents."),
    "lists": ("flows.commands.asking", "lists", "Every list: accepted, or held and why."),
    "search": ("flows.commands.search", "search", "Find agencies, stories, changes and pages by words."),
    "document": ("flows.commands.moas.documents", "document", "One agreement's PDF: what it says, whether it fits."),
    "forms": ("flows.commands.moas.documents", "forms", "Agreements by the revision of their form."),
    "browse": ("flows.commands.browse", "browse", "The record in a browser: filters, search, SQL."),
    "export": ("flows.commands.export", "export", "The record as files: CSV, JSON, Parquet, a workbook, SQLite."),
    "status": (
        "flows.commands.operating.status",
        "status",
        "How everything is doing; exit 1 if anything is wrong.",
    ),
    "review": ("flows.commands.review", "review", "What is held or in doubt, and your rulings on it."),
    "rebuild": ("flows.commands.work", "rebuild", "Derive the record again from the documents."),
    "verify": (
        "flows.commands.operating.verify",
        "verify",
        "Whether every document and the record are whole; exit 1 on damage.",
    ),
    "copy": ("flows.commands.operating.copy", "copy", "A record to another database, proved equal."),
    "digest": (
        "flows.commands.digests.digest",
        "digest",
        "New since the last digest; preview, send, deliveries.",
    ),
    "inbox": ("flows.commands.digests.inbox", "inbox", "Replies with 'stop', and bounces."),
    "subscribers": ("flows.commands.digests.subscribers", "subscribers", "Who gets which digest."),
    "web": ("flows.commands.web", "web", "Pages to subscribe, change and leave; digests and feeds."),
    "check": ("flows.commands.news", "check", "Check a sentence, a file or a page against the record."),
    "stories": ("flows.commands.news", "stories", "The news by story: pages, topics, changed numbers."),
    "claims": ("flows.commands.news", "claims", "Claims found in the news, with their verdicts."),
    "events": ("flows.commands.news", "events", "Policy events found in the news."),
    "figures": ("flows.commands.news", "figures", "Every figure stated for one metric, by whom and when."),
    "funding": ("flows.commands.news", "funding", "What the record implies under the program's funding terms."),
}


@cache
def _refusing_repeats(command: click.Command) -> click.Command:
    """Of an option that is given twice click keeps the last: `--state TX --state FL` would be Florida in silence."""
    parse_args = command.parse_args
    single = [each for each in command.params if isinstance(each, click.Option) and not each.multiple]

    def parse(context: click.Context, args: list[str]) -> list[str]:
        for option in single:
            if sum(word.partition("=")[0] in option.opts for word in args) > 1:
                raise click.UsageError(f"{option.opts[0]} is given more than once; give it once", context)
        return parse_args(context, args)

    command.parse_args = parse  # type: ignore[assignment, method-assign]
    return command


class LazyCommands(click.Group):
    """A group that lists its commands without importing them; a command is imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return _refusing_repeats(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.command(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="moawatch")
@click.option(
    "--database", metavar="URL", help="The record's database; default MOAWATCH_DATABASE or sqlite:///moawatch.db"
)
@click.pass_context
def moawatch(context: click.Context, database: str | None) -> None:
    """The record of every change to ICE's 287(g) agreement lists, each number with its source and date."""
    context.obj = database


def main() -> None:
    """The entry point: any failure that can be stated is one line, with exit status 1, or 2 for a wrong argument."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us, as `moawatch lists >&-` does
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - for as long as the process lives
    replace_signs_beyond_encoding()
    try:
        sys.exit(moawatch.main(standalone_mode=False) or 0)  # what a command returns is its exit status
    except click.Abort:  # Ctrl-C, or no answer to a question
        complain("stopped")
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        complain(_in_one_line(error))
        sys.exit(error.exit_code)
    except MoawatchError as error:
        complain(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # `moawatch changes | head`: the reader has seen enough. Python would complain at its own exit.
        sys.stderr.close()
        sys.exit(0)
    except UnicodeEncodeError:
        complain("an argument is not text in this terminal's encoding; set LC_ALL=C.UTF-8, or another that fits")
        sys.exit(2)
    except OSError as error:  # of the files and folders that were named
        complain(f"{error.filename or 'system'}: {error.strerror or error}; check its permissions and the free space")
        sys.exit(1)


def _in_one_line(error: click.ClickException) -> str:
    """What is wrong with an argument, and how the command is called."""
    said = error.format_message().rstrip(".")
    if isinstance(error, click.UsageError) and error.ctx is not None:
        end = "" if said.endswith("?") else "."  # Click asks 'Did you mean ...?''
        return f"{said}{end} {error.ctx.get_usage()} (--help explains)"
    return said
