"""What a note tells of other plans: how they compare, and which sites stay whatever is moved."""

from collections.abc import Callable, Iterator
from typing import Final

from luylau.siting.alternatives.sensitivity import RARE, Standing
from luylau.siting.answer.answer import Answer, SketchedPlan
from luylau.siting.answer.note_parts import Rows, Words
from luylau.siting.comparing import WEIGHTINGS

Say = Callable[..., str]
"""A message in the note's language, by key and fields."""
Tell = Callable[[float], str]
"""A figure in the note's language."""
_NUMBERS: Final = 12
"""Sites that are not in the plan and come and go, told at most."""


def others(answer: Answer, say: Say, money: Tell, reach: Tell) -> Iterator[Words | Rows]:
    """Yield how the plans compare; nothing where there is only one."""
    if len(answer.plans) < 2:
        return
    yield Words(say("siting-note-plans-words", draws=WEIGHTINGS))
    ranked = all(one.rank is not None for one in answer.plans)
    storms = all(one.storm_worst is not None for one in answer.plans)
    columns: list[tuple[str, Callable[[SketchedPlan], str]]] = [
        ("plan", lambda one: _named(one, say)),
        ("cost", lambda one: money(one.cost)),
        ("reached", lambda one: reach(one.value)),
        ("gap", lambda one: say("siting-note-in-percent", value=100 * one.gap)),
        ("worst", lambda one: say("siting-note-in-percent", value=100 * one.worst)),
    ]
    if storms:
        columns.append(("storm", lambda one: reach(one.storm_worst or 0.0)))
        columns.append(("regret", lambda one: reach(one.regret or 0.0)))
    columns.append(("kept", lambda one: f"{one.kept}/{len(one.sites)}"))
    if ranked:
        columns.append(("rank", lambda one: str(one.rank)))
    columns.append(("first", lambda one: say("siting-note-in-percent", value=100 * one.first)))
    rest = 0.76 / (len(columns) - 1)
    yield Rows(
        tuple(say(f"siting-note-head-{key}") for key, _ in columns),
        tuple(tuple(tell(one) for _, tell in columns) for one in answer.plans),
        (0.24, *(rest for _ in columns[1:])),
    )
    if not ranked:
        yield Words(say("siting-note-unranked"))


def firmness(answer: Answer, say: Say) -> Iterator[Words | Rows]:
    """Yield which sites stay when weights and budget move; nothing where they were not moved."""
    if not answer.draws:
        return
    yield Words(say("siting-note-firm-words", draws=answer.draws))
    numbers = {
        standing: [str(row) for row, one in enumerate(answer.sites, start=1) if one.standing == standing]
        for standing in Standing
    }
    rows = [
        (say(f"siting-note-firm-{standing}"), str(len(found)), ", ".join(found))
        for standing, found in numbers.items()
        if found
    ]
    outside = [one.site for one in answer.left if (one.in_plans or 0.0) > RARE][:_NUMBERS]
    if outside:
        rows.append((say("siting-note-firm-outside"), str(len(outside)), ", ".join(outside)))
    head = tuple(say(f"siting-note-head-{key}") for key in ("standing", "count", "numbers"))
    yield Rows(head, tuple(rows), (0.4, 0.1, 0.5))


def _named(one: SketchedPlan, say: Say) -> str:
    number = one.id.rpartition("-")[2]
    return say(f"siting-note-plan-{one.kind}", share=100 * one.share, number=number)
