def duplicates_in(entries):
    return []
