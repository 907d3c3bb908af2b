/**
 * Signatures of Ethereum: secp256k1 with nonces after RFC 6979, s in the lower half, and the recovery id. For keys that
 * were made for this browser: BigInt takes a time that depends on the numbers, so this is no place for a treasury's
 * key.
 */
import { concat, toInteger, toWord } from './bytes.js';
import { keccak256 } from './keccak.js';
import { hmac } from './sha256.js';

const P = 2n ** 256n - 2n ** 32n - 977n;
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const BASE = {
  x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n,
  y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n,
};

/** @typedef {{x: bigint, y: bigint, z: bigint}} Point In Jacobian coordinates; z = 0: infinity. */

/** @param {bigint} value @param {bigint} modulus */
const mod = (value, modulus) => {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
};

/** @param {bigint} value @param {bigint} modulus A prime. */
function invert(value, modulus) {
  let [low, high] = [mod(value, modulus), modulus];
  let [a, b] = [1n, 0n];
  while (low > 1n) {
    const times = high / low;
    [low, high] = [high - times * low, low];
    [a, b] = [b - times * a, a];
  }
  return mod(a, modulus);
}

/** @param {Point} point @returns {Point} */
function double({ x, y, z }) {
  if (z === 0n) return { x, y, z };
  const square = mod(y * y, P);
  const s = mod(4n * x * square, P);
  const m = mod(3n * x * x, P);
  const newX = mod(m * m - 2n * s, P);
  return { x: newX, y: mod(m * (s - newX) - 8n * square * square, P), z: mod(2n * y * z, P) };
}

/** @param {Point} a @param {Point} b @returns {Point} */
function add(a, b) {
  if (a.z === 0n) return b;
  if (b.z === 0n) return a;
  const [aZ, bZ] = [mod(a.z * a.z, P), mod(b.z * b.z, P)];
  const [aX, bX] = [mod(a.x * bZ, P), mod(b.x * aZ, P)];
  const [aY, bY] = [mod(a.y * bZ * b.z, P), mod(b.y * aZ * a.z, P)];
  if (aX === bX) return aY === bY ? double(a) : { x: 1n, y: 1n, z: 0n };
  const h = mod(bX - aX, P);
  const r = mod(bY - aY, P);
  const h2 = mod(h * h, P);
  const h3 = mod(h2 * h, P);
  const x = mod(r * r - h3 - 2n * aX * h2, P);
  return { x, y: mod(r * (aX * h2 - x) - aY * h3, P), z: mod(h * a.z * b.z, P) };
}

/** The doublings of the base point, made once. */
const DOUBLINGS = (() => {
  const doublings = [{ ...BASE, z: 1n }];
  while (doublings.length < 256) doublings.push(double(doublings[doublings.length - 1]));
  return doublings;
})();

/** @param {bigint} scalar @returns {{x: bigint, y: bigint}} That many times the base point. */
function timesBase(scalar) {
  let sum = { x: 1n, y: 1n, z: 0n };
  for (let bit = 0; scalar >> BigInt(bit); bit++) {
    if ((scalar >> BigInt(bit)) & 1n) sum = add(sum, DOUBLINGS[bit]);
  }
  const inverse = invert(sum.z, P);
  const square = mod(inverse * inverse, P);
  return { x: mod(sum.x * square, P), y: mod(sum.y * square * inverse, P) };
}

/** The candidates for a nonce (RFC 6979, 3.2). @param {bigint} key @param {bigint} digest Below N. */
function* nonces(key, digest) {
  const secret = concat(toWord(key), toWord(digest));
  let k = new Uint8Array(32);
  let v = new Uint8Array(32).fill(1);
  for (const tag of [0, 1]) {
    k = hmac(k, v, Uint8Array.of(tag), secret);
    v = hmac(k, v);
  }
  for (;;) {
    v = hmac(k, v);
    yield toInteger(v);
    k = hmac(k, v, Uint8Array.of(0));
    v = hmac(k, v);
  }
}

/** @param {bigint} key @param {Uint8Array} digest 32 bytes. @returns {Uint8Array} r, s and v (27 or 28): 65 bytes. */
export function sign(key, digest) {
  const message = mod(toInteger(digest), N);
  for (const nonce of nonces(key, message)) {
    if (nonce === 0n || nonce >= N) continue;
    const point = timesBase(nonce);
    const r = mod(point.x, N);
    const s = mod(invert(nonce, N) * (message + r * key), N);
    // An x beyond N cannot be told by v; it is as likely as a guessed key.
    if (r === 0n || s === 0n || point.x >= N) continue;
    const isHigh = s > N / 2n;
    const parity = Number(point.y & 1n) ^ (isHigh ? 1 : 0);
    return concat(toWord(r), toWord(isHigh ? N - s : s), Uint8Array.of(27 + parity));
  }
  throw new Error('unreachable');
}

/** @param {bigint} key @returns {Uint8Array} The 20 bytes of its address. */
export function addressOf(key) {
  const { x, y } = timesBase(key);
  return keccak256(concat(toWord(x), toWord(y))).slice(12);
}

/** @returns {bigint} A key nobody has had. */
export function newKey() {
  for (;;) {
    const key = toInteger(crypto.getRandomValues(new Uint8Array(32)));
    if (key > 0n && key < N) return key;
  }
}

/** @param {bigint} key */
export const isKey = (key) => key > 0n && key < N;
