import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
  type HeadObjectCommandOutput,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import pRetry from "p-retry";
import { bounded } from "../durable.js";
import { isRefused, isThere, meaningOf, statusOf } from "./s3-errors.js";

/** Bytes from which on a file is sent in parts, several at a time. */
const LARGE = 32 * 1024 * 1024;
/** S3 copies no larger object by one request. */
const LARGEST_COPY = 5 * 1024 ** 3;
/** S3 takes at most this many parts. */
const MOST_PARTS = 10_000;
const CONFLICT = { retries: 6, minTimeout: 100, factor: 2, randomize: true };

/** What stands at a key. */
export interface Stored {
  bytes: number;
  etag: string;
  modified: Date;
  sha256: string | undefined;
}

/** Objects of a bucket under a prefix, with what goes wrong in a sentence. */
export class Bucket {
  private readonly client: S3Client;

  constructor(
    readonly name: string,
    readonly prefix: string,
  ) {
    const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    const endpoint = AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL;
    this.client = new S3Client({
      region: AWS_REGION || AWS_DEFAULT_REGION || "us-east-1",
      followRegionRedirects: true,
      // Servers other than Amazon's rarely have a host name for each bucket, or its newer checksums.
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  get location(): string {
    return `s3://${this.name}${this.prefix === "" ? "" : `/${this.prefix.slice(0, -1)}`}`;
  }

  /** What stands at a key; undefined where nothing does. */
  async head(key: string): Promise<Stored | undefined> {
    try {
      return storedOf(await bounded(() => this.client.send(new HeadObjectCommand(this.at(key)))));
    } catch (error) {
      // An answer without a body does not say what is missing.
      if (statusOf(error) === 404) return undefined;
      throw meaningOf(error, this.location);
    }
  }

  async text(key: string): Promise<string | undefined> {
    try {
      return await bounded(async () => {
        const { Body } = await this.client.send(new GetObjectCommand(this.at(key)));
        return Body?.transformToString("utf-8");
      });
    } catch (error) {
      if (isMissingKey(error)) return undefined;
      throw meaningOf(error, this.location);
    }
  }

  async read(key: string, range?: { start: number; end: number }): Promise<Readable | undefined> {
    try {
      const Range = range && `bytes=${range.start}-${range.end}`;
      const { Body } = await this.client.send(new GetObjectCommand({ ...this.at(key), ...(Range ? { Range } : {}) }));
      return Body as Readable | undefined;
    } catch (error) {
      if (isMissingKey(error)) return undefined;
      throw meaningOf(error, this.location);
    }
  }

  /** Keys under a prefix, and with `/` as delimiter the first parts of those below. */
  async list(prefix: string, delimiter?: "/"): Promise<{ keys: string[]; folders: string[] }> {
    const keys: string[] = [];
    const folders: string[] = [];
    const cut = (key: string) => key.slice(this.prefix.length);
    try {
      const input = { Bucket: this.name, Prefix: this.prefix + prefix, ...(delimiter ? { Delimiter: delimiter } : {}) };
      for await (const page of paginateListObjectsV2({ client: this.client }, input)) {
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(cut(Key));
        for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix !== undefined) folders.push(cut(Prefix));
      }
    } catch (error) {
      throw meaningOf(error, this.location);
    }
    return { keys, folders };
  }

  async put(key: string, text: string): Promise<string> {
    const { ETag = "" } = await this.send(() =>
      this.client.send(new PutObjectCommand({ ...this.at(key), Body: text, ContentType: "application/json" })),
    );
    return ETag;
  }

  /**
   * Writes an object where there is none, or in place of the one with an entity tag; undefined where that is not so.
   * Two writers at the same time are told 409 by S3, and try again.
   */
  async putIf(key: string, text: string, replacing?: string): Promise<string | undefined> {
    const condition = replacing === undefined ? { IfNoneMatch: "*" } : { IfMatch: replacing };
    const command = () =>
      new PutObjectCommand({ ...this.at(key), ...condition, Body: text, ContentType: "application/json" });
    try {
      return (await this.conditional(() => this.client.send(command()))).ETag ?? "";
    } catch (error) {
      if (isThere(error)) return undefined;
      throw meaningOf(error, this.location);
    }
  }

  /** Sends a file of this machine to a key where nothing is yet; false where something is. */
  async sendNew(
    key: string,
    file: string,
    { sha256, type }: { sha256: string; type: string | undefined },
  ): Promise<boolean> {
    const { size } = await stat(file);
    const common = {
      ...this.at(key),
      IfNoneMatch: "*",
      Metadata: { sha256 },
      ...(type === undefined ? {} : { ContentType: type }),
    };
    const attempt = async () => {
      const Body = createReadStream(file, { highWaterMark: 1024 * 1024 });
      try {
        if (size < LARGE) {
          // S3 refuses what does not have this hash.
          const ChecksumSHA256 = Buffer.from(sha256, "hex").toString("base64");
          await this.client.send(new PutObjectCommand({ ...common, Body, ContentLength: size, ChecksumSHA256 }));
        } else {
          const partSize = Math.max(LARGE / 2, Math.ceil(size / MOST_PARTS));
          await new Upload({ client: this.client, params: { ...common, Body }, partSize, queueSize: 4 }).done();
        }
      } finally {
        Body.destroy();
      }
    };
    try {
      await this.conditional(attempt);
      return true;
    } catch (error) {
      if (isThere(error)) return false;
      throw meaningOf(error, this.location);
    }
  }

  /** Copies an object within the bucket; false where it is too large for that. */
  async copy(from: string, to: string, bytes: number): Promise<boolean> {
    if (bytes >= LARGEST_COPY) return false;
    const CopySource = `${this.name}/${(this.prefix + from).split("/").map(encodeURIComponent).join("/")}`;
    await this.send(() => this.client.send(new CopyObjectCommand({ ...this.at(to), CopySource })));
    return true;
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += 1000) {
      const Objects = keys.slice(start, start + 1000).map((key) => ({ Key: this.prefix + key }));
      await this.send(() =>
        this.client.send(new DeleteObjectsCommand({ Bucket: this.name, Delete: { Objects, Quiet: true } })),
      );
    }
  }

  close(): void {
    this.client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.name, Key: this.prefix + key };
  }

  private async send<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw meaningOf(error, this.location);
    }
  }

  private conditional<T>(work: () => Promise<T>): Promise<T> {
    return pRetry(work, { ...CONFLICT, shouldRetry: ({ error }) => !isRefused(error) });
  }
}

const isMissingKey = (error: unknown): boolean =>
  statusOf(error) === 404 && !(error instanceof Error && error.name === "NoSuchBucket");

function storedOf({
  ContentLength = 0,
  ETag = "",
  LastModified = new Date(0),
  Metadata = {},
}: HeadObjectCommandOutput): Stored {
  return { bytes: ContentLength, etag: ETag, modified: LastModified, sha256: Metadata.sha256 };
}
