/** The top: what is traded, how the connection stands, and how the page looks. */
import { rounded } from '../decimal.js';
import { h, segments, text } from '../dom.js';
import { clock } from '../symbols.js';

const THEME = 'hypercall.theme';
const STATES = { connecting: 'Connecting', resyncing: 'Resyncing', live: 'Live' };

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountHeader(root, app) {
  const index = h('strong.index', { test: 'index' });
  const underlying = h('span.muted');
  root.append(
    h('a.brand', { href: '/', 'aria-label': 'Hypercall' }, h('img', { src: '/page/icon.svg', alt: '', width: 20,
      height: 20 }), 'Hypercall'),
    h('div.quote', {}, underlying, index),
    connection(app),
    theme(),
    views(),
    h('div.notices', { 'aria-live': 'polite', test: 'notices' }));
  app.on('market index connection', () => {
    text(underlying, app.underlying ? `${app.underlying} index` : '');
    text(index, app.isFresh('market') ? rounded(app.index) : '–');
  });
  notices(/** @type {HTMLElement} */ (root.querySelector('.notices')), app);
}

/** @param {import('../app.js').App} app */
function connection(app) {
  const state = h('strong', { test: 'connection', role: 'status' });
  const lag = h('span', { test: 'lag' });
  const sequence = h('span', { test: 'sequence' });
  const time = h('span.time', { test: 'server-time' });
  const whole = h('div.connection', { 'data-state': 'connecting' }, h('i.dot', { 'aria-hidden': 'true' }), state,
    h('span.fact', {}, h('span.muted', {}, 'lag '), lag), h('span.fact', {}, h('span.muted', {}, 'seq '), sequence),
    time);
  app.on('connection lag cluster', () => {
    whole.dataset.state = app.connection;
    text(state, STATES[app.connection]);
    text(lag, app.feed.lagMs === null ? '–' : `${Math.max(1, Math.round(app.feed.lagMs))} ms`);
    text(sequence, app.sequence ? app.sequence.toLocaleString('en-US') : '–');
    text(time, clock(app.nowMs));
  });
  return whole;
}

/** Light or dark, or as the system has it. */
function theme() {
  const choose = (/** @type {string} */ value) => {
    if (value === 'auto') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.dataset.theme = value;
    localStorage.setItem(THEME, value);
  };
  const group = segments('Theme', [['auto', 'Auto'], ['light', 'Light'], ['dark', 'Dark']], choose, 'theme');
  const kept = localStorage.getItem(THEME) ?? 'auto';
  choose(kept);
  group.select(kept);
  return group;
}

/** On a small screen one part at a time. */
function views() {
  const names = [['chain', 'Chain'], ['book', 'Book'], ['trade', 'Trade'], ['account', 'Account']];
  const group = segments('Part of the page', /** @type {[string, string][]} */ (names),
    (value) => { document.body.dataset.view = value; }, 'view');
  group.classList.add('views');
  group.select('chain');
  return group;
}

/** @param {HTMLElement} root @param {import('../app.js').App} app */
function notices(root, app) {
  app.on('notices', () => root.replaceChildren(...app.notices.map(({ what, error }) => {
    const message = error ? `${what}: ${error.detail ?? error.message ?? error.code}` : `${what}: done`;
    return h('p', { class: error ? 'notice bad' : 'notice good', test: 'notice' }, message);
  })));
}
