"""What a person sees a finding as."""

from datetime import timedelta

import pytest

from tests.fakes.clock import NOON
from tests.making import finding
from tinyarms_daemon.domain.findings.finding import Dismissal, FindingStatus

FOR_GOOD = Dismissal(reason="on purpose", at=NOON)
FOR_A_DAY = Dismissal(reason="later", at=NOON, expires_at=NOON + timedelta(days=1))
OUTGROWN = Dismissal(reason="two are enough", at=NOON, is_outgrown=True)


@pytest.mark.parametrize(
    ("present", "suppressed", "dismissal", "status"),
    [
        (True, False, None, FindingStatus.OPEN),
        (True, False, OUTGROWN, FindingStatus.OPEN),
        (True, True, None, FindingStatus.SUPPRESSED),
        (True, False, FOR_GOOD, FindingStatus.DISMISSED),
        (True, True, FOR_GOOD, FindingStatus.SUPPRESSED),
        (False, False, None, FindingStatus.FIXED),
        (False, True, None, FindingStatus.FIXED),
        (False, False, FOR_GOOD, FindingStatus.FIXED),
    ],
)
def test_the_status_follows_from_presence_suppression_and_dismissal(
    present: bool, suppressed: bool, dismissal: Dismissal | None, status: FindingStatus
) -> None:
    subject = finding(present=present, suppressed=suppressed, dismissal=dismissal)

    assert subject.status(NOON) is status


@pytest.mark.parametrize(
    ("after", "status"),
    [
        (timedelta(0), FindingStatus.DISMISSED),
        (timedelta(hours=23), FindingStatus.DISMISSED),
        (timedelta(days=1), FindingStatus.OPEN),
        (timedelta(days=2), FindingStatus.OPEN),
    ],
)
def test_a_dismissal_holds_until_it_expires(after: timedelta, status: FindingStatus) -> None:
    subject = finding(dismissal=FOR_A_DAY)

    assert subject.status(NOON + after) is status
