"""The grammar against the labelled corpus that developers keep beside the project; users do not have it."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from models.claims.extraction import extract
from models.claims.stated import ArticleText, Extraction
from tests.support.paths import SHARED

NEWS = SHARED / "news"
pytestmark = pytest.mark.skipif(not NEWS.is_dir(), reason="the labelled news corpus is not beside the project")


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("claims_score", NEWS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _prediction(found: Extraction) -> dict[str, Any]:
    return {
        "claims": [
            {
                "metric": claim.metric.value,
                "value": claim.value,
                "value_high": claim.value_high,
                "scope": claim.scope,
                "as_of": claim.as_of,
            }
            for claim in found.claims
        ],
        "events": [{"kind": event.kind.value, "place": event.place} for event in found.events],
    }


def _article(path: Path) -> ArticleText:
    page = json.loads(path.read_text(encoding="utf-8"))
    return ArticleText(page["title"] or "", page["text"], page["published"], page["outlet"] or "", page["url"] or "")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    return _scorer()


@pytest.fixture(scope="module")
def corpus(scorer: ModuleType) -> dict[str, Any]:
    predictions = {
        path.stem: _prediction(extract(_article(path))) for path in sorted((NEWS / "articles").glob("*.json"))
    }
    result, _ = scorer.evaluate(scorer.load_gold([str(NEWS / "labels")]), predictions)
    return dict(result)


def test_claims_are_found_and_almost_none_invented(corpus: dict[str, Any]) -> None:
    strict = corpus["claims"]["strict"]
    assert strict["f1"] >= 0.90
    assert strict["precision"] >= 0.93


def test_dates_belong_to_their_numbers(corpus: dict[str, Any]) -> None:
    assert corpus["as_of"]["accuracy"] >= 0.80


def test_a_text_without_claims_yields_none(corpus: dict[str, Any]) -> None:
    assert corpus["claim_free"]["with_false_claim"] == 0


def test_events_are_found(corpus: dict[str, Any]) -> None:
    assert corpus["events"]["f1"] >= 0.92


def test_the_seed_articles_are_read_in_full_and_nothing_is_invented(scorer: ModuleType) -> None:
    predictions = {
        path.stem: _prediction(extract(ArticleText("", path.read_text(encoding="utf-8"), None, "", "")))
        for path in sorted((NEWS / "seeds").glob("seed*.txt"))
    }
    result, log = scorer.evaluate(scorer.load_gold([str(NEWS / "seeds")]), predictions)
    strict, events = result["claims"]["strict"], result["events"]
    assert (strict["f1"], events["f1"]) == (1.0, 1.0), log
