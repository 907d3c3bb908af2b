/** Decimals as the venue writes them: texts, never binary fractions where money is compared or added. */

const PLACES = 14;

/** @param {string | number} text @param {number} [places] @returns {bigint} In units of that many places. */
export function toUnits(text, places = PLACES) {
  const [, sign, whole, part = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(plain(text)) ?? [];
  if (whole === undefined || whole + part === '') throw new TypeError(`not a decimal: ${text}`);
  const units = BigInt(whole + part.slice(0, places).padEnd(places, '0'));
  return sign ? -units : units;
}

/** A JSON number may come with an exponent. @param {string | number} value */
const plain = (value) => typeof value === 'number' && /e/i.test(String(value)) ? value.toFixed(PLACES) : String(value);

/** @param {bigint} units @param {number} [places] @returns {string} The shortest form. */
export function fromUnits(units, places = PLACES) {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const part = digits.slice(digits.length - places).replace(/0+$/, '');
  return (units < 0n ? '-' : '') + digits.slice(0, digits.length - places) + (part ? '.' + part : '');
}

/** @param {string} a @param {string} b @returns {string} */
export const subtract = (a, b) => fromUnits(toUnits(a) - toUnits(b));

/** @param {string} text @returns {boolean} Whether it is a decimal above zero. */
export const isPositive = (text) => /^\d*\.?\d+$/.test(text) && toUnits(text) > 0n;

/** @param {bigint} units @param {number} places @returns {bigint} Rounded to that many places, half away from zero. */
function round(units, places) {
  const step = 10n ** BigInt(PLACES - places);
  const half = step / 2n;
  return (units < 0n ? units - half : units + half) / step;
}

/** Rounded and with groups of thousands, for people. @param {string | number | null | undefined} value
 * @param {number} [places] @returns {string} */
export function shown(value, places = 2) {
  if (value === null || value === undefined || value === '') return '–';
  const units = round(toUnits(value), places);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ',');
  return (units < 0n ? '−' : '') + whole + (places ? '.' + digits.slice(-places) : '');
}

/** With a plus where it is above zero. @param {string | number | null | undefined} value @param {number} [places] */
export const signed = (value, places = 2) =>
  (value === null || value === undefined || toUnits(value) <= 0n ? '' : '+') + shown(value, places);

/** A price that orders have: all its places, two at least. @param {string | number | null | undefined} value */
export const price = (value) =>
  shown(value, Math.max(2, value ? fromUnits(toUnits(value)).split('.')[1]?.length ?? 0 : 0));

/** A price that is computed, as a mark or an index: two places, and more where it has not four digits by then.
 * @param {string | number | null | undefined} value */
export function rounded(value) {
  const magnitude = Math.abs(Number(value ?? 0));
  const places = magnitude ? 3 - Math.floor(Math.log10(magnitude)) : 0;
  return shown(value, Math.min(Math.max(2, places), PLACES));
}

/** A size as it stands, with groups of thousands. @param {string | number | null | undefined} value */
export const size = (value) => value === null || value === undefined ? '–'
  : String(value).replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

/** @param {string | number | null | undefined} fraction @param {number} [places] */
export const percent = (fraction, places = 1) =>
  fraction === null || fraction === undefined ? '–' : shown(fromUnits(toUnits(fraction) * 100n), places) + '%';

/** @param {string | number | null | undefined} value @returns {-1 | 0 | 1} */
export function signOf(value) {
  if (value === null || value === undefined) return 0;
  const units = toUnits(value);
  return units > 0n ? 1 : units < 0n ? -1 : 0;
}
