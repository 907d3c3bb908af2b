/**
 * Who signs: a key of this browser, for its own wallet or as the agent of another one, or the wallet of the browser
 * (window.ethereum).
 */
import { inWords } from '../rejects.js';
import { fromHex, toHex, toInteger, toWord } from './bytes.js';
import { addressOf, isKey, newKey, sign } from './secp256k1.js';
import { digestOf, typedDataOf } from './typed.js';

/**
 * @typedef {object} Signer
 * @property {string} wallet Who is acted for.
 * @property {string} kind How people call it.
 * @property {(name: string, message: import('./typed.js').Message) => Promise<string>} sign
 * @property {(name: string, message: import('./typed.js').Message) => Promise<string>} signAsWallet For what no agent
 * may sign.
 */

const KEY = 'hypercall.key';
const AGENT = 'hypercall.agent';

/** @param {string} name @returns {any} */
function stored(name) {
  const text = localStorage.getItem(name);
  return text === null ? null : JSON.parse(text);
}

/** @param {bigint} key @returns {string} */
export const walletOf = (key) => toHex(addressOf(key));

/** @param {bigint} key @param {number} chainId @param {string} name @param {import('./typed.js').Message} message */
export const signWith = (key, chainId, name, message) => toHex(sign(key, digestOf(chainId, name, message)));

/** @param {string} name @returns {bigint | null} A key that was kept, if it is one. */
function keptKey(name) {
  const kept = stored(name);
  if (kept === null) return null;
  const key = toInteger(fromHex(kept.key));
  return isKey(key) ? key : null;
}

/** @param {number} chainId @param {bigint} key @returns {Signer} */
function ofKey(chainId, key) {
  const signed = async (/** @type {string} */ name, /** @type {any} */ message) =>
    signWith(key, chainId, name, message);
  return { wallet: walletOf(key), kind: 'browser key', sign: signed, signAsWallet: signed };
}

/** The key of this browser, made when there is none. @param {number} chainId @returns {Signer} */
export function browserKey(chainId) {
  const key = keptKey(KEY) ?? newKey();
  localStorage.setItem(KEY, JSON.stringify({ key: toHex(toWord(key)) }));
  return ofKey(chainId, key);
}

/** @returns {any} The browser's wallet, where it has one. */
export const injectedWallet = () => /** @type {any} */ (window).ethereum ?? null;

/** What wallets answer by number (EIP-1193, EIP-1474), under names that the page has words for. */
const REFUSALS = /** @type {Record<number, string>} */ ({
  4001: 'WalletRejected', 4100: 'WalletUnauthorized', 4900: 'WalletDisconnected', 4901: 'WalletDisconnected',
  [-32002]: 'WalletBusy',
});

/** The browser's wallet does not do what it is asked for. */
export class WalletError extends Error {
  /** @param {string} code @param {string | null} detail */
  constructor(code, detail = null) {
    super(inWords(code));
    this.code = code;
    this.detail = detail;
  }
}

/** Wallets refuse with errors of their own, or with plain objects. @param {string} method @param {any[]} [params] */
async function request(method, params) {
  const wallet = injectedWallet();
  if (!wallet) throw new WalletError('WalletMissing');
  try {
    return await wallet.request({ method, ...params ? { params } : {} });
  } catch (refusal) {
    const code = REFUSALS[/** @type {any} */ (refusal)?.code];
    throw code ? new WalletError(code)
      : new WalletError('WalletFailed', String(/** @type {any} */ (refusal)?.message ?? refusal));
  }
}

const chainOf = async () => Number(await request('eth_chainId'));

/** A wallet signs for the chain that it is on: one that is on another is asked to change. @param {number} chainId */
async function requireChain(chainId) {
  const before = await chainOf();
  if (before === chainId) return;
  try {
    await request('wallet_switchEthereumChain', [{ chainId: `0x${chainId.toString(16)}` }]);
  } catch (refusal) {
    if (!(refusal instanceof WalletError)) throw refusal;
  }
  const now = await chainOf();
  if (now === chainId) return;
  throw new WalletError('WalletWrongChain', `It is on chain ${now}; this venue takes signatures for chain ${chainId}`);
}

/** @param {number} chainId @param {string} wallet @param {string} name @param {any} message */
async function askWallet(chainId, wallet, name, message) {
  await requireChain(chainId);
  return request('eth_signTypedData_v4', [wallet, JSON.stringify(typedDataOf(chainId, name, message))]);
}

/** Asks the browser's wallet for each signature. @param {number} chainId @returns {Promise<Signer>} */
export async function injectedSigner(chainId) {
  const [wallet] = await request('eth_requestAccounts');
  if (!wallet) throw new WalletError('WalletUnauthorized');
  await requireChain(chainId);
  const signed = (/** @type {string} */ name, /** @type {any} */ message) =>
    askWallet(chainId, wallet, name, message);
  return { wallet: wallet.toLowerCase(), kind: 'wallet', sign: signed, signAsWallet: signed };
}

/** Has a key of this browser sign for the wallet, which approves it once.
 * @param {number} chainId @param {Signer} owner
 * @param {(agent: string, signature: (message: any) => Promise<string>) => Promise<void>} approve */
export async function agentSigner(chainId, owner, approve) {
  const key = newKey();
  const agent = walletOf(key);
  await approve(agent, (message) => owner.signAsWallet('ApproveAgent', message));
  localStorage.setItem(AGENT, JSON.stringify({ key: toHex(toWord(key)), wallet: owner.wallet }));
  return ofAgent(chainId, key, owner.wallet);
}

/** @param {number} chainId @param {bigint} key @param {string} wallet @returns {Signer} */
function ofAgent(chainId, key, wallet) {
  return {
    wallet,
    kind: 'agent key',
    sign: async (name, message) => signWith(key, chainId, name, message),
    signAsWallet: (name, message) => askWallet(chainId, wallet, name, message),
  };
}

/** Who signed here before, if anybody. @param {number} chainId @returns {Signer | null} */
export function rememberedSigner(chainId) {
  const agent = keptKey(AGENT);
  if (agent !== null) return ofAgent(chainId, agent, stored(AGENT).wallet);
  const key = keptKey(KEY);
  return key === null ? null : ofKey(chainId, key);
}

/** Forgets the agent's key and the browser's own one, which nobody else has: what its wallet holds is lost. */
export function forgetSigner() {
  localStorage.removeItem(AGENT);
  localStorage.removeItem(KEY);
}
