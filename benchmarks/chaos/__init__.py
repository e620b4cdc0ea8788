"""The storm: everything that can die is killed while articles go in, and nothing is lost or doubled."""
