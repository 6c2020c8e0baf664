"""What references, evidence profiles and judgements must satisfy."""
