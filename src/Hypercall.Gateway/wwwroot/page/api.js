/** Requests: reads, and writes that are signed and, where nobody knows what became of them, sent again as they were. */

const BEHIND_TRIES = 20;
const BEHIND_WAIT_MS = 150;
const UNKNOWN_TRIES = 3;
const READ_PATIENCE_MS = 10_000;
/** Longer than the gateway tries a write (hypercall.client.patience). */
const WRITE_PATIENCE_MS = 45_000;

/** A request that the gateway refused, or to which it gave no answer: not in time, or not in JSON. */
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

/** What is no JSON, or no refusal with a code, does not come from the gateway: a proxy has lost it, or a body was cut.
 * @param {string} path @param {number} patienceMs @param {RequestInit} [init]
 * @returns {Promise<{body: any, sequence: number}>} */
async function ask(path, patienceMs, init) {
  let response, body;
  try {
    response = await fetch(path, { ...init, signal: AbortSignal.timeout(patienceMs) });
    body = await response.json();
  } catch {
    throw new RequestError(0, null);
  }
  if (!response.ok) throw new RequestError(body?.code ? response.status : 0, body);
  return { body, sequence: Number(response.headers.get('X-Sequence') ?? 0) };
}

/** A read that is as of a sequence at least; an older answer is asked for again, and then refused. @param {string} path
 * @param {Record<string, string | number>} [query] @param {number} [leastSequence]
 * @param {string | null} [session] Token of the one in which it is read; null: in none. @returns {Promise<any>} */
export async function read(path, query, leastSequence = 0, session = null) {
  const init = session ? { headers: { authorization: `Bearer ${session}` } } : {};
  for (let tries = 0; ; tries++) {
    const { body, sequence } = await ask(pathOf(path, query), READ_PATIENCE_MS, init);
    if (sequence >= leastSequence) return body;
    if (tries === BEHIND_TRIES) throw new RequestError(409, { code: 'ViewBehind', error: 'the gateway is behind' });
    await pause(BEHIND_WAIT_MS);
  }
}

/** A write whose outcome nobody knows is sent again as it was. @param {string} method @param {string} path
 * @param {object} body @returns {Promise<any>} */
export async function write(method, path, body) {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  for (let tries = 1; ; tries++) {
    try {
      return (await ask(path, WRITE_PATIENCE_MS, init)).body;
    } catch (error) {
      if (!(error instanceof RequestError) || (error.status !== 504 && error.status !== 0)) throw error;
      if (tries === UNKNOWN_TRIES)
        throw new RequestError(error.status, { code: 'OutcomeUnknown', error: error.message, detail: error.detail });
      await pause(tries * 500);
    }
  }
}
