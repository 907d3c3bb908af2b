/** Bytes, hex and integers. */

/** @param {string} hex With or without 0x. @returns {Uint8Array} */
export function fromHex(hex) {
  const digits = hex.startsWith('0x') ? hex.slice(2) : hex;
  if (digits.length % 2 || /[^0-9a-fA-F]/.test(digits)) throw new TypeError(`not hexadecimal: ${hex}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, index) => parseInt(digits.substr(2 * index, 2), 16));
}

/** @param {Uint8Array} bytes @returns {string} With 0x. */
export function toHex(bytes) {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}

/** @param {Uint8Array} bytes Big-endian. @returns {bigint} */
export const toInteger = (bytes) => BigInt(toHex(bytes));

/** @param {bigint} value At least 0, below 2^256. @returns {Uint8Array} 32 bytes, big-endian. */
export const toWord = (value) => fromHex(value.toString(16).padStart(64, '0'));

/** @param {...Uint8Array} parts @returns {Uint8Array} */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {string} text @returns {Uint8Array} */
export const utf8 = (text) => new TextEncoder().encode(text);
