"""A real mail server on loopback (aiosmtpd): keeps what it takes as files, and refuses some recipients.

usage: smtp_server.py PORT FOLDER starttls|tls|none CERTIFICATE KEY USER PASSWORD

What it keeps says whether the client went over to TLS (from the first byte, TLS is below what is seen here), and
whether it signed in.

later@…  is refused for now (451) the first time, and then taken.
never@…  is refused for good (550).
"""
import os
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

port, folder, mode, certificate, key, user, password = sys.argv[1:8]
seen = set()


class Keeper:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never@"):
            return "550 5.1.1 No such user"
        if address.startswith("later@") and address not in seen:
            seen.add(address)
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Keeper.count += 1
        name = os.path.join(folder, f"{Keeper.count:04}")
        with open(name + ".part", "wb") as file:
            file.write(f"X-Test-Tls: {session.ssl is not None}\r\n".encode())
            file.write(f"X-Test-User: {session.authenticated}\r\n".encode())
            file.write(envelope.content)
        os.rename(name + ".part", name + ".eml")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data == LoginPassword(user.encode(), password.encode())
    return AuthResult(success=good)


context = None
if mode != "none":
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
controller = Controller(
    Keeper(),
    hostname="127.0.0.1",
    port=int(port),
    ssl_context=context if mode == "tls" else None,
    tls_context=context if mode == "starttls" else None,
    require_starttls=mode == "starttls",
    authenticator=authenticate if mode == "starttls" else None,
    auth_required=mode == "starttls",
)
controller.start()
print("ready", flush=True)
threading.Event().wait()
