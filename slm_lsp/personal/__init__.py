"""Personal: weights of the writer's own, beside the embedded model's."""
