/** Positions with their greeks and what they won or lost; the last row is the whole. */
import { fromUnits, price, rounded, shown, signed, signOf, size, toUnits } from '../decimal.js';
import { h, keepFocus, table, text, toggle } from '../dom.js';
import { link } from './orders.js';

const HEADS = ['Option', 'Size', 'Entry', 'Mark', 'Unrealized', 'Realized', 'Δ', 'Γ', 'Θ/day', 'Vega',
  'Maint. margin'];
const SUMMED = /** @type {const} */ (['unrealized_pnl', 'realized_pnl', 'delta', 'gamma', 'theta', 'vega']);

/** @param {HTMLElement} root @param {import('../app.js').App} app @param {HTMLElement} label */
export function mountPositions(root, app, label) {
  const count = h('span.count', { test: 'position-count' });
  label.append(count);
  const body = h('tbody', { test: 'positions' });
  const none = h('p.none', { test: 'positions-none' });
  root.append(table('Positions', HEADS, body), none, h('p.stale', {}, 'Resyncing'));
  app.on('positions account connection', () => {
    const isKnown = app.isFresh('account');
    const positions = isKnown ? app.positions : [];
    toggle(root, 'is-stale', app.signer !== null && !isKnown);
    text(count, positions.length ? String(positions.length) : '');
    keepFocus(body, () => body.replaceChildren(...positions.map((position) => row(position, app)),
      ...positions.length > 1 ? [whole(positions)] : []));
    none.hidden = positions.length > 0;
    text(none, app.signer ? 'No positions' : 'No account is chosen');
  });
}

/** @param {any} position @param {import('../app.js').App} app */
function row(position, app) {
  const { symbol } = position;
  return h('tr', { test: `position-${symbol}` }, h('td', {}, link(`option-${symbol}`, symbol, app)),
    h('td', { class: signOf(position.amount) > 0 ? 'buy' : 'sell' }, size(position.amount)),
    h('td', {}, price(position.entry_price)), h('td', {}, rounded(position.mark)), gain(position.unrealized_pnl),
    gain(position.realized_pnl), ...greeks(position), h('td', {}, shown(position.maintenance_margin)));
}

/** @param {any} position */
const greeks = (position) => [h('td', {}, shown(position.delta, 3)), h('td', {}, shown(position.gamma, 5)),
  h('td', {}, shown(position.theta, 2)), h('td', {}, shown(position.vega, 2))];

/** @param {string | null} amount */
const gain = (amount) => h('td', { class: ['sell', '', 'buy'][signOf(amount) + 1] }, signed(amount));

/** @param {any[]} positions */
function whole(positions) {
  const sums = Object.fromEntries(SUMMED.map((member) => [member, positions.every((position) =>
    position[member] !== null) ? fromUnits(positions.reduce((sum, position) =>
    sum + toUnits(position[member]), 0n)) : null]));
  return h('tr.whole', { test: 'position-total' }, h('td', {}, 'Total'), h('td'), h('td'), h('td'),
    gain(sums.unrealized_pnl), gain(sums.realized_pnl), ...greeks(sums), h('td'));
}
