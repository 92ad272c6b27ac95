"""Folders of results on disk: written whole, sealed, read again and checked."""
