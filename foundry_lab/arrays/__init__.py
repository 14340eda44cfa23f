"""Arrays of HDF5 and Zarr files as columns of tables."""
