"""Processes of ours that windows share: started, found, watched and survived."""
