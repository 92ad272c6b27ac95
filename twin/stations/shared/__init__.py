"""Parts of machines that several kinds share, and the cell the finished electrode makes."""
