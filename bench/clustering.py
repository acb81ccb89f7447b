def at_sizes(sizes):
    return {}
