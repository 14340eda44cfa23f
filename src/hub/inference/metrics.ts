import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What is counted of served models, in Prometheus' terms. */
export class InferenceMetrics {
  readonly registry = new Registry();
  private readonly registers = [this.registry];
  readonly requests = new Counter({
    ...{
      name: "foundry_inference_requests_total",
      help: "Inference requests by status.",
      labelNames: ["model", "version", "status"] as const,
    },
    registers: this.registers,
  });
  readonly duration = new Histogram({
    ...{
      name: "foundry_inference_request_duration_seconds",
      help: "From the body's last byte to the answer.",
      labelNames: ["model", "version"] as const,
    },
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: this.registers,
  });
  readonly rows = new Counter({
    ...{
      name: "foundry_inference_rows_total",
      help: "Rows that models ran on.",
      labelNames: ["model", "version"] as const,
    },
    registers: this.registers,
  });
  readonly batchRows = new Histogram({
    ...{ name: "foundry_inference_batch_rows", help: "Rows of a batch.", labelNames: ["model", "version"] as const },
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 16384],
    registers: this.registers,
  });
  readonly batchDuration = new Histogram({
    ...{
      name: "foundry_inference_batch_duration_seconds",
      help: "A batch in its process.",
      labelNames: ["model", "version"] as const,
    },
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: this.registers,
  });
  readonly cache = new Counter({
    ...{
      name: "foundry_inference_cache_total",
      help: "Results that were known (hit) or not (miss).",
      labelNames: ["model", "version", "result"] as const,
    },
    registers: this.registers,
  });
  readonly refused = new Counter({
    ...{ name: "foundry_inference_refused_total", help: "Requests answered with 429 because too many were under way." },
    registers: this.registers,
  });

  /** @param state - what is under way at the moment of asking */
  constructor(state: { active: () => number; workers: () => number }) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        ...{ name, help, registers: this.registers },
        collect() {
          this.set(value());
        },
      });
    gauge("foundry_inference_active_requests", "Requests that are read, wait or run.", state.active);
    gauge("foundry_inference_worker_processes", "Python processes that run models.", state.workers);
  }
}
