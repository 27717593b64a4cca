"""E-mail over SMTP (RFC 5321), with STARTTLS (RFC 3207), TLS from the start (RFC 8314), or on one machine
without."""

import asyncio
import socket
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import aiosmtplib

from luylau.incidents.notify.channels import Message, NotSent, Target
from luylau.incidents.notify.lookup import addresses_of, own_name
from luylau.incidents.notify.secrets import read_secret
from luylau.kernel.clock import to_datetime
from luylau.settings.notify import NotifySettings

_PERMANENT = 500


class SmtpNotifier:
    """Hands mail to the city's mail server."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings
        self._tls = _context(settings)

    async def send(self, target: Target, message: Message) -> None:
        """Return once the mail server has taken the mail over.

        Raises:
            NotSent: the server is away (``notify-unreachable``), too slow (``notify-too-slow``), does not let
                us in (``notify-not-let-in``) or refuses the mail (``notify-mail-refused``).
        """
        settings = self._settings
        mail = mail_of(message, sender=settings.smtp_from, to=target.to)
        password = ""
        if settings.smtp_user and settings.smtp_password_file is not None:
            password = read_secret(settings.smtp_password_file)
        try:
            async with asyncio.timeout(settings.try_s):
                await aiosmtplib.send(
                    mail,
                    hostname=settings.smtp_host,
                    local_hostname=await own_name(),
                    sock=await _connected(settings.smtp_host, settings.smtp_port),
                    use_tls=settings.smtp_security == "tls",
                    start_tls=settings.smtp_security == "starttls",
                    tls_context=self._tls,
                    username=settings.smtp_user or None,
                    password=password or None,
                    timeout=settings.try_s,
                )
        except (aiosmtplib.SMTPTimeoutError, TimeoutError):
            raise NotSent("notify-too-slow", host=settings.smtp_host, seconds=settings.try_s) from None
        except aiosmtplib.SMTPAuthenticationError:
            # What the server says may repeat the name or more; it stays out of records and logs.
            raise NotSent("notify-not-let-in", host=settings.smtp_host) from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refused(settings, error.recipients[0]) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _refused(settings, error) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NotSent("notify-unreachable", host=settings.smtp_host, said=type(error).__name__) from None


def mail_of(message: Message, *, sender: str, to: str) -> EmailMessage:
    """Return a message as plain-text mail; its id comes of the delivery's, so that a doubled one is known."""
    mail = EmailMessage(policy=SMTP)
    user, _, domain = sender.rpartition("@")
    mail["From"] = Address("Luy Lâu", user, domain)
    mail["To"] = to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(to_datetime(message.time_us))
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    if message.severity == "critical" and not message.drill:
        mail["Importance"] = "high"
    mail.set_content(message.text + "\n", charset="utf-8")
    return mail


async def _connected(host: str, port: int) -> socket.socket:
    """Return a connection to the first address behind a name that answers.

    Raises:
        OSError: none answers, or there is no such name.
    """
    failed = OSError(f"no address of {host}")
    for address in await addresses_of(host, port):
        made = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        made.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(made, (address, port))
        except OSError as error:
            made.close()
            failed = error
        except BaseException:
            made.close()
            raise
        else:
            return made
    raise failed


def _refused(settings: NotifySettings, error: aiosmtplib.SMTPResponseException) -> NotSent:
    return NotSent(
        "notify-mail-refused",
        host=settings.smtp_host,
        status=error.code,
        said=error.message[:200],
        permanent=error.code >= _PERMANENT,
    )


def _context(settings: NotifySettings) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings.smtp_ca_file is not None:
        context.load_verify_locations(settings.smtp_ca_file)
    return context
