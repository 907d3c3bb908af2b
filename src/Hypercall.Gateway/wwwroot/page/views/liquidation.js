/** How far the wallet is from liquidation, what became of it before, and what is auctioned. */
import { shown } from '../decimal.js';
import { h, table, text, toggle } from '../dom.js';
import { clock, short } from '../symbols.js';

const STAGES = [['healthy', 'Healthy'], ['pre_liquidation', 'Pre-liquidation'], ['in_liquidation', 'In liquidation'],
  ['liquidated', 'Liquidated']];
const HEADS = ['Time', 'From', 'To', 'Equity', 'Required', 'Shortfall'];
const AUCTION_HEADS = ['Auction', 'Wallet', 'Asked', 'Positions', 'Ends'];

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountLiquidation(root, app) {
  const stages = STAGES.map(([state, name]) => h('li', { test: `stage-${state}` }, name));
  const facts = { required: h('dd', { test: 'mm-required' }), excess: h('dd', { test: 'mm-excess' }),
    shortfall: h('dd', { test: 'shortfall' }) };
  const history = h('tbody', { test: 'liquidations' });
  const none = h('p.none', {}, 'It has never been liquidated');
  const auctions = h('tbody', { test: 'auctions' });
  const auctioned = h('div', {}, h('h3', {}, 'Auctions'), table('Auctions', AUCTION_HEADS, auctions));
  root.append(h('ol.stages', { 'aria-label': 'Liquidation state' }, ...stages),
    h('dl.figures.wide-figures', {}, ...[['Maintenance required', facts.required], ['Excess', facts.excess],
      ['Shortfall', facts.shortfall]].map(([label, value]) => h('div', {}, h('dt', {}, label), value))),
    table('Changes of the liquidation state', HEADS, history), none, auctioned, h('p.stale', {}, 'Resyncing'));
  app.on('risk account connection', () => {
    const liquidation = app.isFresh('account') ? app.liquidation : null;
    toggle(root, 'is-stale', app.signer !== null && !liquidation);
    STAGES.forEach(([state], index) =>
      stages[index].setAttribute('aria-current', state === liquidation?.state ? 'step' : 'false'));
    text(facts.required, shown(liquidation?.mm_required));
    text(facts.excess, shown(liquidation?.maintenance_margin));
    text(facts.shortfall, shown(liquidation?.shortfall));
    history.replaceChildren(...liquidation ? app.liquidations.map(row) : []);
    none.hidden = !liquidation || app.liquidations.length > 0;
    auctioned.hidden = !app.auctions?.length;
    auctions.replaceChildren(...(app.auctions ?? []).map(auctionRow));
  });
}

/** @param {any} change */
const row = (change) => h('tr', {}, h('td.muted', {}, clock(Date.parse(change.timestamp) || Number(change.timestamp))),
  h('td', {}, nameOf(change.previous_state)), h('td', {}, nameOf(change.new_state)), h('td', {}, shown(change.equity)),
  h('td', {}, shown(change.mm_required)), h('td', {}, shown(change.shortfall)));

/** @param {any} auction */
const auctionRow = (auction) => h('tr', {}, h('td', {}, String(auction.auction_id)),
  h('td', {}, short(auction.wallet)), h('td', {}, shown(auction.asked)),
  h('td', {}, String(auction.positions?.length ?? 0)), h('td.muted', {}, clock(auction.ends_at)));

/** @param {string} state */
const nameOf = (state) => STAGES.find(([known]) => known === state)?.[1] ?? state;
