/** How the venue stands, and what a second engine has verified. */
import { h, table, text, toggle } from '../dom.js';

const count = (/** @type {number | null | undefined} */ number) =>
  number === null || number === undefined ? '–' : number.toLocaleString('en-US');

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountCluster(root, app) {
  const partitions = h('tbody', { test: 'partitions' });
  const followers = h('tbody', { test: 'followers' });
  const views = h('tbody', { test: 'views' });
  const warnings = h('p.bad', { test: 'cluster-warnings' });
  root.append(
    table('Partitions', ['Partition', 'Owner', 'State', 'Epoch', 'Sequence', 'Hash', 'Starts', 'Last failover'],
      partitions),
    table('Followers', ['Follower', 'State', 'Verified up to', 'Behind', 'Hash', 'Lag', 'Not cross-checked'],
      followers),
    table('Views', ['View', 'State', 'Sequence', 'Behind'], views), warnings,
    h('p.stale', {}, 'The cluster does not answer'));
  app.on('cluster', () => {
    const { cluster } = app;
    toggle(root, 'is-stale', cluster === null);
    const sequence = cluster?.partitions[0]?.sequence ?? 0;
    partitions.replaceChildren(...(cluster?.partitions ?? []).map((/** @type {any} */ part) =>
      partition(part)));
    followers.replaceChildren(...(cluster?.followers ?? []).map(
      (/** @type {any} */ part, /** @type {number} */ index) => follower(part, index, sequence)));
    views.replaceChildren(...(cluster?.views ?? []).map(view));
    const told = (cluster?.partitions ?? []).flatMap((/** @type {any} */ part) => [part.stop, ...part.warnings])
      .filter(Boolean);
    warnings.hidden = told.length === 0;
    text(warnings, told.join('; '));
  });
}

/** The hash is known where the replica stands at the same sequence. @param {any} part */
function partition(part) {
  const { hash } = part;
  return h('tr', { test: `partition-${part.partition}` }, h('th', { scope: 'row' }, part.partition),
    h('td', { test: 'owner' }, part.owner ?? '–'), state(part.state), h('td', {}, count(part.epoch)),
    h('td', {}, count(part.sequence)),
    h('td.hash', { title: hash }, hash ? hash.slice(0, 16) : '–'), h('td', {}, count(part.starts)),
    h('td.muted', { test: 'failover' }, failover(part)));
}

/** An epoch begins with each engine; the first one takes over from nobody. @param {any} part */
const failover = (part) => (part.state === 'Ready' && part.epoch > 1 && part.since
  ? new Date(part.since).toISOString().replace('T', ' ').slice(0, 19)
  : '–');

/** @param {any} part @param {number} index @param {number} sequence */
function follower(part, index, sequence) {
  return h('tr', {}, h('th', { scope: 'row' }, index ? 'History' : 'Replica'), state(part.state),
    h('td', { test: index ? null : 'verified' }, count(part.sequence)),
    h('td.muted', {}, count(Math.max(0, sequence - part.sequence))),
    h('td.hash', { title: part.hash }, part.hash ? part.hash.slice(0, 16) : '–'),
    h('td', {}, part.lag_ms === undefined ? '–' : `${count(part.lag_ms)} ms`),
    h('td', {}, part.error ?? count(part.not_cross_checked)));
}

/** @param {any} part */
const view = (part) => h('tr', {}, h('th', { scope: 'row' }, part.kind), state(part.status),
  h('td', {}, count(part.sequence)),
  h('td.muted', {}, part.lag_ms === undefined ? count(part.known_sequence - part.sequence)
    : `${count(part.lag_ms)} ms`));

/** @param {string} name */
const state = (name) => h('td', {}, h('span.badge', {
  'data-state': ['Ready', 'Following'].includes(name) ? 'healthy' : 'in_liquidation',
}, name));
