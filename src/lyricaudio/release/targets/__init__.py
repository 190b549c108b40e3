"""What a phone, a car or a web host gets of a release, one file each."""
