import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { monotonicFactory } from "ulid";
import type {
  Benchmark,
  Model,
  PredictionScores,
  Predictions,
  Submission,
  SubmissionCheck,
  SubmissionCheckRequest,
  SubmissionRequest,
} from "../../contracts/types.js";
import { validatePredictions } from "../../contracts/validators.js";
import { parseJson } from "../../core/contract.js";
import { alignFolds, type Aligned, type FoldColumns } from "../../core/metrics/align.js";
import { limitScores } from "../../core/metrics/digits.js";
import type { Rows } from "../../core/metrics/metric.js";
import { rowsOf } from "../../core/metrics/rows.js";
import { score, scoreFolds, SCORING_CODE, type Scores } from "../../core/metrics/score.js";
import { FoundryProblem, problem } from "../../core/problems.js";
import { parseReference } from "../../core/references.js";
import { scoreColumns, withColumns } from "../../core/score-columns.js";
import type { LabelVault } from "../../store/hidden-labels.js";
import { findManifest } from "../../store/library.js";
import type { Store } from "../../store/store.js";
import { Submissions } from "../../store/submissions.js";
import { checkModel } from "./check-model.js";
import { Entries } from "./entries.js";
import type { ModelRun, ModelWorker } from "./model-worker.js";
import { checkRules } from "./rules.js";
import { Tasks, type Task } from "./tasks.js";

/** What taking an entry is about to do. */
export type SubmitStep = "check" | "score" | "keep" | "commit" | "reply";

/** Told of each step before it happens, and waited for. */
export type SubmitObserver = (step: SubmitStep) => void | Promise<void>;

/** A request whose predictions came as JSON or as columns. */
type WithFolds<Request> = Omit<Request, "folds"> & { folds?: Record<string, FoldColumns> };

const nextId = monotonicFactory();

