"""Letters as people and mail servers write them back: replies, and reports on what was not delivered."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP


def reply(sender: str, subject: str = "Re: 287(g)", text: str = "", html: str = "", **headers: str) -> bytes:
    """What somebody writes back."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, "digest@moawatch.example", subject
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    if html and not text:
        mail.set_content(html, subtype="html")
    else:
        mail.set_content(text or "\n")
    return mail.as_bytes()


def message_id(sent: bytes) -> str:
    return str(message_from_bytes(sent)["Message-ID"])


def bounce(
    id_: str,
    to: str,
    status: str = "5.1.1",
    action: str = "failed",
    said: str = "550 5.1.1 no such user",
    *,
    original: str = "",
    headers_only: bool = False,
) -> bytes:
    """The report of a relay, as Postfix writes it: words for people, the report, the message that comes back."""
    recipient = f"Original-Recipient: rfc822;{original}\n" if original else ""
    enclosed = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: digest@moawatch.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 26 Jan 2026 10:00:00 -0500

Final-Recipient: rfc822; {to}
{recipient}Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; {said}

--B
Content-Type: {enclosed}

From: moawatch <digest@moawatch.example>
Subject: 287(g): 1 new agreement
Message-ID: {id_}

A digest.

--B--
""".encode()
