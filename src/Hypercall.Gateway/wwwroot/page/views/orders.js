/** Open orders, to be cancelled and replaced, and the wallet's last fills. */
import { price, shown, size } from '../decimal.js';
import { h, keepFocus, segments, table, text, toggle } from '../dom.js';
import { clock, title } from '../symbols.js';
import { chooseTerms } from './ticket.js';

const ORDER_HEADS = ['Option', 'Side', 'Price', 'Size', 'Filled', 'Terms', 'Placed', 'Actions'];
const FILL_HEADS = ['Option', 'Side', 'Price', 'Size', 'Fee', 'Role', 'P&L', 'Time'];

/** @param {HTMLElement} root @param {import('../app.js').App} app @param {HTMLElement} label */
export function mountOrders(root, app, label) {
  const count = h('span.count', { test: 'order-count' });
  label.append(count);
  const orders = h('tbody', { test: 'orders' });
  const fills = h('tbody', { test: 'fills' });
  const all = h('button.danger', { type: 'button', test: 'cancel-all', onclick: () => app.cancelAll() }, 'Cancel all');
  const none = h('p.none', { test: 'orders-none' });
  const tables = { orders: table('Open orders', ORDER_HEADS, orders), fills: table('Fills', FILL_HEADS, fills) };
  let part = 'orders';
  const parts = segments('Which orders', [['orders', 'Open'], ['fills', 'Fills']], (value) => {
    part = value;
    draw();
  }, 'order-list');
  parts.select(part);
  root.append(h('div.bar', {}, parts, all), tables.orders, tables.fills, none, h('p.stale', {}, 'Resyncing'));

  function draw() {
    const isKnown = app.isFresh('account');
    const list = isKnown ? [...app.orders.values()].sort((a, b) => b.order_id - a.order_id) : [];
    toggle(root, 'is-stale', app.signer !== null && !isKnown);
    text(count, list.length ? `${list.length}${app.hasMoreOrders ? '+' : ''}` : '');
    tables.orders.hidden = part !== 'orders';
    tables.fills.hidden = part !== 'fills';
    orders.replaceChildren(...list.map((order) => orderRow(order, app)));
    fills.replaceChildren(...isKnown ? app.fills.map(fillRow) : []);
    all.hidden = list.length === 0 || part !== 'orders';
    none.hidden = (part === 'orders' ? list.length : app.fills.length) > 0;
    text(none, !app.signer ? 'No account is chosen' : part === 'orders' ? 'No open orders' : 'No fills yet');
  }

  app.on('orders account connection', () => keepFocus(root, draw));
}

/** @param {any} order @param {import('../app.js').App} app */
function orderRow(order, app) {
  const id = order.order_id;
  const flags = [order.tif, order.reduce_only && 'reduce', order.mmp_enabled && 'mmp',
    order.liquidation && 'liquidation'];
  return h('tr', { test: `order-${id}` }, h('td', {}, link(`option-${id}`, order.symbol, app)), sideCell(order.side),
    h('td', {}, price(order.price)), h('td', {}, size(order.size)), h('td', {}, size(order.filled_size)),
    h('td.muted', {}, flags.filter(Boolean).join(' ')), h('td.muted', {}, clock(order.created_at)),
    h('td.actions', {}, ...order.liquidation ? [] : [
      h('button', {
        type: 'button', test: `replace-${id}`, 'aria-label': `Replace order ${id}`,
        onclick: () => chooseTerms(app, { symbol: order.symbol, order }),
      }, 'Replace'),
      h('button', { type: 'button', test: `cancel-${id}`, 'aria-label': `Cancel order ${id}`,
        onclick: () => app.cancel(id) }, 'Cancel')]));
}

/** @param {any} fill */
function fillRow(fill) {
  return h('tr', { test: `fill-${fill.fill_id}` }, h('td', {}, title(fill.symbol)), sideCell(fill.side),
    h('td', {}, price(fill.price)), h('td', {}, size(fill.size)), h('td', {}, shown(fill.fee, 4)),
    h('td.muted', {}, fill.is_taker ? 'taker' : 'maker'), h('td', {}, shown(fill.realized_pnl)),
    h('td.muted', {}, clock(fill.timestamp)));
}

/** @param {string} side */
const sideCell = (side) => h('td', { class: side === 'Buy' ? 'buy' : 'sell' }, side);

/** @param {string} test @param {string} symbol @param {import('../app.js').App} app */
export const link = (test, symbol, app) =>
  h('button.link', { type: 'button', test, onclick: () => app.select(symbol) }, title(symbol));
