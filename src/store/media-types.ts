import mime, { Mime } from "mime";

const ours = new Mime({
  "application/vnd.apache.parquet": ["parquet"],
  "application/vnd.apache.arrow.file": ["arrow", "feather"],
  "application/x-hdf5": ["h5", "hdf5"],
  "application/x-ndjson": ["jsonl", "ndjson"],
});

/** A file's media type, told from its name; undefined when it tells none. */
export const mediaType = (path: string): string | undefined => ours.getType(path) ?? mime.getType(path) ?? undefined;