/** Benchmarks of a store: what enters them, and what entered. */
export class Benchmarks {
  private readonly tasks: Tasks;
  private readonly submissions: Submissions;
  private readonly boards = new Map<string, Entries>();
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: Store,
    private readonly vault: LabelVault,
    private readonly worker: ModelWorker,
    private readonly observe: SubmitObserver = () => undefined,
  ) {
    this.tasks = new Tasks(store, vault);
    this.submissions = new Submissions(store.location);
  }

  /** Entries of a benchmark; the same object as long as the hub runs. */
  entries(benchmark: Benchmark): Entries {
    const key = `${benchmark.name}@${benchmark.version}`;
    let entries = this.boards.get(key);
    if (!entries) {
      entries = new Entries(this.submissions, benchmark, (submission) => withColumns(benchmark, submission));
      this.boards.set(key, entries);
    }
    return entries;
  }

  /** The entry that is there under the name of another, and is the same: of one model, or with the same predictions. */
  async sameEntry(benchmark: Benchmark, request: WithFolds<SubmissionRequest>): Promise<Submission | undefined> {
    const other = [...(await this.entries(benchmark).all()).values()].find(({ name }) => name === request.name);
    if (!other || other.withdrawn || !sameWords(other, request)) return undefined;
    if (!request.folds) return other;
    const task = await this.tasks.of(benchmark);
    try {
      const text = predictionsText(task, alignFolds(task.ids, request.folds));
      return createHash("sha256").update(text).digest("hex") === other.predictions.sha256 ? other : undefined;
    } catch (error) {
      // Predictions of other rows are not the same, and refused where they are taken.
      if (!(error instanceof FoundryProblem)) throw error;
      return undefined;
    }
  }

  /** Takes an entry: checks and scores it, and makes it appear with its scores. */
  async submit(benchmark: Benchmark, request: WithFolds<SubmissionRequest>): Promise<Submission> {
    const entries = this.entries(benchmark);
    await this.observe("check");
    checkRules(benchmark, request, (await entries.all()).values(), Date.now());
    const task = await this.tasks.of(benchmark);
    const run = request.folds ? undefined : await this.run(benchmark, await this.modelOf(request.model));
    const aligned = alignFolds(task.ids, request.folds ?? run?.folds ?? {});
    await this.observe("score");
    const rows = rowsByFold(task, aligned);
    const scored = await scoresOf(benchmark, rows);
    await this.observe("keep");
    const text = predictionsText(task, aligned);
    const kept = await this.keepPredictions(benchmark, text);
    const { name, by, kind = run ? "model" : "predictions", description, url, software, parameters } = request;
    const {
      model = request.model,
      modelSha256,
      seconds,
    } = { ...run, ...(request.seconds === undefined ? {} : { seconds: request.seconds }) };
    const optional = Object.fromEntries(
      Object.entries({ by, model, modelSha256, description, url, software, seconds, parameters }).filter(
        ([, value]) => value !== undefined,
      ),
    );
    return this.inTurn(benchmark, async () => {
      const now = new Date();
      checkRules(benchmark, request, (await entries.all()).values(), now.getTime());
      const submission: Submission = {
        schemaVersion: 1,
        id: nextId(now.getTime()),
        benchmark: benchmark.name,
        version: benchmark.version,
        name,
        kind,
        ...optional,
        submittedAt: now.toISOString(),
        rows: [...rows.values()].reduce((sum, { truth }) => sum + truth.length, 0),
        predictions: { ...kept, bytes: Buffer.byteLength(text), mediaType: "application/json" },
        ...scored,
        scoring: {
          code: SCORING_CODE,
          benchmarkSha256: task.benchmarkSha256,
          truthSha256: task.truthSha256,
          predictionsSha256: kept.sha256,
        },
      };
      await this.observe("commit");
      await this.submissions.commit(benchmark, submission);
      entries.add(submission);
      await this.observe("reply");
      return submission;
    });
  }

  /**
   * Scores predictions that do not enter, by fold.
   * @throws FoundryProblem where labels are hidden: whoever may score as often as they like learns them
   */
  async score(benchmark: Benchmark, folds: Record<string, FoldColumns>): Promise<PredictionScores> {
    if (benchmark.labels.hidden)
      throw problem(
        "not-allowed",
        `The labels of ${benchmark.name}@${benchmark.version} are hidden, so only predictions that enter are scored: submit them.`,
      );
    const task = await this.tasks.of(benchmark);
    return { scores: scoreFolds(benchmark.metrics, rowsByFold(task, alignFolds(task.ids, folds))) };
  }

  /**
   * What keeps an entry from being taken, as far as that is known without scoring or running anything.
   * @param open - whether a model is opened too, which may take minutes; without it only what its record says is checked
   */
  async check(
    benchmark: Benchmark,
    request: WithFolds<SubmissionCheckRequest>,
    open = false,
  ): Promise<SubmissionCheck> {
    const refusals: FoundryProblem[] = [];
    const notes: string[] = [];
    const attempt = async (work: () => unknown) => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof FoundryProblem)) throw error;
        refusals.push(error);
      }
    };
    const { folds, model, name } = request;
    if (name !== undefined) {
      if (await this.sameEntry(benchmark, { ...request, name }))
        return { problems: [], notes: [`'${name}' is there already and is the same: nothing would be entered.`] };
      const entries = (await this.entries(benchmark).all()).values();
      await attempt(() => checkRules(benchmark, { ...request, name }, entries, Date.now()));
    }
    if (folds)
      await attempt(async () => {
        const task = await this.tasks.of(benchmark);
        rowsByFold(task, alignFolds(task.ids, folds));
      });
    else
      await attempt(async () => {
        const manifest = await this.modelOf(model);
        notes.push(...checkModel(benchmark, manifest));
        if (open && refusals.length === 0)
          await this.worker.open(benchmark, `${manifest.name}@${manifest.version}`, this.vault.folder);
      });
    const [first] = refusals;
    return { problems: refusals.map(({ message }) => message), notes, ...(first ? { refusal: first.problem } : {}) };
  }

  private async modelOf(reference: string | undefined): Promise<Model> {
    if (reference === undefined) throw problem("invalid-predictions", "Choose a model, or give predictions.");
    const { name, version } = parseReference(reference);
    const manifest = await findManifest(this.store, "model", { name, ...(version === undefined ? {} : { version }) });
    if (manifest.kind !== "model") throw problem("not-found", `${reference} is not a model.`);
    return manifest;
  }

  /** Predictions of a published model, which this hub's worker runs. */
  private async run(benchmark: Benchmark, model: Model): Promise<ModelRun> {
    checkModel(benchmark, model);
    const kept = benchmark.labels.inputsHidden ? await this.vault.labels(benchmark) : undefined;
    const inputs =
      kept && Object.fromEntries(Object.entries(kept.folds).map(([fold, rows]) => [fold, rows.inputs ?? {}]));
    return this.worker.run(benchmark, `${model.name}@${model.version}`, this.vault.folder, inputs);
  }

  async submission(benchmark: Benchmark, id: string): Promise<Submission> {
    const found = (await this.entries(benchmark).all()).get(id);
    if (!found)
      throw problem(
        "not-found",
        `The benchmark ${benchmark.name}@${benchmark.version} has no entry '${id.slice(0, 50)}'.`,
      );
    return found;
  }

  /** Predictions of an entry; with hidden labels they are not told, as good ones are nearly the labels. */
  async predictions(benchmark: Benchmark, id: string): Promise<Predictions> {
    const entry = await this.submission(benchmark, id);
    if (benchmark.labels.hidden)
      throw problem("not-allowed", "Predictions on hidden labels are not shown: good ones would tell the labels.");
    const text = await this.submissions.predictions(benchmark, entry.predictions.sha256);
    return parsePredictions(text, entry);
  }

  /** Rows of an entry with its predictions, for comparing it with another. */
  async rows(benchmark: Benchmark, entry: Submission): Promise<Map<string, Rows>> {
    const { sha256 } = entry.predictions;
    const text = benchmark.labels.hidden
      ? await this.vault.text(sha256)
      : await this.submissions.predictions(benchmark, sha256);
    const task = await this.tasks.of(benchmark);
    return rowsByFold(task, alignFolds(task.ids, parsePredictions(text, entry).folds));
  }

  /** Scores of an entry, computed again from its predictions. */
  async rescore(benchmark: Benchmark, id: string): Promise<Scores> {
    const rows = await this.rows(benchmark, await this.submission(benchmark, id));
    return scoresOf(benchmark, rows);
  }

  async withdraw(benchmark: Benchmark, id: string, reason: string | undefined): Promise<Submission> {
    const entry = await this.submission(benchmark, id);
    if (entry.withdrawn) throw problem("duplicate-entry", `The entry '${entry.name}' was withdrawn already.`);
    await this.submissions.withdraw(benchmark, id, {
      at: new Date().toISOString(),
      ...(reason === undefined ? {} : { reason }),
    });
    return this.submission(benchmark, id);
  }

  /** One after another for each benchmark: quotas are counted. */
  private inTurn<T>(benchmark: Benchmark, work: () => Promise<T>): Promise<T> {
    const key = `${benchmark.name}@${benchmark.version}`;
    const turn = (this.queues.get(key) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    this.queues.set(key, settled);
    void settled.then(() => {
      if (this.queues.get(key) === settled) this.queues.delete(key);
    });
    return turn;
  }

  private async keepPredictions(benchmark: Benchmark, text: string): Promise<{ path: string; sha256: string }> {
    if (!benchmark.labels.hidden) return this.submissions.keepPredictions(benchmark, text);
    const sha256 = await this.vault.keep(text);
    return { path: `submissions/predictions/${sha256}.json`, sha256 };
  }
}

