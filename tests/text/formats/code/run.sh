#!/bin/bash
# Counts the rivers
# on a map.
teh=1 # shellcheck disable=SC2034
