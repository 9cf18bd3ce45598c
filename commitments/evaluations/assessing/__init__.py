"""Each party assesses the commitments and submits its assessments."""
