// Sends one prepared request over and over, and says what came back: `node bench/load.mjs PLAN.json` prints JSON.
// Plain sockets cost the machine little, so that what is measured is the server and not this side. A plan names
// `host`, `port`, `head` (request line and headers), `body` (a file), `clients` and `seconds`.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { quantile } from "./timing.mjs";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const request = Buffer.concat([Buffer.from(plan.head, "latin1"), readFileSync(plan.body)]);
const END = Buffer.from("\r\n\r\n");

/** Calls `heed` with the body's length once for each answer of a connection. */
function readAnswers(socket, heed) {
  let head = Buffer.alloc(0);
  let left = 0;
  let length = 0;
  socket.on("data", (part) => {
    if (left === 0) {
      const whole = head.length === 0 ? part : Buffer.concat([head, part]);
      const end = whole.indexOf(END);
      if (end < 0) return void (head = whole);
      const text = whole.latin1Slice(0, end);
      const [, given] = /\r\ncontent-length: *(\d+)/i.exec(text) ?? [];
      if (!text.startsWith("HTTP/1.1 200") || given === undefined)
        throw new Error(`The server answered:\n${whole.toString().slice(0, 1000)}`);
      length = Number(given);
      head = Buffer.alloc(0);
      left = length - (whole.length - end - END.length);
    } else left -= part.length;
    if (left === 0) heed(length);
    else if (left < 0) throw new Error("The server sent more than it said.");
  });
}

/** One connection after another answer sends again, until `until`; resolves with milliseconds of each answer. */
function client(until) {
  return new Promise((resolve, reject) => {
    const waits = [];
    const socket = connect({ host: plan.host, port: plan.port, noDelay: true }, send);
    let since = 0;
    function send() {
      since = performance.now();
      socket.write(request);
    }
    readAnswers(socket, () => {
      const now = performance.now();
      waits.push(now - since);
      if (now < until) send();
      else socket.end(() => resolve(waits));
    });
    socket.on("error", reject);
  });
}

const started = performance.now();
const waits = (
  await Promise.all(Array.from({ length: plan.clients }, () => client(started + 1000 * plan.seconds)))
).flat();
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ requests: waits.length, seconds, wait: quantile(waits, 0.5), cpu: process.cpuUsage() }));
