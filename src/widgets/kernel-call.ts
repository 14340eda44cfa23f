import type { Validator } from "../contracts/validators.js";
import { parse } from "../core/contract.js";
import type { KernelRequests } from "./kernel-requests.js";

/** What a kernel answers to a method of a source, as it came. */
export async function callKernel(
  requests: KernelRequests,
  method: string,
  args: unknown[],
  signal?: AbortSignal,
): Promise<unknown> {
  const { message } = await requests.ask("call", (id) => ({ id, method, args }), { signal });
  return message["value"] ?? null;
}

/** What a kernel answers to a method of a source, held to its contract. */
export async function callKernelFor<T>(
  validator: Validator<T>,
  ...[requests, method, args, signal]: Parameters<typeof callKernel>
): Promise<T> {
  return parse(validator, await callKernel(requests, method, args, signal), "The kernel's answer", "internal");
}
