/** Keccak-256 as Ethereum has it: the padding of before SHA-3 was a standard. */

const RATE = 136;
const LANES = 25;
const WORD = (1n << 64n) - 1n;

/** @param {bigint} lane @param {number} by */
const rotate = (lane, by) => by === 0 ? lane : ((lane << BigInt(by)) | (lane >> BigInt(64 - by))) & WORD;

/** The constants of iota, from the standard's shift register. */
const ROUNDS = (() => {
  const rounds = [];
  let register = 1;
  for (let round = 0; round < 24; round++) {
    let constant = 0n;
    for (let bit = 0; bit < 7; bit++) {
      if (register & 1) constant |= 1n << BigInt((1 << bit) - 1);
      register = register & 0x80 ? ((register << 1) ^ 0x171) : register << 1;
    }
    rounds.push(constant);
  }
  return rounds;
})();

/** Where rho and pi take each lane, and by how much they turn it. */
const MOVES = (() => {
  const moves = [];
  let [x, y] = [1, 0];
  for (let step = 0; step < 24; step++) {
    const next = [y, (2 * x + 3 * y) % 5];
    moves.push({ from: x + 5 * y, to: next[0] + 5 * next[1], by: (((step + 1) * (step + 2)) / 2) % 64 });
    [x, y] = next;
  }
  return moves;
})();

/** @param {bigint[]} state */
function permute(state) {
  const column = new Array(5);
  const moved = new Array(LANES);
  for (const constant of ROUNDS) {
    for (let x = 0; x < 5; x++)
      column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
    for (let lane = 0; lane < LANES; lane++)
      state[lane] ^= column[(lane + 4) % 5] ^ rotate(column[(lane + 1) % 5], 1);
    moved[0] = state[0];
    for (const { from, to, by } of MOVES) moved[to] = rotate(state[from], by);
    for (let lane = 0; lane < LANES; lane++) {
      const row = lane - (lane % 5);
      state[lane] = moved[lane] ^ (~moved[row + ((lane + 1) % 5)] & WORD & moved[row + ((lane + 2) % 5)]);
    }
    state[0] ^= constant;
  }
}

/** @param {bigint[]} state @param {Uint8Array} block RATE bytes. */
function absorb(state, block) {
  const view = new DataView(block.buffer, block.byteOffset);
  for (let lane = 0; lane < RATE / 8; lane++) state[lane] ^= view.getBigUint64(8 * lane, true);
  permute(state);
}

/** @param {Uint8Array} bytes @returns {Uint8Array} 32 bytes. */
export function keccak256(bytes) {
  const state = new Array(LANES).fill(0n);
  const padded = new Uint8Array((Math.floor(bytes.length / RATE) + 1) * RATE);
  padded.set(bytes);
  padded[bytes.length] ^= 0x01;
  padded[padded.length - 1] ^= 0x80;
  for (let at = 0; at < padded.length; at += RATE) absorb(state, padded.subarray(at, at + RATE));
  const digest = new Uint8Array(32);
  const view = new DataView(digest.buffer);
  for (let lane = 0; lane < 4; lane++) view.setBigUint64(8 * lane, state[lane], true);
  return digest;
}
