/** What traded in the option. */
import { price, size } from '../decimal.js';
import { h, panel, table, toggle } from '../dom.js';
import { clock } from '../symbols.js';

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountTrades(root, app) {
  const body = h('tbody', { test: 'trades' });
  const none = h('p.none', {}, 'No trades yet');
  root.append(panel('Trades', { test: 'trades-panel' }, h('div.bar', {}, h('h2', {}, 'Trades')),
    table('Trades of the option, newest first', ['Price', 'Size', 'Time'], body, { class: 'trades' }), none,
    h('p.stale', { test: 'trades-stale' }, 'Resyncing')));
  app.on('trades selection connection', () => {
    const isKnown = app.isFresh('trades') && app.feed.isUp;
    toggle(root, 'is-stale', !isKnown);
    none.hidden = !isKnown || app.trades.length > 0;
    body.replaceChildren(...isKnown ? app.trades.map(row) : []);
  });
}

/** @param {any} trade */
const row = (trade) => h('tr', { test: `trade-${trade.trade_id}` },
  h('td', { class: trade.side === 'buy' ? 'buy' : 'sell' }, price(trade.price)), h('td', {}, size(trade.size)),
  h('td.muted', {}, clock(trade.timestamp)));
