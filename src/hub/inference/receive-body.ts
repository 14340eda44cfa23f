import type { IncomingMessage } from "node:http";
import { errorCodes } from "fastify";
import { heedPassingBytes } from "./young-memory.js";

/** Bodies of fewer bytes come in few parts, which are joined at their end. */
const SMALL = 256 * 1024;

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * Receives a body of at most `limit` bytes. A large one goes part by part to where it stays: hundreds of parts that
 * wait for its end would cost more than the bytes themselves.
 */
export function receiveBody(payload: IncomingMessage, limit: number, done: Done): void {
  const length = Number(payload.headers["content-length"]);
  if (length > limit) {
    done(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    return;
  }
  const whole = length > SMALL ? Buffer.allocUnsafeSlow(length) : undefined;
  const parts: Buffer[] = [];
  let received = 0;
  const onData = (part: Buffer) => {
    if (received + part.length > (whole?.length ?? limit)) end(new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE());
    else if (whole) part.copy(whole, received);
    else parts.push(part);
    received += part.length;
  };
  const end = (error: Error | null, body?: Buffer) => {
    payload.off("data", onData).off("end", onEnd).off("error", onError);
    // Its parts, and what they become together.
    heedPassingBytes(2 * received);
    done(error, body);
  };
  const onEnd = () => {
    if (!Number.isNaN(length) && received !== length) end(new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH());
    else end(null, whole ?? (parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, received)));
  };
  const onError = (error: Error) => end(Object.assign(error, { statusCode: 400 }));
  payload.on("data", onData).on("end", onEnd).on("error", onError);
}
