import type { RowDigests } from "../contracts/types.js";
import type { RowHashes } from "../core/shared-rows.js";

/** Rows of a split up to which their hashes are fetched. */
const MOST_ROWS = 1_000_000;

/** Reads the hashes of a split's rows; undefined where the package has none, or too many for a browser. */
export async function readRowHashes(
  digests: RowDigests,
  split: string,
  file: (path: string) => Promise<Response>,
): Promise<RowHashes | undefined> {
  const [whole] = digests.splits.find((one) => one.split === split)?.digests ?? [];
  if (!whole || whole.rows > MOST_ROWS) return undefined;
  const answer = await file(whole.ids ?? whole.path);
  return { bytes: new Uint8Array(await answer.arrayBuffer()), withIds: whole.ids !== undefined };
}
