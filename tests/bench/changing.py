"""Made-up documents on hosts of their own, of which one clause after another changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.bench.receiving import Told

if TYPE_CHECKING:
    import random

DOCUMENTS = 3  # of each host
_SUBJECTS = (
    "Orders Fees Support Availability Maintenance Security Confidentiality Records Suspension Termination Notices"
    " Assignment"
).split()
CLAUSES = len(_SUBJECTS)


@dataclass(slots=True)
class Site:
    """The documents by host and path: every clause says a number of days that its document never said before."""

    hosts: tuple[str, ...]
    days: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    edits: int = 0

    def __post_init__(self) -> None:
        for host in self.hosts:
            for document in range(DOCUMENTS):
                self.days[host, f"/terms/{document}"] = list(range(1, CLAUSES + 1))

    def change(self, rng: random.Random) -> None:
        """Change one clause of one document."""
        days = self.days[rng.choice(sorted(self.days))]
        days[rng.randrange(CLAUSES)] = max(days) + 1
        self.edits += 1

    def page(self, host: str, path: str) -> bytes | None:
        """A document as HTML; there is no robots.txt."""
        if not (days := self.days.get((host, path))):
            return None
        clauses = "".join(
            f"<h2>{number}. {_SUBJECTS[number - 1]}</h2><p>{clause_of(number, day)}</p>"
            for number, day in enumerate(days, 1)
        )
        name = f"Harbor Cloud {self.hosts.index(host) + 1}"
        return (
            f"<!doctype html><html lang=en><head><title>{name} Terms {path[-1]}</title></head><body><main>"
            f"<h1>{name} Terms {path[-1]}</h1>{clauses}</main></body></html>"
        ).encode()

    def ended_on(self) -> set[Told]:
        """What was changed, as it stands last."""
        return {
            Told(source_of(host, path), "new", clause_of(number, day))
            for (host, path), days in self.days.items()
            for number, day in enumerate(days, 1)
            if day > CLAUSES
        }


def clause_of(number: int, day: int) -> str:
    """The words of a clause."""
    subject = _SUBJECTS[number - 1].lower()
    return (
        f"In all matters of {subject} the customer answers for what its users do with the service, keeps what it is"
        f" sent about {subject} and gives the provider notice of any fault within {day} days after it was found."
    )


def source_of(host: str, path: str) -> str:
    """The id of the source that a page is."""
    return f"harbor-{host.replace('.', '-')}/terms-{path[-1]}"
