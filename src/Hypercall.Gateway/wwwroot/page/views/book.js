/** The ladder of one option, with the wallet's own orders in it. A level that is clicked goes to the ticket. */
import { remaining } from '../app.js';
import { fromUnits, price as priceText, rounded, size, toUnits } from '../decimal.js';
import { bar, h, panel, text, toggle } from '../dom.js';
import { title } from '../symbols.js';
import { chooseTerms } from './ticket.js';

const LEVELS = 10;

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountBook(root, app) {
  const name = h('h2', { test: 'book-title' });
  const asks = Array.from({ length: LEVELS }, (_, index) => levelRow(app, 'ask', index)).reverse();
  const bids = Array.from({ length: LEVELS }, (_, index) => levelRow(app, 'bid', index));
  const middle = { row: h('div.middle', { test: 'book-middle' }), mark: h('strong', { test: 'book-mark' }),
    spread: h('span.muted', { test: 'book-spread' }) };
  middle.row.append(h('span.muted', {}, 'Mark '), middle.mark, middle.spread);
  const levels = h('div.ladder', { test: 'book' },
    h('div.ladder-head', { 'aria-hidden': 'true' }, h('span', {}, 'Own'), h('span', {}, 'Bid'), h('span', {}, 'Price'),
      h('span', {}, 'Ask'), h('span', {}, 'Own')),
    ...asks.map((row) => row.element), middle.row, ...bids.map((row) => row.element));
  root.append(panel('Order book', { test: 'book-panel' }, h('div.bar', {}, name), levels,
    h('p.stale', { test: 'book-stale' }, 'Resyncing')));

  app.on('book orders selection connection market', () => {
    text(name, app.symbol ? title(app.symbol) : 'Order book');
    const isKnown = app.isFresh('book') && app.feed.isUp;
    toggle(root, 'is-stale', !isKnown);
    const book = isKnown ? app.book : null;
    const own = isKnown ? ownOrders(app) : new Map();
    drawSide(bids, book?.bids() ?? [], own, 'Buy');
    drawSide([...asks].reverse(), book?.asks() ?? [], own, 'Sell');
    drawMiddle(middle, app, book);
  });
}

/** @param {import('../app.js').App} app @param {'bid' | 'ask'} side @param {number} index */
function levelRow(app, side, index) {
  const row = { price: '', side, ids: /** @type {number[]} */ ([]) };
  const choose = (/** @type {string} */ orderSide) => row.price
    && chooseTerms(app, { symbol: app.symbol, side: orderSide, price: row.price });
  const button = (/** @type {string} */ part, /** @type {string} */ orderSide) => h(`button.${part}`, {
    type: 'button', test: `${side}-${index}-${part}`, onclick: () => choose(orderSide),
  });
  const own = h('button.own', {
    type: 'button', test: `own-${side}-${index}`, onclick: () => row.ids.forEach((id) => app.cancel(id)),
  });
  const price = button('at', side === 'bid' ? 'Sell' : 'Buy');
  const amount = button('amount', side === 'bid' ? 'Buy' : 'Sell');
  const blank = () => h('span');
  const element = h(`div.level.${side}`, { test: `level-${side}-${index}` },
    ...side === 'bid' ? [own, amount, price, blank(), blank()] : [blank(), blank(), price, amount, own]);
  return Object.assign(row, { element, own, priceButton: price, amount });
}

/** @param {any[]} rows Best first. @param {import('../book.js').Level[]} levels
 * @param {Map<string, any>} own @param {string} side */
function drawSide(rows, levels, own, side) {
  const most = levels.slice(0, LEVELS).reduce((max, level) => Math.max(max, Number(level.size)), 0);
  rows.forEach((row, index) => {
    const level = levels[index];
    row.price = level?.price ?? '';
    toggle(row.element, 'is-empty', !level);
    for (const button of [row.priceButton, row.amount]) button.disabled = !level;
    text(row.priceButton, level ? priceText(level.price) : '');
    text(row.amount, level ? size(level.size) : '');
    row.amount.setAttribute('aria-label', level ? `${size(level.size)} there, ${side} at ${level.price}` : 'no level');
    row.priceButton.setAttribute('aria-label', level ? `${priceText(level.price)}, take it` : 'no level');
    bar(row.element, level ? Number(level.size) / most : 0);
    drawOwn(row, level && own.get(`${side} ${level.units}`));
  });
}

/** @param {any} row @param {{size: bigint, ids: number[]} | undefined} own */
function drawOwn(row, own) {
  row.ids = own?.ids ?? [];
  row.own.hidden = !own;
  if (!own) return;
  text(row.own, `${fromUnits(own.size)} ×`);
  row.own.setAttribute('aria-label', `${row.own.textContent} cancel own at ${row.price}`);
}

/** @param {import('../app.js').App} app @returns {Map<string, {size: bigint, ids: number[]}>} By side and price. */
function ownOrders(app) {
  const own = new Map();
  for (const order of app.orders.values()) {
    if (order.symbol !== app.symbol) continue;
    const key = `${order.side} ${toUnits(order.price)}`;
    const sum = own.get(key) ?? { size: 0n, ids: [] };
    sum.size += toUnits(remaining(order));
    sum.ids.push(order.order_id);
    own.set(key, sum);
  }
  return own;
}

/** @param {{mark: any, spread: any}} middle @param {import('../app.js').App} app @param {import('../book.js').Book |
 * null} book */
function drawMiddle(middle, app, book) {
  text(middle.mark, rounded(app.quoteOf(app.symbol)?.theoretical_price));
  const [bid, ask] = [book?.bids()[0], book?.asks()[0]];
  text(middle.spread, bid && ask ? `  spread ${priceText(fromUnits(ask.units - bid.units))}` : '');
}
