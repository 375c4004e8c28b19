"""Who is told when runs fail, stop or hold a list, whatever the runs themselves can still say.

Each automation sends to a notification block where one is set, and has the operator's digest composed at once: the
record knows of the same (see flows/watchdog.py).
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, DoNothing, RunDeployment, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from flows.deploying.plan import HEARTBEAT_SECONDS, TAG
from flows.story.endings import HELD
from flows.watchdog import MAX_AGE, RUN

RUN_EVENT = "prefect.flow-run."
HEARTBEAT = f"{RUN_EVENT}heartbeat"
SUCCESSES = {f"{RUN_EVENT}Completed", f"{RUN_EVENT}{HELD}"}
FAILURES = {f"{RUN_EVENT}Failed", f"{RUN_EVENT}Crashed", f"{RUN_EVENT}TimedOut"}

# Two heartbeats may be lost on a busy machine.
SILENCE = timedelta(seconds=3 * HEARTBEAT_SECONDS)

# Prefect counts failures within a time and does not look for a success between them, so that is what people are told.
# Three runs of the schedule are this far apart. What fails more slowly is told by the age of the last success.
FAILURES_TOLD = 3
FAILING = {
    "track": timedelta(hours=4, minutes=30),
    "news": timedelta(hours=2, minutes=30),
    "digests": timedelta(hours=2, minutes=30),
}

_WHAT = "{{ flow_run.name }}\n{{ flow_run.state.message }}\n{{ flow_run|ui_url }}"


def automations(deployments: Mapping[str, UUID], block: UUID | None) -> list[AutomationCore]:
    """All of them, for the deployments by name; `block` is the notification block, None for none."""
    digest = RunDeployment(source="selected", deployment_id=deployments["digests"])

    def told(subject: str, body: str, *others: ActionTypes) -> list[ActionTypes]:
        notes = [SendNotification(block_document_id=block, subject=subject, body=body)] if block else []
        return [*notes, *others] or [DoNothing()]

    hours = round(MAX_AGE[RUN].total_seconds() / 3600)
    made = [
        AutomationCore(
            name="moawatch: mark runs that fell silent as crashed",
            description=f"A run that gives no sign of life for {SILENCE.seconds} s was killed; its slot becomes free.",
            trigger=_zombies(),
            # No notification: on a busy machine a sign of life may arrive after the run's end, and the mark is refused.
            actions=[
                ChangeFlowRunState(
                    state=StateType.CRASHED,
                    message=f"No sign of life for {SILENCE.seconds} s: killed, or its machine is gone. "
                    "The next run picks up what it left.",
                ),
                digest,
            ],
        ),
        AutomationCore(
            name="moawatch: a run crashed",
            description="It was marked so for its silence, or its worker saw its process end.",
            trigger=EventTrigger(
                posture=Posture.Reactive,
                expect={f"{RUN_EVENT}Crashed"},
                match=_runs(),
                # Not the digest's own: its run would be the next to crash.
                match_related=_of_deployments(each for name, each in deployments.items() if name != "digests"),
            ),
            actions=told("moawatch: a run crashed", _WHAT, digest),
        ),
        AutomationCore(
            name=f"moawatch: no successful run of track for {hours} hours",
            description="Whatever the reason, the lists are not being read: is a worker running, is the schedule on?",
            trigger=_dead_man(deployments["track"]),
            actions=told(
                f"moawatch: no successful run for {hours} hours",
                "The deployment track/track has not completed a run in that time. Look for a worker, at the schedule, "
                "and at the last runs; `moawatch status` says what failed.",
                digest,
            ),
        ),
        AutomationCore(
            name="moawatch: a list is held for review",
            description="A list looks wrong as a whole; nothing changes until a person or the following lists decide.",
            trigger=EventTrigger(
                posture=Posture.Reactive, expect={f"{RUN_EVENT}{HELD}"}, match_related=_of_tag(), match=_runs()
            ),
            actions=told("moawatch: a list is held for review", _WHAT, digest),
        ),
    ]
    for name, within in FAILING.items():
        failing = f"moawatch: {name} failed {FAILURES_TOLD} times within {within / timedelta(hours=1):g} hours"
        # Not the digest's own failures: its run would be the next to fail.
        then = () if name == "digests" else (digest,)
        made.append(
            AutomationCore(
                name=failing,
                description="Failed, crashed or timed out; a success in between does not reset the count.",
                trigger=EventTrigger(
                    posture=Posture.Reactive,
                    expect=FAILURES,
                    threshold=FAILURES_TOLD,
                    within=within,
                    match=_runs(),
                    match_related=_of_deployments([deployments[name]]),
                ),
                actions=told(failing, _WHAT, *then),
            )
        )
    return made


def _zombies() -> EventTrigger:
    """After a heartbeat another one is due, or any state: the names of ours are not those of Prefect."""
    return EventTrigger(
        after={HEARTBEAT},
        expect={f"{RUN_EVENT}*"},
        match=_runs(),
        match_related=_of_tag(),
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=SILENCE,
    )


def _dead_man(deployment: UUID) -> EventTrigger:
    """The time begins with whatever happens to a run, so that a deployment which never succeeded is told as well, and
    told again as long as it lasts; a success begins it anew."""
    return EventTrigger(
        after={f"{RUN_EVENT}*"},
        expect=SUCCESSES,
        match=_runs(),
        match_related=_of_deployments([deployment]),
        posture=Posture.Proactive,
        threshold=1,
        within=MAX_AGE[RUN],
    )


def _runs() -> ResourceSpecification:
    return ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"})


def _of_tag() -> ResourceSpecification:
    return ResourceSpecification({"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{TAG}"})


def _of_deployments(deployments: Iterable[UUID]) -> ResourceSpecification:
    return ResourceSpecification(
        {
            "prefect.resource.role": "deployment",
            "prefect.resource.id": [f"prefect.deployment.{id}" for id in deployments],
        }
    )
