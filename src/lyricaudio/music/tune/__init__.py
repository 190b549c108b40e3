"""The notes of what is sung: searched for, or a melody that the person wrote."""
