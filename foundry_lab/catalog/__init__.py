"""Finding packages: searching, and the picker."""
