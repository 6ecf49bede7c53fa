"""The clipboard of whoever runs the program, where the system has one."""

from __future__ import annotations


def copied(text: str) -> str:
    """Put *text* on the clipboard; return why that cannot be done, "" where it was."""
    # Imported only when asked for: it looks for the programs that the system has for it.
    import pyperclip

    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError, UnicodeError):
        return "there is no clipboard (on Linux, xclip or wl-clipboard gives programs one)"
    return ""
