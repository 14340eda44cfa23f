import type { BoardSource } from "../components/leaderboard/leaderboard-element.js";
import type { Benchmark, FoldRows, Leaderboard, Predictions } from "../contracts/types.js";
import {
  validateBenchmark,
  validateFoldRows,
  validateLeaderboard,
  validatePredictions,
} from "../contracts/validators.js";
import type { LeaderboardRequest } from "../core/sources.js";
import { callKernelFor } from "./kernel-call.js";
import type { KernelRequests } from "./kernel-requests.js";

/** The benchmark of a widget, as its kernel sees it. */
export class KernelBoardSource implements BoardSource {
  constructor(private readonly requests: KernelRequests) {}

  benchmark(_name: string, _version?: string, signal?: AbortSignal): Promise<Benchmark> {
    return callKernelFor(validateBenchmark, this.requests, "benchmark", [], signal);
  }

  leaderboard(
    _name: string,
    _version?: string,
    request: LeaderboardRequest = {},
    signal?: AbortSignal,
  ): Promise<Leaderboard> {
    return callKernelFor(validateLeaderboard, this.requests, "leaderboard", [request], signal);
  }

  predictions(_name: string, _version: string, id: string, signal?: AbortSignal): Promise<Predictions> {
    return callKernelFor(validatePredictions, this.requests, "predictions", [id], signal);
  }

  foldRows(_benchmark: Benchmark, fold: string, signal?: AbortSignal): Promise<FoldRows> {
    return callKernelFor(validateFoldRows, this.requests, "foldRows", [fold], signal);
  }
}
