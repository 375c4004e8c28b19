"""The steps of a run as Prefect tasks: green or red as they went, one log line each, no traceback of what is stated."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Completed, Failed
from prefect.tasks import Task

from flows.digests.dispatch import DeliveryReport
from flows.lists import gather as lists
from flows.lists.fold import Derivation
from flows.lists.gather import Noted, ServedPage
from flows.run import PLAIN, Steps
from flows.served import Gathered
from flows.sources.registry import IcePageSource, MoaSource
from flows.story.logs import keep_own_lines
from models.errors import FetchError, MoawatchError

P = ParamSpec("P")
R = TypeVar("R")

# The fetcher has already tried several times within a minute; one more try follows after a longer pause.
RETRIES = 1
RETRY_SECONDS = 120

# What a step has to say of what it did: in order, and what failed.
Said = tuple[str, list[str]]


keep_own_lines()


def _is_fetch_error(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Retry only failed fetches: bytes that are not a list will not become one."""
    return isinstance(state.result(raise_on_failure=False), FetchError)


def told(name: str, run_name: str, step: Callable[P, R], say: Callable[[R], Said], retries: int = 0) -> Callable[P, R]:
    """The step as a task, which ends as `say` finds that it went and returns or raises what the step did."""

    @wraps(step)
    def ended(*args: P.args, **kwargs: P.kwargs) -> State[Any]:
        logger = get_run_logger()
        try:
            result = step(*args, **kwargs)
        except MoawatchError as error:
            logger.error("%s", error)
            return Failed(message=str(error), data=error)
        sentence, failures = say(result)
        if not failures:
            logger.info("%s", sentence)
            return Completed(message=sentence, data=result)
        for failure in failures:
            logger.error("%s", failure)
        return Failed(message="; ".join((*failures, sentence)), data=result)

    made = task(
        name=name,
        task_run_name=run_name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=retries,
        retry_delay_seconds=RETRY_SECONDS,
        retry_condition_fn=_is_fetch_error if retries else None,
    )(ended)

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        state: State[Any] = made(*args, **kwargs, return_state=True)
        outcome = state.result(raise_on_failure=False)
        if isinstance(outcome, BaseException):
            raise outcome
        result: R = outcome
        return result

    return call


def _of_page(served: ServedPage) -> Said:
    return f"page read: {_number(len(served.page.links) + served.page.has_table, 'list')}", []


def _of_list(noted: Noted) -> Said:
    return f"{noted.kind} list, {_number(noted.rows, 'row')}: {'new' if noted.new else 'on record already'}", []


def _of_source(gathered: Gathered) -> Said:
    return f"{gathered.source}: {gathered.seen} seen, {gathered.new} new", gathered.failures


def _of_derivation(derivation: Derivation) -> Said:
    again = ", the whole record derived again" if derivation.rebuilt else ""
    held = f", held: {', '.join(derivation.held)}" if derivation.held else ""
    return f"{_number(derivation.lists, 'list')} taken in{again}{held}", derivation.failures


def _of_judging(verdicts: int) -> Said:
    return f"{_number(verdicts, 'new verdict')} on claims", []


def _of_telling(report: DeliveryReport) -> Said:
    return report.sentence, report.failures


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


_LISTS = lists.ListSteps(
    fetch_page=told("page", "page of {source.name}", lists.fetch_page, _of_page, RETRIES),
    note_table=told("table", "table of {source.name}", lists.note_table, _of_list),
    fetch_list=told("list", "{link.kind} list of {source.name}", lists.fetch_list, _of_list, RETRIES),
)

# What Prefect runs: the same steps, each as a task; a page of lists has a task for each list.
PREFECT = Steps(
    gather={
        kind: told("news", "news of {source.name}", step, _of_source, RETRIES) for kind, step in PLAIN.gather.items()
    }
    | {
        IcePageSource: partial(lists.gather, steps=_LISTS),
        MoaSource: told("documents", "documents of {source.name}", PLAIN.gather[MoaSource], _of_source, RETRIES),
    },
    read_left=told("articles", "articles of {source.name} on others' hosts", PLAIN.read_left, _of_source),
    derive=told("derive", "derive the record", PLAIN.derive, _of_derivation),
    judge=told("judge", "check the claims", PLAIN.judge, _of_judging),
    tell=told("tell", "send the digests", PLAIN.tell, _of_telling),
    gather_all=PLAIN.gather_all,
)
