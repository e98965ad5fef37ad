"""A call's life: placed, refused, dialled, ended, charged, asked about, taken up again after a restart."""
