/** Puts the page together. */
import { App } from './app.js';
import { mountAccount } from './views/account.js';
import { mountBook } from './views/book.js';
import { mountChain } from './views/chain.js';
import { mountCluster } from './views/cluster.js';
import { mountHeader } from './views/header.js';
import { mountOrders } from './views/orders.js';
import { mountPositions } from './views/positions.js';
import { mountProtection } from './views/protection.js';
import { mountRisk } from './views/risk.js';
import { mountLiquidation } from './views/liquidation.js';
import { mountTabs } from './views/tabs.js';
import { mountTicket } from './views/ticket.js';
import { mountTrades } from './views/trades.js';

const app = new App();
const place = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

mountHeader(place('header'), app);
mountChain(place('chain'), app);
mountBook(place('book'), app);
mountTrades(place('trades'), app);
mountAccount(place('account'), app);
mountTicket(place('ticket'), app);
mountTabs(place('tabs'), app, [
  ['orders', 'Orders', mountOrders],
  ['positions', 'Positions', mountPositions],
  ['risk', 'Risk', mountRisk],
  ['liquidation', 'Liquidation', mountLiquidation],
  ['protection', 'Protection', mountProtection],
  ['cluster', 'Cluster', mountCluster],
]);

await app.start();
