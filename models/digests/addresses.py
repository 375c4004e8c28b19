"""Mail addresses, a subscriber's and our own: checked before they are used, plain ASCII and safe in a header."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from models.errors import MoawatchError
from models.nearest import did_you_mean

# RFC 5321, 4.5.3.1 allows 254 characters in ASCII, which a domain in other letters may exceed or fall below. Nothing is
# worth parsing that is far longer.
_LONGEST_TYPED = 1000


# The library takes no name that only a private network knows; as a part of a public one it checks it like any other.
_PUBLIC = ".org"


class AddressError(MoawatchError):
    """An address that mail cannot reach; the message says why, and shows the address without control characters."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Who a mail is from: a name for people, '' for none, and the address, in ASCII."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


# 'moawatch <digest@example.org>', the name in quotes or without.
_WITH_NAME = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>\s*")


def mailbox(text: str) -> Mailbox:
    """The sender in a setting, with or without a name; its domain may be a bare host. Raises AddressError."""
    found = _WITH_NAME.fullmatch(text.strip())
    if found is None:
        return Mailbox("", mail_address(text, bare_host=True))
    name = found["name"].strip()
    if len(name) > 1 and name[0] == name[-1] == '"':
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    if not all(sign.isprintable() for sign in name):
        raise _refused(text, "the name contains a line break or an invisible character")
    return Mailbox(name.strip(), mail_address(found["address"], bare_host=True))


def mail_address(text: str, *, bare_host: bool = False) -> str:
    """The address as it is stored: plain ASCII, the domain in lower case. Raises AddressError.

    Nothing is asked of the network: whether a domain takes mail shows when a digest is sent. `bare_host` allows
    'localhost' and other names that only a private network knows.
    """
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise _refused(text, "it contains a line break or control character")
    address = text.strip()
    if any(not sign.isprintable() for sign in address):
        raise _refused(address, "it contains an invisible character")
    if "<" in address or ">" in address:
        raise _refused(address, "give the bare address, without a name and angle brackets")
    if "," in address or ";" in address:
        raise _refused(address, "give one address at a time")
    if " " in address:
        raise _refused(address, "it contains a space")
    if len(address) > _LONGEST_TYPED:
        raise _refused(address, "it is too long")

    # Loaded here: most commands need no address, and its tables take longer to load than those run.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            address + _PUBLIC if bare_host else address,
            allow_smtputf8=False,  # most relays refuse letters outside ASCII before the @
            allow_quoted_local=False,
            allow_domain_literal=False,
            strict=True,
            check_deliverability=False,
        )
    except EmailNotValidError as error:
        raise _refused(address, _in_our_words(str(error))) from error
    assert found.ascii_email is not None, "only addresses in ASCII pass"
    kept = found.ascii_email.removesuffix(_PUBLIC) if bare_host else found.ascii_email
    if kept.rpartition(".")[2].isdecimal():
        raise _refused(address, "after the @-sign it needs a name, not a network address")
    return kept


def target_name(text: str, known: Collection[str]) -> str:
    """The name of a webhook or chat among the targets of the settings. Raises AddressError with the nearest names."""
    name = text.strip()
    if name in known:
        return name
    if not name or not name.isprintable():
        raise AddressError(f"target {name[:80]!r}: write the name that it has in MOAWATCH_TARGETS")
    near = did_you_mean(name, {each: each.casefold() for each in known})
    raise AddressError(f"target {name[:80]!r}: not in MOAWATCH_TARGETS{near or '; add its address there first'}")


def _in_our_words(reason: str) -> str:
    """The library's sentence as the end of ours."""
    words = " ".join(reason.split()).rstrip(".")
    return words[:1].lower() + words[1:]


def _refused(address: str, reason: str) -> AddressError:
    shown = "".join(sign if sign.isprintable() else "?" for sign in address)[:80]
    return AddressError(f"address {shown!r}: {reason}")