/** Whether all that is said of two entries is the same; how long one took is measured each time. */
function sameWords(entry: Submission, request: WithFolds<SubmissionRequest>): boolean {
  const { by, model, kind = request.folds ? "predictions" : "model", description, url, software, parameters } = request;
  const { by: otherBy, model: otherModel, kind: otherKind } = entry;
  return isDeepStrictEqual(
    { by, model, kind, description, url, software, parameters },
    {
      ...{ by: otherBy, model: otherModel, kind: otherKind },
      ...{ description: entry.description, url: entry.url, software: entry.software, parameters: entry.parameters },
    },
  );
}

async function scoresOf(benchmark: Benchmark, rows: ReadonlyMap<string, Rows>): Promise<Scores> {
  const found = await score(scoreColumns(benchmark), rows, async () => {
    // Others are answered in between.
    await setImmediate();
  });
  return limitScores(found, benchmark.rules?.digits);
}

function rowsByFold({ ids, truth }: Task, aligned: ReadonlyMap<string, Aligned>): Map<string, Rows> {
  return new Map(
    [...truth].map(([fold, labels]) => {
      return [fold, rowsOf(labels, aligned.get(fold) ?? { values: [] }, ids.get(fold) ?? [], fold)];
    }),
  );
}

function predictionsText({ ids }: Task, aligned: ReadonlyMap<string, Aligned>): string {
  const folds = Object.fromEntries(
    [...aligned].map(([fold, { values, uncertainties }]) => [
      fold,
      {
        ids: ids.get(fold)?.texts() ?? [],
        values: Array.from(values),
        ...(uncertainties ? { uncertainties: Array.from(uncertainties) } : {}),
      },
    ]),
  );
  return JSON.stringify({ folds } satisfies Predictions);
}

function parsePredictions(text: string | undefined, { name, predictions }: Submission): Predictions {
  if (text === undefined) throw problem("unavailable", `The predictions of '${name}' are missing from the store.`);
  if (createHash("sha256").update(text).digest("hex") !== predictions.sha256)
    throw problem("checksum-mismatch", `The predictions of '${name}' are not as they were submitted.`, { status: 500 });
  return parseJson(validatePredictions, text, `The predictions of '${name}'`, "internal");
}
