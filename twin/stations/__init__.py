"""Every file directly in this folder is one kind of station; contract and shared machine parts lie below."""
