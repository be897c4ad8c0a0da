"""Model folders on the Hugging Face Hub: named, fetched once by their commit, never trusted."""
