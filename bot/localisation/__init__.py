"""Everything that people read in chat, in six languages.

``text(locale, "message-id", name=value)`` looks a message up in the language's folder of Fluent
files (https://projectfluent.org), one file a feature. English is complete; a test holds that the
others are, too.
"""

from bot.localisation.catalogue import LOCALES, LONGEST, Locale, closest, text

__all__ = ["LOCALES", "LONGEST", "Locale", "closest", "text"]
