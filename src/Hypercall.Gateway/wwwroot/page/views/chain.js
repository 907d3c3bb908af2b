/** The chain of one expiry: calls, strikes, puts. A price that is clicked goes to the ticket. */
import { fromUnits, percent, price as priceText, rounded, shown, signed, size, toUnits } from '../decimal.js';
import { bar, flash, h, keepFocus, panel, segments, table, text, toggle } from '../dom.js';
import { expiryDay, untilExpiry } from '../symbols.js';
import { chooseTerms } from './ticket.js';

/** @typedef {{head: string, of: (quote: any) => string, side?: string, price?: string, wide?: boolean}} Column */

/** A side that nobody quotes is 0. @param {number} price */
const priceOf = (price) => price ? priceText(price) : '–';

/** @type {Record<string, Column>} From the outside to the strike on the side of calls. */
const COLUMNS = {
  interest: { head: 'OI', of: (quote) => size(quote.open_interest), wide: true },
  volume: { head: 'Vol 24h', of: (quote) => size(quote.volume), wide: true },
  delta: { head: 'Δ', of: (quote) => quote.greeks ? signed(quote.greeks.delta, 2) : '–', wide: true },
  gamma: { head: 'Γ', of: (quote) => quote.greeks ? shown(quote.greeks.gamma, 5) : '–', wide: true },
  theta: { head: 'Θ', of: (quote) => quote.greeks ? shown(quote.greeks.theta, 2) : '–', wide: true },
  vega: { head: 'Vega', of: (quote) => quote.greeks ? shown(quote.greeks.vega, 2) : '–', wide: true },
  iv: { head: 'IV', of: (quote) => percent(quote.mark_iv), wide: true },
  mark: { head: 'Mark', of: (quote) => rounded(quote.theoretical_price), wide: true },
  bid: { head: 'Bid', of: (quote) => priceOf(quote.bid_price), side: 'Sell', price: 'bid_price' },
  ask: { head: 'Ask', of: (quote) => priceOf(quote.ask_price), side: 'Buy', price: 'ask_price' },
};

/** @type {Record<string, string[]>} */
const SETS = {
  quotes: ['interest', 'volume', 'delta', 'iv', 'mark', 'bid', 'ask'],
  greeks: ['mark', 'iv', 'delta', 'gamma', 'theta', 'vega', 'bid', 'ask'],
};

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountChain(root, app) {
  let set = 'quotes';
  let shownKey = '';
  /** @type {Map<string, any>} */ const cells = new Map();
  const expiries = h('div.expiries', { role: 'group', 'aria-label': 'Expiry', test: 'expiries' });
  const body = h('div.fill', { test: 'chain' });
  const columns = segments('Columns', [['quotes', 'Quotes'], ['greeks', 'Greeks']], (value) => {
    set = value;
    draw();
  }, 'columns');
  columns.select(set);
  root.append(panel('Option chain', { test: 'chain-panel' }, h('div.bar', {}, expiries, columns),
    body, h('p.stale', { test: 'chain-stale' }, 'Resyncing')));

  function draw() {
    const rows = app.chain;
    toggle(root, 'is-stale', !app.isFresh('market'));
    const key = `${set} ${rows.flatMap((row) => [row.call, row.put]).map((quote) => quote?.instrument_name).join()}`;
    if (key !== shownKey) {
      shownKey = key;
      keepFocus(body, () => body.replaceChildren(build(app, rows, SETS[set], cells)));
    }
    fill(app, rows, SETS[set], cells, body);
  }

  app.on('market', () => keepFocus(expiries, () => drawExpiries(expiries, app)));
  app.on('market selection connection index', draw);
}

/** @param {HTMLElement} root @param {import('../app.js').App} app */
function drawExpiries(root, app) {
  const left = app.markets.map((market) => untilExpiry(market.expiry, app.nowMs));
  const key = JSON.stringify([app.markets.map((market) => [market.underlying, market.expiry]), left, app.expiry,
    app.underlying]);
  if (root.dataset.key === key) return;
  root.dataset.key = key;
  const names = new Set(app.markets.map((market) => market.underlying));
  root.replaceChildren(...app.markets.map((market, index) => h('button', {
    type: 'button', test: `expiry-${market.underlying}-${market.expiry}`,
    'aria-pressed': String(market.expiry === app.expiry && market.underlying === app.underlying),
    onclick: () => app.chooseExpiry(market.underlying, market.expiry),
  }, names.size > 1 ? `${market.underlying} ` : null, expiryDay(market.expiry),
  h('span.muted', {}, ` ${left[index]}`))));
}

