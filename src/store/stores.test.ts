import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { FolderStore } from "./folder-store.js";
import { openStore } from "./open-store.js";
import { publishFolder } from "./publish-folder.js";
import { S3Store } from "./s3/s3-store.js";
import { preparedDataset, temporaryFolder } from "./testing/packages.js";
import { startS3, type S3Server } from "./testing/s3-server.js";
import { testStore } from "./testing/store-suite.js";
import { verify } from "./verify.js";

let s3: S3Server;
beforeAll(async () => {
  s3 = await startS3();
}, 60_000);
afterAll(() => s3.stop());

const target = { kind: "dataset", name: "band-gaps", version: "1.0.0" } as const;

testStore("a folder", async (location) => FolderStore.open(location ?? (await temporaryFolder())));
// Each process has a disk of its own.
testStore("a bucket", async (location) =>
  S3Store.open(location ?? `${await s3.bucket()}/team/store`, await temporaryFolder()),
);

const raw = () => new S3Client({ endpoint: s3.endpoint, forcePathStyle: true, region: "us-east-1" });

test("what a publisher that died has left in a bucket is cleared by the next one", async () => {
  const url = await s3.bucket();
  const client = raw();
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: url.slice(5), Key, Body }));
  await put("datasets/band-gaps/1.0.0/data/train.parquet", "half of a");
  await put("datasets/band-gaps/1.0.0/left.txt", "left");
  const store = await S3Store.open(url, await temporaryFolder());
  expect(await store.versions("dataset", "band-gaps")).toEqual([]);
  expect(await store.packages("dataset")).toEqual([]);
  await publishFolder(store, await preparedDataset());
  expect(await verify(store, target)).toMatchObject({ ok: true, wrong: [] });
  client.destroy();
});

test("a bucket whose packages came in without a log is logged when it is opened", async () => {
  const [one, two] = [await s3.bucket(), await s3.bucket()];
  const client = raw();
  const store = await S3Store.open(one, await temporaryFolder());
  const published = await publishFolder(store, await preparedDataset());
  const Body = JSON.stringify(published);
  await client.send(new PutObjectCommand({ Bucket: two.slice(5), Key: "datasets/band-gaps/1.0.0/dataset.json", Body }));
  expect(await (await S3Store.open(two, await temporaryFolder())).log()).toMatchObject([
    { action: "published", ...target },
  ]);
  client.destroy();
});

test("a large file goes in parts, and comes back as it was", async () => {
  const store = await S3Store.open(await s3.bucket(), await temporaryFolder());
  const folder = await preparedDataset();
  await writeFile(join(folder, "images.bin"), randomBytes(40 * 1024 * 1024));
  await publishFolder(store, folder);
  expect(await verify(store, target)).toMatchObject({ ok: true, files: 4 });
}, 60_000);

test("what is wrong with a bucket is said in a sentence", async () => {
  const cache = await temporaryFolder();
  await expect(openStore("s3://no-such-bucket/x", cache)).rejects.toMatchObject({
    type: "not-found",
    message: /^There is no bucket for/,
  });
  for (const url of ["s3://", "s3://b", "s3://bucket/../x", "s3://bucket/a?b", String.raw`s3://bucket/a\b`])
    await expect(openStore(url, cache)).rejects.toMatchObject({ type: "invalid-request" });
  await expect(openStore("ftp://host/store", cache)).rejects.toMatchObject({
    message: /give FOUNDRY_STORE a folder, or s3:/,
  });
});

test("a bucket that does not answer, or asks for other credentials, is said in a sentence", async () => {
  const { AWS_ENDPOINT_URL_S3 } = process.env;
  process.env.AWS_ENDPOINT_URL_S3 = "http://127.0.0.1:1";
  await expect(openStore("s3://bucket", await temporaryFolder())).rejects.toMatchObject({ type: "unavailable" });
  process.env.AWS_ENDPOINT_URL_S3 = AWS_ENDPOINT_URL_S3;
}, 30_000);
