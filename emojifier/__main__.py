"""``python -m emojifier``."""

import sys

from emojifier.cli import main

sys.exit(main())
