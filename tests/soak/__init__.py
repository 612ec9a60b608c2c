"""The fault table at full size: `make soak` lists its rows, `make soak ROW=name` runs one."""
