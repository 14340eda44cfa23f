import { readFileSync } from "node:fs";
import fc from "fast-check";
import { FrameError, frameOf, FrameReader, type Frame } from "./frames.js";

interface Vectors {
  frames: { name: string; header: Frame["header"]; body: string; bytes: string; exact: boolean }[];
  broken: { name: string; bytes: string; reason: string }[];
  cut: { name: string; bytes: string }[];
}

const VECTORS = JSON.parse(readFileSync("schema/vectors/frames.json", "utf8")) as Vectors;
const bytesOf = (header: Frame["header"], body: readonly Uint8Array[] = []) => Buffer.concat(frameOf(header, body));
const hex = (text: string) => Buffer.from(text, "hex");

function read(bytes: Buffer, cuts: readonly number[] = []): Frame[] {
  const reader = new FrameReader();
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const frames = places.flatMap((place, i) => reader.push(bytes.subarray(place, places[i + 1])));
  expect(reader.within).toBe(false);
  return frames;
}

test.each(VECTORS.frames)(
  "$name is read, and what is written is read as the same",
  ({ header, body, bytes, exact }) => {
    expect(read(hex(bytes))).toEqual([{ header, body: hex(body) }]);
    expect(read(bytesOf(header, [hex(body)]))).toEqual([{ header, body: hex(body) }]);
    expect(bytesOf(header, [hex(body)]).toString("hex") === bytes).toBe(exact || !bytes.includes("5c75"));
  },
);

test.each(VECTORS.broken)("$name is refused", ({ bytes, reason }) => {
  const push = () => new FrameReader().push(hex(bytes));
  expect(push).toThrow(FrameError);
  expect(push).toThrow(reason);
});

test.each(VECTORS.cut)("$name is no frame yet", ({ bytes }) => {
  const reader = new FrameReader();
  expect(reader.push(hex(bytes))).toEqual([]);
  expect(reader.within).toBe(true);
});

const jsonObject = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" }));
const messages = fc.array(fc.tuple(jsonObject, fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 })), {
  maxLength: 4,
});

test("whatever is written is read as it was, however the stream is cut", () => {
  fc.assert(
    fc.property(messages, fc.array(fc.nat(), { maxLength: 12 }), (written, cuts) => {
      const bytes = Buffer.concat(written.map(([header, body]) => bytesOf(header, body)));
      const found = read(bytes, cuts);
      expect(found.map(({ header }) => header)).toEqual(
        written.map(([header]) => JSON.parse(JSON.stringify(header)) as unknown),
      );
      expect(found.map(({ body }) => body.toString("hex"))).toEqual(
        written.map(([, body]) => Buffer.concat(body).toString("hex")),
      );
    }),
  );
});

test("bodies beyond what goes as one write are whole", () => {
  const parts = [new Uint8Array(70_000).fill(1), new Uint8Array(0), new Uint8Array(3).fill(2)];
  const [frame] = read(bytesOf({ method: "run" }, parts), [13, 60_000, 70_025]);
  expect(frame?.body.equals(Buffer.concat(parts))).toBe(true);
});