/** @param {import('../app.js').App} app @param {any[]} rows @param {string[]} set @param {Map<string, any>} cells */
function build(app, rows, set, cells) {
  cells.clear();
  // On the side of puts bids still stand left of asks.
  const puts = ['bid', 'ask', ...set.filter((name) => !COLUMNS[name].price).reverse()];
  const heads = [...set.map(headOf), /** @type {[string, string]} */ (['Strike', 'strike']), ...puts.map(headOf)];
  const body = h('tbody', {}, ...rows.map((row) => h('tr', { 'data-strike': row.strike, test: `strike-${row.strike}` },
    ...set.map((name) => cell(app, row.call, name, cells, 'call')),
    h('th.strike', { scope: 'row' }, h('span', {}, size(row.strike)), h('span.atm', { hidden: true }, 'ATM')),
    ...puts.map((name) => cell(app, row.put, name, cells, 'put')))));
  const built = table('Calls, strikes and puts', heads, body, { class: 'chain' });
  built.querySelector('thead').prepend(h('tr.sides', {}, h('th', { colspan: set.length, scope: 'colgroup' }, 'Calls'),
    h('td.strike'), h('th', { colspan: puts.length, scope: 'colgroup' }, 'Puts')));
  return built;
}

/** @param {string} name @returns {[string, string]} */
const headOf = (name) => [COLUMNS[name].head, COLUMNS[name].wide ? 'wide' : COLUMNS[name].side ?? ''];

/** @param {import('../app.js').App} app @param {any} quote @param {string} name @param {Map<string, any>} cells
 * @param {'call' | 'put'} type */
function cell(app, quote, name, cells, type) {
  const { side, price, wide } = COLUMNS[name];
  if (!quote) return h(`td.${type}`);
  const symbol = quote.instrument_name;
  const inner = side && price ? h(`button.price.${side === 'Buy' ? 'ask' : 'bid'}`, {
    type: 'button', test: `${name}-${symbol}`, onclick: () => choose(app, symbol, side, price),
  }) : h('span', { test: `${name}-${symbol}` });
  cells.set(`${name} ${symbol}`, inner);
  return h(`td.${type}${wide ? '.wide' : ''}`, {}, inner);
}

/** @param {import('../app.js').App} app @param {string} symbol @param {string} side @param {string} price */
function choose(app, symbol, side, price) {
  app.select(symbol);
  const value = app.quotes.get(symbol)?.[price];
  chooseTerms(app, { symbol, side, price: value ? fromUnits(toUnits(value)) : '' });
}

/** @param {import('../app.js').App} app @param {any[]} rows @param {string[]} set @param {Map<string, any>} cells
 * @param {HTMLElement} body */
function fill(app, rows, set, cells, body) {
  const atm = app.atmStrike;
  const most = Math.max(1, ...rows.flatMap((row) => [row.call, row.put]).map((quote) => quote?.open_interest ?? 0));
  for (const row of rows) {
    const element = /** @type {HTMLElement} */ (body.querySelector(`tr[data-strike="${row.strike}"]`));
    toggle(element, 'is-atm', row.strike === atm);
    element.querySelector('.atm')?.toggleAttribute('hidden', row.strike !== atm);
    toggle(element, 'below', Number(row.strike) < Number(app.index ?? 0));
    toggle(element, 'is-call-chosen', row.call?.instrument_name === app.symbol);
    toggle(element, 'is-put-chosen', row.put?.instrument_name === app.symbol);
    for (const quote of [row.call, row.put]) {
      if (!quote) continue;
      for (const name of set) drawCell(cells.get(`${name} ${quote.instrument_name}`), COLUMNS[name], quote);
      const interest = cells.get(`interest ${quote.instrument_name}`);
      if (interest) bar(interest.parentElement, quote.open_interest / most);
    }
  }
}

/** @param {any} element @param {Column} column @param {any} quote */
function drawCell(element, column, quote) {
  const value = column.price ? Number(quote[column.price]) : 0;
  const before = Number(element.dataset.value ?? value);
  if (text(element, column.of(quote)) && column.price && before && value && value !== before)
    flash(element, value - before);
  if (!column.price) return;
  element.dataset.value = String(value);
  element.setAttribute('aria-label', `${quote.instrument_name} ${column.head} ${column.of(quote)}`);
}
