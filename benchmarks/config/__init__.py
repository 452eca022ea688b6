"""How mgkd and other tools tell their users of the same twenty mistakes in a config."""
