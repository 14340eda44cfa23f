import type { IncomingHttpHeaders } from "node:http";
import { pipeline, Transform } from "node:stream";
import { createGunzip, createInflate } from "node:zlib";
import type { RequestPayload } from "fastify";
import { problem } from "../../core/problems.js";

/**
 * What makes a body of the one that was sent; undefined where it came as it is.
 * @throws FoundryProblem (415)
 */
export function decoderFor({
  "content-encoding": encoding = "identity",
}: IncomingHttpHeaders): (() => Transform) | undefined {
  switch (encoding.trim().toLowerCase()) {
    case "identity":
      return undefined;
    case "gzip":
    case "x-gzip":
      return createGunzip;
    case "deflate":
      return createInflate;
    default:
      throw problem(
        "invalid-request",
        `The body is compressed as '${encoding.slice(0, 40)}', which this route does not take: send it as gzip, deflate, or as it is.`,
        { status: 415 },
      );
  }
}

/**
 * The body of a request as it was before it was compressed.
 * @param most - bytes of it, however few were sent
 */
export function decompressed(headers: IncomingHttpHeaders, payload: RequestPayload, most: number): RequestPayload {
  const decode = decoderFor(headers)?.();
  if (!decode) return payload;
  let bytes = 0;
  const body: Transform & RequestPayload = new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      if (bytes <= most) done(null, part);
      else
        done(
          problem("invalid-request", `The body has more than ${most} bytes, which this hub does not take.`, {
            status: 413,
          }),
        );
    },
  });
  body.receivedEncodedLength = 0;
  payload.on("data", (part: Buffer) => {
    body.receivedEncodedLength = (body.receivedEncodedLength ?? 0) + part.length;
  });
  payload.once("error", (error) => decode.destroy(error));
  payload.pipe(decode);
  decode.once("error", (cause) => {
    body.destroy(problem("invalid-request", "The body is not what its Content-Encoding says.", { cause }));
  });
  pipeline(decode, body, (error) => {
    // What still comes of the request is read to nowhere, so that its answer can be sent.
    if (error) payload.resume();
  });
  return body;
}
