"""`/privacy`: what is stored about me, as a file, and the way to have it erased."""
