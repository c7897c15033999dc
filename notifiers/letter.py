"""A notice as a mail: its headers, and its words as text and as HTML (RFC 5322, RFC 2919, RFC 3834).

What stands in a header must be plain before it gets there: the standard library reads `=?utf-8?q?...?=` in what it is
given, and writes out what that hides, line ends included; it also encodes any word that is longer than a line, which
makes an id useless. `for_header` takes the one apart, `_short` prevents the other.
"""

from __future__ import annotations

import hashlib
import re
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, parseaddr
from typing import TYPE_CHECKING

import idna

from monitor.render import for_header, mail_html, mail_subject, mail_text

if TYPE_CHECKING:
    from monitor.model import Notice

_NOT_IN_ID = re.compile(r"[^A-Za-z0-9.-]+")
_DOTS = re.compile(r"\.{2,}")
_DOCUMENT_LENGTH = 28
_DOMAIN_LENGTH = 34
"""Characters of the parts of an id: with `@clausewatch.` between them it fits a line of 78 (RFC 5322, 2.1.1)."""
_HASH_LENGTH = 8


def mail(notice: Notice, from_: str, to: str) -> EmailMessage:
    """The mail of a notice. Equal arguments give equal headers; only the boundary between its parts differs."""
    domain = _domain(from_)
    document = _document(notice)
    thread = f"<{document}@clausewatch.{domain}>"
    message = EmailMessage(policy=policy.SMTP)
    message["Subject"] = mail_subject(notice)
    message["From"] = _sender(from_)
    message["To"] = ", ".join(recipients(to))
    message["Date"] = format_datetime(notice.at)
    message["Message-ID"] = f"<{_NOT_IN_ID.sub('-', notice.id)}@clausewatch.{domain}>"
    message["In-Reply-To"] = thread
    message["References"] = thread
    message["List-Id"] = f"<{document}.clausewatch.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail_text(notice), cte="quoted-printable")
    message.add_alternative(mail_html(notice), subtype="html", cte="quoted-printable")
    return message


def recipients(to: str) -> list[str]:
    """The addresses of a subscriber, each once, without names, as a mail server takes them."""
    found = (_plain(address) for _, address in getaddresses([for_header(to, len(to))]))
    return list(dict.fromkeys(address for address in found if address))


def _sender(from_: str) -> str:
    name, address = parseaddr(for_header(from_, len(from_)))
    return f"{name} <{_plain(address)}>" if name else _plain(address)


def _plain(address: str) -> str:
    """An address whose domain is in ASCII (RFC 5891), so that a server need not know SMTPUTF8 for it."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{_ascii(domain)}"


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain


def _document(notice: Notice) -> str:
    """What a notice is about, as the left half of ids: its document, or what kind of gathering it is."""
    name = ".".join(reversed(notice.source.split("/"))) or notice.type
    return _short(_NOT_IN_ID.sub("-", name), _DOCUMENT_LENGTH)


def _domain(from_: str) -> str:
    """The sender's domain, without its first labels where it is too long for an id."""
    labels = _NOT_IN_ID.sub("-", _ascii(parseaddr(from_)[1].rpartition("@")[2])).split(".")
    while len(labels) > 1 and len(".".join(labels)) > _DOMAIN_LENGTH:
        labels.pop(0)
    return _short(".".join(labels), _DOMAIN_LENGTH) or "localhost"


def _short(name: str, length: int) -> str:
    """A name that is a part of an id: no dots that it may not have, and as long as it may be."""
    name = _DOTS.sub(".", name).strip(".")
    if len(name) <= length:
        return name
    named = hashlib.sha256(name.encode()).hexdigest()[:_HASH_LENGTH]
    return f"{name[: length - _HASH_LENGTH - 1].rstrip('.-')}-{named}"
