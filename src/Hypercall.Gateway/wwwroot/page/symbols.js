/** Names of options, times and addresses, for people. */

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** @param {string} symbol As ETH-20351228-3200-C. */
export function parse(symbol) {
  const [underlying, date, strike, type] = symbol.split('-');
  return { underlying, date, strike, isCall: type === 'C' };
}

/** @param {string} date YYYYMMDD @returns {string} 30 JAN 26 */
const day = (date) => `${Number(date.slice(6))} ${MONTHS[Number(date.slice(4, 6)) - 1]} ${date.slice(2, 4)}`;

/** @param {string} symbol */
export function title(symbol) {
  const { underlying, date, strike, isCall } = parse(symbol);
  return `${underlying} ${day(date)} ${strike} ${isCall ? 'Call' : 'Put'}`;
}

/** @param {number} seconds Since the epoch. @returns {string} YYYYMMDD, as in a symbol. */
export const dateOf = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10).replaceAll('-', '');

/** @param {number} seconds Since the epoch. @returns {string} */
export const expiryDay = (seconds) => day(dateOf(seconds));

/** @param {number} seconds When it expires. @param {number} nowMs @returns {string} 4 d, or 7 h */
export function untilExpiry(seconds, nowMs) {
  const hours = Math.max(0, (seconds * 1000 - nowMs) / 3_600_000);
  return hours >= 48 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours)} h`;
}

/** @param {number} ms @returns {string} hh:mm:ss */
export const clock = (ms) => new Date(ms).toLocaleTimeString('en-GB');

/** @param {string} address @returns {string} */
export const short = (address) => `${address.slice(0, 6)}…${address.slice(-4)}`;
