"""Mail addresses, a subscriber's and our own: checked before they are used, plain ASCII and safe in a header."""

import re
from dataclasses import dataclass

from models.errors import MoawatchError

# RFC 5321, 4.5.3.1: relays may cut or refuse longer ones.
MAX_LOCAL_PART = 64
MAX_ADDRESS = 254

# The unquoted characters of RFC 5322. Quoted local parts are legal, but never seen and each is a trap.
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


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
    """The address as it is stored: the domain in ASCII and lower case, the rest as given. Raises AddressError."""
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
    if address.count("@") != 1:
        raise _refused(address, "it needs exactly one @")
    local_part, domain = address.split("@")
    if not local_part.isascii():
        raise _refused(address, "most mail relays refuse letters outside ASCII before the @")
    if not _LOCAL_PART.fullmatch(local_part) or len(local_part) > MAX_LOCAL_PART:
        raise _refused(address, "the part before the @ is not a valid mailbox")
    kept = f"{local_part}@{_ascii_domain(address, domain, bare_host)}"
    if len(kept) > MAX_ADDRESS:
        raise _refused(address, f"it is longer than {MAX_ADDRESS} characters")
    return kept


def _ascii_domain(address: str, domain: str, bare_host: bool) -> str:
    if not domain.isascii():
        import idna  # its tables take longer to load than most commands run, and few domains need them

        try:
            # Python's own codec follows the standard of 2003, which sends mail for straße.de to strasse.de.
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except UnicodeError as error:
            raise _refused(address, "the part after the @ is not a valid domain") from error
    labels = domain.lower().split(".")
    if len(labels) < 2 and not bare_host:
        raise _refused(address, "the domain after the @ needs a dot, like example.org")
    if not all(_DOMAIN_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise _refused(address, "the part after the @ is not a valid domain")
    return ".".join(labels)


def _refused(address: str, reason: str) -> AddressError:
    shown = "".join(sign if sign.isprintable() else "?" for sign in address)[:80]
    return AddressError(f"address {shown!r}: {reason}")
