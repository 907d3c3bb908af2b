/** Requests: reads, and writes that are signed and, where nobody knows what became of them, sent again as they were. */

const BEHIND_TRIES = 20;
const BEHIND_WAIT_MS = 150;
const UNKNOWN_TRIES = 3;

/** A request that the gateway refused, or that did not reach it. */
export class RequestError extends Error {
  /** @param {number} status 0: no answer. @param {any} body */
  constructor(status, body) {
    super(body?.error ?? 'the gateway cannot be reached');
    this.status = status;
    this.code = body?.code ?? 'Unreachable';
    this.detail = body?.detail ?? null;
  }
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {string} path @param {Record<string, string | number>} [query] */
const pathOf = (path, query) => query ? `${path}?${new URLSearchParams(/** @type {any} */ (query))}` : path;

/** @param {string} path @param {RequestInit} [init] @returns {Promise<{body: any, sequence: number}>} */
async function ask(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new RequestError(0, null);
  }
  const body = await response.json();
  if (!response.ok) throw new RequestError(response.status, body);
  return { body, sequence: Number(response.headers.get('X-Sequence') ?? 0) };
}

/** A read that is as of a sequence at least; an older answer is asked for again. @param {string} path
 * @param {Record<string, string | number>} [query] @param {number} [leastSequence] @returns {Promise<any>} */
export async function read(path, query, leastSequence = 0) {
  for (let tries = 0; ; tries++) {
    const { body, sequence } = await ask(pathOf(path, query));
    if (sequence >= leastSequence || tries === BEHIND_TRIES) return body;
    await pause(BEHIND_WAIT_MS);
  }
}

/** @param {string} method @param {string} path @param {object} body @returns {Promise<any>} */
export async function write(method, path, body) {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  for (let tries = 1; ; tries++) {
    try {
      return (await ask(path, init)).body;
    } catch (error) {
      const isUnknown = error instanceof RequestError && (error.status === 504 || error.status === 0);
      if (!isUnknown || tries === UNKNOWN_TRIES) throw error;
      await pause(tries * 500);
    }
  }
}
