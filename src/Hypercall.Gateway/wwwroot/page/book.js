/** One option's book as the chain of orderbook_delta tells it. */
import { toUnits } from './decimal.js';

const CHECKED_LEVELS = 25;

/** @typedef {{price: string, size: string, units: bigint}} Level */

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {string} text ASCII. @returns {number} CRC-32 (IEEE). */
export function crc32(text) {
  let value = 0xffffffff;
  for (let at = 0; at < text.length; at++) value = CRC_TABLE[(value ^ text.charCodeAt(at)) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** Whole or nothing: a hole or a wrong checksum makes it unknown until the next snapshot. */
export class Book {
  /** @type {Map<string, Level>} */ #bids = new Map();
  /** @type {Map<string, Level>} */ #asks = new Map();
  /** @type {number | null} */ #sequence = null;

  /** @param {string} symbol */
  constructor(symbol) {
    this.symbol = symbol;
    this.timestamp = 0;
  }

  get isKnown() { return this.#sequence !== null; }

  /** What is known is no longer so. */
  forget() {
    this.#sequence = null;
    this.#bids.clear();
    this.#asks.clear();
  }

  /** @param {any} message An OrderbookDelta. @returns {boolean} False: there is a hole, a snapshot is needed. */
  apply(message) {
    if (message.snapshot) this.forget();
    else if (!this.isKnown) return true;
    else if (message.prev_sequence !== this.#sequence) return this.#fail();
    change(this.#bids, message.bids);
    change(this.#asks, message.asks);
    this.#sequence = message.sequence;
    this.timestamp = message.timestamp;
    return this.#checksum() === message.checksum || this.#fail();
  }

  /** @returns {Level[]} Best first. */
  bids() { return sorted(this.#bids, -1n); }

  /** @returns {Level[]} Best first. */
  asks() { return sorted(this.#asks, 1n); }

  #fail() {
    this.forget();
    return false;
  }

  #checksum() {
    const [bids, asks] = [this.bids(), this.asks()];
    const parts = [];
    for (let index = 0; index < CHECKED_LEVELS; index++) {
      for (const level of [bids[index], asks[index]]) {
        if (level) parts.push(level.price, level.size);
      }
    }
    return crc32(parts.join(':'));
  }
}

/** @param {Map<string, Level>} levels @param {[string, string][]} changes */
function change(levels, changes) {
  for (const [price, size] of changes) {
    if (size === '0') levels.delete(price);
    else levels.set(price, { price, size, units: toUnits(price) });
  }
}

/** @param {Map<string, Level>} levels @param {bigint} direction */
const sorted = (levels, direction) =>
  [...levels.values()].sort((a, b) => Number((a.units - b.units) * direction > 0n) * 2 - 1);
