"""What every feature stands on: database, jobs, objects, configuration, ids, clock."""
