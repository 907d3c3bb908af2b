/** Market-maker protection: its limits, what is used of them, and the way back after it has frozen. */
import { shown, size } from '../decimal.js';
import { bar, h, keepFocus, text, toggle } from '../dom.js';
import { clock } from '../symbols.js';

const LIMITS = /** @type {[string, string, string][]} */ ([
  ['qty', 'qty_limit', 'Contracts'], ['delta', 'delta_limit', 'Delta'], ['vega', 'vega_limit', 'Vega'],
]);

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountProtection(root, app) {
  const cards = h('div.cards', { test: 'protections' });
  const none = h('p.none', { test: 'protection-none' });
  root.append(cards, none, form(app), h('p.stale', {}, 'Resyncing'));
  app.on('protection account connection', () => {
    const isKnown = app.isFresh('account');
    toggle(root, 'is-stale', app.signer !== null && !isKnown);
    const configs = isKnown ? app.protection.filter((config) => config.enabled) : [];
    keepFocus(cards, () => cards.replaceChildren(...configs.map((config) => card(config, app))));
    none.hidden = configs.length > 0;
    text(none, app.signer ? 'No protection is configured' : 'No account is chosen');
  });
}

/** @param {any} config @param {import('../app.js').App} app */
function card(config, app) {
  const state = config.frozen
    ? config.frozen_until ? `Frozen until ${clock(config.frozen_until)}` : 'Frozen until reset' : 'Active';
  return h('article.card', { test: `protection-${config.currency}` }, h('header', {}, h('strong', {}, config.currency),
    h('span.badge', { 'data-state': config.frozen ? 'in_liquidation' : 'healthy', test: 'protection-state' }, state),
    h('button', {
      type: 'button', test: `reset-${config.currency}`, onclick: () => app.resetProtection(config.currency),
    }, 'Reset')),
  h('p.muted', {}, `in ${config.interval_ms / 1000} s, then frozen for ${config.frozen_time_ms / 1000} s`),
  ...LIMITS.filter(([, limit]) => config[limit] !== null).map(([used, limit, label]) => {
    const meter = h('div.meter', {}, h('i'));
    bar(meter, Math.abs(Number(config.used[used])) / (Number(config[limit]) || 1));
    return h('div', {}, h('div.meter-key', {}, h('span.muted', {}, label), h('span', {},
      `${shown(config.used[used])} / ${size(config[limit])}`)), meter);
  }));
}

/** @param {import('../app.js').App} app */
function form(app) {
  const field = (/** @type {string} */ label, /** @type {string} */ test, /** @type {string} */ value) => {
    const input = h('input', { type: 'text', inputmode: 'decimal', test, value, autocomplete: 'off' });
    return { input, label: h('label', {}, h('span', {}, label), input) };
  };
  const fields = [field('Interval ms', 'mmp-interval', '5000'), field('Frozen ms', 'mmp-frozen', '10000'),
    field('Contracts', 'mmp-qty', '10'), field('Delta', 'mmp-delta', ''), field('Vega', 'mmp-vega', '')];
  const set = h('button', { type: 'submit', test: 'mmp-set' }, 'Set limits');
  const whole = h('form.inline', { onsubmit: send }, ...fields.map((part) => part.label), set);
  function send(/** @type {Event} */ event) {
    event.preventDefault();
    const [interval, frozen, qtyLimit, deltaLimit, vegaLimit] = fields.map((part) => part.input.value.trim());
    app.setProtection({ currency: app.underlying ?? '', intervalMs: Number(interval), frozenTimeMs: Number(frozen),
      qtyLimit, deltaLimit, vegaLimit });
  }
  app.on('account', () => { set.disabled = !app.signer; });
  return whole;
}
