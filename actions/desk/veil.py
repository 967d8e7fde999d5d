"""Which figures stay hidden beside the small ones, so that no sum tells them: complementary suppression."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SMALL = 5  # fewer than this of a sensitive service could point to somebody


def cover(numbers: Mapping[str, int], hidden: Iterable[str]) -> set[str]:
    """With these also the smallest others, until what their sum tells leaves two at least, and together no few."""
    found = set(hidden)
    others = sorted((number, key) for key, number in numbers.items() if number and key not in found)
    while not _safe(numbers, found) and others:
        found.add(others.pop(0)[1])
    return found


def veil(kinds: Mapping[str, Mapping[str, int]], small: Iterable[str]) -> tuple[set[str], set[str]]:
    """
    Services and kinds to hide, from the number of each service of each kind, where both are told.

    A kind that is shown is the sum of its services; of one that cannot cover its own the sum is hidden as well, with
    another kind, for the total tells the sum of all hidden ones.
    """
    services, hidden = set(small), set[str]()
    for kind, numbers in kinds.items():
        mine = cover(numbers, services & numbers.keys())
        services |= mine
        if not _safe(numbers, mine):
            hidden.add(kind)
    while hidden:
        within = {service: number for kind in hidden for service, number in kinds[kind].items()}
        others = sorted((sum(kinds[kind].values()), kind) for kind in kinds if kind not in hidden)
        others = [(number, kind) for number, kind in others if number]
        if (len(hidden) > 1 and _safe(within, services & within.keys())) or not others:
            break
        hidden.add(next_ := others[0][1])
        if not services & kinds[next_].keys():
            services.add(min((number, service) for service, number in kinds[next_].items() if number)[1])
    return services, hidden


def _safe(numbers: Mapping[str, int], hidden: set[str]) -> bool:
    return not hidden or (len(hidden) > 1 and sum(numbers[key] for key in hidden) >= SMALL)
