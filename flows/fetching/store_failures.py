"""What an object store answers when it cannot serve -> an OSError that says why and what to do.

The classes of botocore are known by their names, so that an archive in a folder does not load it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

_CREDENTIALS = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_REACH = "check the network, AWS_ENDPOINT_URL and AWS_DEFAULT_REGION"

STORE_ADDRESS = "correct MOAWATCH_ARCHIVE or AWS_ENDPOINT_URL"

# The store's code, or the class of botocore's error -> why, and what to do.
_KNOWN = {
    "NoSuchBucket": ("the bucket does not exist", "create it, or correct MOAWATCH_ARCHIVE"),
    "InvalidBucketName": ("that is no name of a bucket", "correct MOAWATCH_ARCHIVE"),
    "NoCredentialsError": ("no credentials", f"set {_CREDENTIALS} in the environment"),
    "PartialCredentialsError": ("half of the credentials is missing", f"set {_CREDENTIALS} in the environment"),
    "InvalidAccessKeyId": ("the store does not know the key", f"correct {_CREDENTIALS}"),
    "SignatureDoesNotMatch": ("the secret does not fit the key", f"correct {_CREDENTIALS}"),
    "ExpiredToken": ("the credentials have expired", f"renew {_CREDENTIALS}"),
    "AccessDenied": ("access denied", "let these credentials list, read and write there"),
    "403": ("access denied", "let these credentials list, read and write there"),
    "EndpointConnectionError": ("the store does not answer", _REACH),
    "ConnectTimeoutError": ("the store does not answer", _REACH),
    "ReadTimeoutError": ("the store stopped answering", _REACH),
    "ConnectionClosedError": ("the store closed the connection", _REACH),
    "SSLError": ("its certificate is not trusted", "check AWS_ENDPOINT_URL and AWS_CA_BUNDLE"),
    "QuotaExceeded": ("the store is full", "make room"),
    "SlowDown": ("the store asks for fewer requests", "run again later"),
}

_LIBRARIES = ("botocore", "aiobotocore", "aiohttp")

# What a store says of a write on condition that it does not know, or that another one is being written at this moment.
_UNCONDITIONAL = frozenset({"NotImplemented", "501", "ConditionalRequestConflict", "OperationAborted"})


class StoreError(OSError):
    """A store that cannot be used; `advice` is what to do."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(why)
        self.strerror, self.advice = why, advice


@contextmanager
def stated_store_failures() -> Iterator[None]:
    """Raises StoreError for whatever is about the store, and FileNotFoundError for a file that is not there."""
    try:
        yield
    except StoreError:
        raise
    except Exception as error:
        known = _KNOWN.get(code_of(error)) or _KNOWN.get(type(error).__name__)
        if known is None and isinstance(error, FileNotFoundError):
            raise
        if known is None and not _of_the_store(error):
            raise
        raise StoreError(*(known or (_words(error), "check the store"))) from error


def knows_no_conditions(error: OSError) -> bool:
    """Whether a write failed only because of its condition."""
    return code_of(error) in _UNCONDITIONAL


def code_of(error: BaseException) -> str:
    """The store's own code for an error, also where s3fs made an OSError of it; '' without one."""
    for each in (error, error.__cause__):
        response = getattr(each, "response", None)
        if isinstance(response, dict):
            return str(response.get("Error", {}).get("Code", ""))
    return ""


def _of_the_store(error: Exception) -> bool:
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] in _LIBRARIES


def _words(error: Exception) -> str:
    """The first line of what it says, which may come from a stranger's server."""
    lines = str(error).strip().splitlines()
    said = lines[0][:200] if lines else type(error).__name__
    return "".join(sign if sign.isprintable() else " " for sign in said)
