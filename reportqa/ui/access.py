"""Who may change the corpus: whoever sits at the machine that the app listens on; elsewhere only those on the list.

On localhost the right is given to everyone who can reach the app. Behind any other address, or where a request was passed
on by another server, a reader must be logged in through Streamlit's own log-in with an address that REPORTQA_EDITORS names.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

import streamlit as st

from reportqa.ui import session

__all__ = ["is_local", "listed", "login_is_set", "may_edit"]

_PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip")


def is_local(address: str | None, headers: Mapping[str, str]) -> bool:
    """Whether the app listens on this machine only and the request came to it directly, under a name of this machine."""
    if not _loopback(address or ""):
        return False
    if any(name in headers for name in _PASSED_ON):
        return False
    host = headers.get("Host", "localhost")
    return _loopback(host.rsplit(":", 1)[0] if host.count(":") == 1 else host.split("]")[0].lstrip("["))


def _loopback(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def listed(user: Mapping[str, object], editors: tuple[str, ...]) -> bool:
    """Whether a logged-in user's address is on the list; one that its provider has not verified never is."""
    email = user.get("email")
    if not user.get("is_logged_in") or user.get("email_verified") is False or not isinstance(email, str):
        return False
    return email.strip().lower() in {e.lower() for e in editors}


def login_is_set() -> bool:
    """Whether Streamlit's log-in is configured (an [auth] section in its secrets)."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def may_edit() -> bool:
    """Whether this reader may change the corpus."""
    if is_local(st.get_option("server.address"), st.context.headers):
        return True
    return login_is_set() and listed(st.user.to_dict(), session.settings().editors)
