def runs_in(prose, claims, text, lexis):
    return []
