import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";

/** A server of S3 in a process of its own. */
export interface S3Server {
  endpoint: string;
  /** Variables that lead to it. */
  env: Record<string, string>;
  /** Makes a bucket, and returns its URL. */
  bucket: () => Promise<string>;
  stop: () => Promise<void>;
}

/** Starts a server of S3, and points this process's environment at it. */
export async function startS3(): Promise<S3Server> {
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const endpoint = await new Promise<string>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`moto_server ended with ${String(code)}`)));
    createInterface(server.stderr).on("line", (line) => {
      const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  const env = {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_REGION: "us-east-1",
  };
  Object.assign(process.env, env);
  const client = new S3Client({ endpoint, forcePathStyle: true, region: "us-east-1" });
  let buckets = 0;
  return {
    endpoint,
    env,
    bucket: async () => {
      buckets += 1;
      await client.send(new CreateBucketCommand({ Bucket: `foundry-${buckets}` }));
      return `s3://foundry-${buckets}`;
    },
    stop: async () => {
      client.destroy();
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
      for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
    },
  };
}
