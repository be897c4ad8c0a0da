"""Model folders to and from the Hugging Face Hub."""
