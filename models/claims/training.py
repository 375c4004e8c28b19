"""How far officers are with their training - in class or still to come, or done - by what is said of them."""

import re

from models.claims.stated import Metric

_COURSE = (
    r"(?:train(?:ed|ing)?|class(?:es|room)?|course\w*|academy|school\w*|instruction|certif\w+|(?:cross-)?designat\w+|credential\w*|graduat\w+|"
    r"deputi[sz]\w+|educated|coaching|exams?)"
)
_WORDS = r"(?:[\w'-]+\s+)"
# 'will get the training', 'start the course', 'are in class', 'signed up for classes', 'must finish a 40-hour course'
_AHEAD = (
    r"(?:will|would|must|should|need|to|yet|start(?:s|ed|ing)?|beg[aiu]n(?:s|ning)?|enter(?:s|ing)?|enroll(?:s|ed|ing)?|join(?:s|ing)?|"
    r"under(?:going)?|being|await\w*|waiting|scheduled|slated|signed\s+up|volunteered|applied|nominated|picked|chosen|selected|tapped|due|headed|taking|"
    r"attending|going\s+through|currently|finish(?:es|ing)?|complet(?:e|es|ing)|take|attend)"
)
_QUEUED = (
    r"in[\s-]training|in\s+(?:(?:the|a|an|its|their|this|ICE's)\s+)?(?:[\w-]+\s+){0,2}(?:class(?:es)?|course|school|academy|training)|in\s+(?:the\s+)?(?:training\s+)?(?:pipeline|queue)|on\s+(?:the|a)\s+wait(?:ing)?[\s-]?list|in\s+line\s+(?:for|to)|"
    r"on\s+the\s+way(?:\s+in)?|(?:currently|now)\s+(?:enrolled|training)|(?:are|were)\s+(?:enrolled|training)|in\s+(?:the\s+)?process|due\s+(?:for|to)|slated\s+for|scheduled\s+for|"
    r"awaiting\s+(?:a\s+seat|their)|waiting\s+(?:for|to)|going\s+through|undergoing|coming"
)
IN_TRAINING = re.compile(rf"\b(?:{_AHEAD}\s+{_WORDS}{{0,4}}?{_COURSE}|{_QUEUED})\b", re.I)
# What stands between 'have' and the course and means that it is not over: 'have been enrolled in the class'
_NOT_OVER = (
    r"(?:(?!enroll|sign|sched|slat|sent|wait|nominat|appl|pick|cho|select|volunt|start|beg|yet|to\b|not\b)[\w'-]+\s+)"
)
_DONE = re.compile(
    rf"\b(?:(?:have|has|had|did|got|gotten|finished|completed|passed|through|received|earned|took|taken|attended|hold|holds|done)\s+{_NOT_OVER}{{0,5}}?{_COURSE}|"
    r"(?:are|is|were|was|been)\s+(?:\w+ly\s+|now\s+|already\s+)?(?:trained|certified|credentialed|deputi[sz]ed|cleared|authorized|empowered|sworn\s+in|(?:cross-)?designated)|graduated|(?:have|has|had)\s+(?:already\s+|since\s+)?(?:finished|passed|completed))\b|"
    r"^\s*(?:now\s+)?with\s+(?:ICE|immigration|federal|287\(g\))\s+(?:\w+\s+)?(?:credentials|certifications?|authority|powers|training)\b|"
    r"^\s*with\s+(?:the\s+|their\s+)?credentials\b|"
    r"^\s*(?:\w+\s+)?(?:trained|certified|credentialed|deputi[sz]ed)\b|^\s*through\s+(?:it|training|the\s+(?:course|training|class|academy))\b",
    re.I,
)


def stage(words: str) -> Metric | None:
    """Trained, or in training, by the words behind a number of officers; None where they tell of no course."""
    done, ahead = _DONE.search(words), IN_TRAINING.search(words)
    if done and (ahead is None or done.start() <= ahead.start()):
        return Metric.OFFICERS_TRAINED
    return Metric.OFFICERS_IN_TRAINING if ahead else None
