"""The tables of sources.toml: which keys there are and which rule each value keeps.

Rules that look at more than one key are in `monitor.sources.rules`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from monitor.compare import TOPICS
from monitor.model import ALERTING, Mute, OutcomeKind, QuietHours, Severity, Timetable
from monitor.sources import subscriptions, values
from monitor.sources.config import DEFAULT_ARCHIVE, Kind, Listen, Network, Render, Robots, StartTls

OUTCOMES: tuple[OutcomeKind, ...] = get_args(OutcomeKind)

LONGEST_SECONDS = 86_400
"""A day: whoever wants a longer time-out or pause has mistaken the unit."""

LONGEST_SENDING = 60
"""Seconds: a notice that is being sent is nobody else's for two minutes, and then is sent once more."""

LARGEST_PAGE = 1_000_000_000
"""A page is held in memory whole; 1 GB is beyond any document."""

MOST_FAILURES = 1000
"""In a row, before operators are told: with a look a minute, some seventeen hours."""

MOST_WORKERS = 256
"""A host is asked by one worker at a time, so that more only cost memory."""

Text: TypeAlias = Annotated[str, PlainValidator(values.text)]
Duration: TypeAlias = Annotated[timedelta, PlainValidator(values.duration)]
Waiting: TypeAlias = Annotated[timedelta, PlainValidator(values.waiting)]
Cron: TypeAlias = Annotated[str, PlainValidator(values.cron)]
Timezone: TypeAlias = Annotated[str, PlainValidator(values.timezone)]
WebAddress: TypeAlias = Annotated[str, PlainValidator(values.web_address)]
Selector: TypeAlias = Annotated[str, PlainValidator(values.selector)]
Password: TypeAlias = Annotated[str, PlainValidator(values.password)]
HeaderName: TypeAlias = Annotated[str, PlainValidator(values.header_name)]
HeaderValue: TypeAlias = Annotated[str, PlainValidator(values.header_value)]
RobotsChoice: TypeAlias = Annotated[Robots, PlainValidator(values.one_of(*get_args(Robots)))]
KindChoice: TypeAlias = Annotated[Kind, PlainValidator(values.one_of(*get_args(Kind)))]
StartTlsChoice: TypeAlias = Annotated[StartTls, PlainValidator(values.one_of(*get_args(StartTls)))]
Outcome: TypeAlias = Annotated[OutcomeKind, PlainValidator(values.one_of(*OUTCOMES))]
Topic: TypeAlias = Annotated[str, PlainValidator(values.one_of(*TOPICS))]
SeverityChoice: TypeAlias = Annotated[Severity, PlainValidator(values.one_of(*get_args(Severity)))]
Words: TypeAlias = Annotated[str, PlainValidator(subscriptions.telling_words)]
Muted: TypeAlias = Annotated[Mute, PlainValidator(subscriptions.mute)]
Times: TypeAlias = Annotated[Timetable, PlainValidator(subscriptions.timetable)]
Quiet: TypeAlias = Annotated[QuietHours, PlainValidator(subscriptions.quiet_hours)]
Networks: TypeAlias = list[Annotated[Network, PlainValidator(values.network)]]
Seconds: TypeAlias = Annotated[float, Field(gt=0, le=LONGEST_SECONDS, allow_inf_nan=False)]


