"""Counties, municipalities and the county governors' offices: reference data with validity."""
