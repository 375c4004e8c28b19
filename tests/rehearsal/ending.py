"""What must hold when the rehearsal is over."""

import email
from collections import Counter

import sqlalchemy as sa

from models.digests.deliveries import DeliveryStatus
from tests.rehearsal.record import OPERATOR, deliveries, differences, told
from tests.rehearsal.stage import FINAL, Stage
from tests.support.record_contents import contents


def the_record_is_that_of_a_quiet_run(stage: Stage, quiet: sa.Engine) -> None:
    with stage.step("The record equals that of a quiet run") as found:
        assert (apart := differences(stage.record, quiet)) == [], "\n".join(apart)
        found.append(f"{sum(map(len, contents(quiet).values())):,} rows")


def every_digest_went_out_once(stage: Stage, quiet: sa.Engine) -> None:
    with stage.step("Every digest went out once") as found:
        here, there = told(stage.record), told(quiet)
        assert here == there, f"{(here - there).total()} told too much, {(there - here).total()} not told"
        states = deliveries(stage.record)
        assert states.keys() <= {DeliveryStatus.SENT, DeliveryStatus.SUPERSEDED}, states
        ids = Counter(email.message_from_bytes(content)["Message-ID"] for _, content in stage.mail.taken)
        assert {*ids.values()} == {1}, [each for each, times in ids.items() if times > 1]
        assert len(ids) == states[DeliveryStatus.SENT], f"{len(ids)} mails of {states}"
        found.append(f"{len(ids)} mails, {here.total():,} changes told")


def no_run_is_left_running(stage: Stage) -> None:
    with stage.step("No run is left running") as found:
        runs = stage.installation.ask("/flow_runs/filter", limit=200)
        ended = Counter(run["state"]["name"] for run in runs if run["state_type"] in FINAL)
        left = [run["name"] for run in runs if run["state_type"] not in (*FINAL, "SCHEDULED")]
        assert left == [], left
        found.append(", ".join(f"{times} {name}" for name, times in ended.most_common()))


def the_archive_is_whole(stage: Stage) -> None:
    with stage.step("`moawatch verify` finds nothing wrong") as found:
        found.append(stage.installation.run("moawatch", "verify").strip().splitlines()[-1])


def the_automations_told(stage: Stage) -> None:
    """Each in the chat, and what concerns the operator by mail as well."""
    with stage.step("The automations told the chat and the operator") as found:
        subjects = Counter(one["subject"] for one in stage.notices)
        assert subjects["moawatch: a list is held for review"] == 1, stage.notices
        # Prefect keeps what follows on something from before a restart of its server back for 15 minutes.
        assert 1 <= subjects["moawatch: a run crashed"] <= 3, stage.notices
        assert len(subjects) == 2, stage.notices
        found += (f"{times} times '{subject}'" for subject, times in subjects.items())
        mails = [email.message_from_bytes(content) for to, content in stage.mail.taken if to == OPERATOR]
        found += (str(mail["Subject"]) for mail in mails)