class Table(BaseModel):
    """A table takes its own keys and no others, and no value of another type than it asks for."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class ArchiveTable(Table):
    """[archive]."""

    path: Text = DEFAULT_ARCHIVE
    url: Annotated[str, PlainValidator(values.database)] | None = None
    keep: Annotated[timedelta | None, PlainValidator(values.keeping)] = None


class FetchTable(Table):
    """[fetch]."""

    timeout: Seconds = 30.0
    max_bytes: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 10_000_000
    host_delay: Annotated[float, Field(ge=0, le=LONGEST_SECONDS, allow_inf_nan=False)] = 1.0
    workers: Annotated[int, Field(ge=1, le=MOST_WORKERS)] = 16
    robots: RobotsChoice = "respect"
    allow_private: Networks = []
    contact: Annotated[str, PlainValidator(values.contact)] = ""
    proxy: Annotated[str, PlainValidator(values.proxy)] | None = None


class DefaultsTable(Table):
    """[defaults]: what each source that does not say otherwise does."""

    every: Duration | None = None
    cron: Cron | None = None
    timezone: Timezone | None = None
    robots: RobotsChoice | None = None
    render: Annotated[Render, PlainValidator(values.render)] | None = None
    confirm: Waiting | None = None
    hold: Duration | None = None
    failures: Annotated[int, Field(ge=1, le=MOST_FAILURES)] | None = None
    failing: Duration | None = None


class SourceTable(DefaultsTable):
    """[[source]]."""

    id: Annotated[str, PlainValidator(values.source_id)]
    title: Text = ""
    kind: KindChoice = "terms"
    url: WebAddress | None = None
    urls: Annotated[list[WebAddress], Field(min_length=1)] | None = None
    select: Selector | None = None
    remove: list[Selector] = []
    section: Text | None = None
    start: Text | None = None
    end: Text | None = None
    headers: dict[HeaderName, HeaderValue] = {}
    tags: list[Text] = []


class SubscriberTable(Table):
    """[[subscriber]]."""

    name: Text
    channel: Annotated[str, PlainValidator(values.channel)]
    address: Text = ""
    sources: list[Text] = ["*"]
    only: Annotated[list[Outcome], Field(min_length=1)] = sorted(ALERTING)
    mute: list[Muted] = []
    topics: list[Topic] = []
    severity: SeverityChoice = "low"
    clauses: list[Text] = []
    words: list[Words] = []
    digest: Times | None = None
    quiet: Quiet | None = None


class EmailTable(Table):
    """[channel.email]."""

    host: Text
    sender: Annotated[str, PlainValidator(values.sender)] = Field(alias="from")
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    starttls: StartTlsChoice = "auto"
    tls: bool = False
    user: Text | None = None
    password: Password | None = None
    timeout: Annotated[float, Field(gt=0, le=LONGEST_SENDING, allow_inf_nan=False)] = 30.0
    ca_file: Text | None = None


class WebhookTable(Table):
    """[channel.webhook]."""

    secret: Annotated[str, PlainValidator(values.webhook_secret)] | None = None
    allow_private: Networks = []


class SlackTable(Table):
    """[channel.slack]."""

    token: Password | None = None
    allow_private: Networks = []


class ChannelTable(Table):
    """[channel.*]: what each channel needs to know once."""

    email: EmailTable | None = None
    webhook: WebhookTable = WebhookTable()
    slack: SlackTable = SlackTable()


class DaemonTable(Table):
    """[daemon]."""

    tick: Seconds = 5.0
    give_up: Duration = timedelta(days=3)
    metrics: Annotated[Listen, PlainValidator(values.listen)] | None = None
    operator: Text | None = None
    heartbeat: Times | None = None


class WebTable(Table):
    """[web]."""

    url: WebAddress | None = None
    token: Password | None = None


class FileTable(Table):
    """The whole file."""

    archive: ArchiveTable = ArchiveTable()
    fetch: FetchTable = FetchTable()
    defaults: DefaultsTable = DefaultsTable()
    source: list[SourceTable] = []
    subscriber: list[SubscriberTable] = []
    channel: ChannelTable = ChannelTable()
    daemon: DaemonTable = DaemonTable()
    web: WebTable = WebTable()


TABLES: dict[tuple[str, ...], type[Table]] = {
    (): FileTable,
    ("archive",): ArchiveTable,
    ("fetch",): FetchTable,
    ("defaults",): DefaultsTable,
    ("source",): SourceTable,
    ("subscriber",): SubscriberTable,
    ("channel",): ChannelTable,
    ("channel", "email"): EmailTable,
    ("channel", "webhook"): WebhookTable,
    ("channel", "slack"): SlackTable,
    ("daemon",): DaemonTable,
    ("web",): WebTable,
}
"""The table at each place, list positions left out: what a mistyped key is compared with."""
