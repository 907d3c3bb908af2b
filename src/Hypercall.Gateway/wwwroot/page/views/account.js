/** Whose account it is, and how its margin stands. */
import { injectedWallet } from '../signing/keys.js';
import { fromUnits, shown, toUnits } from '../decimal.js';
import { bar, h, panel, segments, text, toggle } from '../dom.js';
import { short } from '../symbols.js';

const STATES = /** @type {Record<string, string>} */ ({
  healthy: 'Healthy', pre_liquidation: 'Pre-liquidation', in_liquidation: 'In liquidation', liquidated: 'Liquidated',
});

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountAccount(root, app) {
  const state = h('span.badge', { test: 'liquidation-state' });
  const inner = h('div');
  root.append(panel('Account', { test: 'account-panel' }, h('div.bar', {}, h('h2', {}, 'Account'), state), inner,
    h('p.stale', { test: 'account-stale' }, 'Resyncing')));
  let shownFor = '';
  let draw = () => {};
  app.on('account connection', () => {
    const key = `${app.wallet} ${app.signer?.kind} ${app.config.faucet}`;
    if (key !== shownFor) {
      shownFor = key;
      inner.replaceChildren();
      draw = app.signer ? withSigner(inner, app) : withoutSigner(inner, app);
    }
    const isKnown = app.isFresh('account');
    toggle(root, 'is-stale', app.signer !== null && !isKnown);
    const liquidation = app.liquidation?.state;
    state.hidden = !isKnown || !liquidation;
    text(state, STATES[liquidation] ?? '');
    state.dataset.state = liquidation ?? '';
    draw();
  });
}

/** @param {HTMLElement} root @param {import('../app.js').App} app */
function withoutSigner(root, app) {
  const error = h('p.bad', { role: 'alert', hidden: true, test: 'account-error' });
  const run = (/** @type {() => Promise<void>} */ task) => async () => {
    error.hidden = true;
    try {
      await task();
    } catch (failure) {
      error.hidden = false;
      const { message, detail } = /** @type {Error & {detail?: string | null}} */ (failure);
      text(error, detail ? `${message}. ${detail}.` : message);
    }
  };
  const { faucet } = app.config;
  root.append(h('div.welcome', {},
    h('p.muted', {}, faucet
      ? 'This is a demonstration: a key made in your browser gets 100,000 USDC to play with.'
      : 'A wallet that has money at this venue can trade here.'),
    faucet ? h('button.primary', { type: 'button', test: 'use-browser-key', onclick: run(() => app.useBrowserKey()) },
      'Trade with a key made here') : null,
    injectedWallet() || !faucet ? h('button', {
      type: 'button', test: 'use-wallet', disabled: !injectedWallet(), onclick: run(() => app.useInjected()),
    }, injectedWallet() ? 'Connect wallet' : 'No wallet in this browser') : null, error));
  return () => {};
}

/** @param {HTMLElement} root @param {import('../app.js').App} app */
function withSigner(root, app) {
  const fields = /** @type {Record<string, any>} */ ({});
  const figure = (/** @type {string} */ name, /** @type {string} */ label) => {
    fields[name] = h('dd', { test: `margin-${name}` });
    return [h('dt', {}, label), fields[name]];
  };
  const initial = h('i.im');
  const maintenance = h('i.mm');
  const mode = segments('Margin mode', [['standard', 'Standard'], ['portfolio', 'Portfolio']],
    (value) => {
      // It shows what the account has, not what it was asked to have.
      mode.select(app.portfolio?.margin_mode);
      return app.setMarginMode(value);
    }, 'margin-mode');
  const used = h('span');
  const money = h('div.welcome', {}, h('button.primary', {
    type: 'button', test: 'take-money', onclick: () => app.takeMoney(),
  }, 'Get 100,000 USDC to play with'));
  root.append(
    h('div.who', {}, h('span.address', { title: app.wallet, test: 'wallet' }, short(app.wallet ?? '')),
      h('span.muted', {}, app.signer?.kind ?? ''), ...whoButtons(app)), money,
    h('div.margin', { test: 'margin-bar', role: 'img' }, initial, maintenance),
    h('div.margin-key', {}, used, mode),
    h('dl.figures', {}, ...figure('equity', 'Equity'), ...figure('available', 'Available'),
      ...figure('im', 'Initial margin'), ...figure('mm', 'Maintenance margin'), ...figure('orders', 'of open orders'),
      ...figure('cash', 'Cash')));
  const whole = /** @type {HTMLElement} */ (root.querySelector('.margin'));
  return () => {
    const figures = app.isFresh('account') ? figuresOf(app) : null;
    for (const [name, element] of Object.entries(fields)) text(element, shown(figures?.[name]));
    const equity = Number(figures?.equity ?? 0);
    const share = (/** @type {string | null | undefined} */ part) => equity > 0 ? Number(part ?? 0) / equity : 0;
    bar(initial, share(figures?.im));
    bar(maintenance, share(figures?.mm));
    text(used, figures ? `${shown(share(figures.im) * 100, 1)} % of equity` : '–');
    whole.setAttribute('aria-label', used.textContent ?? '');
    mode.select(app.portfolio?.margin_mode);
    money.hidden = !app.mayTakeMoney;
  };
}

/** @param {import('../app.js').App} app */
function whoButtons(app) {
  return [
    app.signer?.kind === 'wallet' ? h('button', {
      type: 'button', test: 'use-agent', title: 'A key of this browser signs from now on; the wallet approves it once',
      onclick: () => app.useAgent().catch((error) => app.notify('Agent key', error)),
    }, 'Approve key') : null,
    h('button.quiet', {
      type: 'button', test: 'leave', title: 'Forgets the key that is kept in this browser', onclick: () => app.leave(),
    }, 'Forget'),
  ];
}

/** @param {import('../app.js').App} app @returns {Record<string, string | null>} */
export function figuresOf(app) {
  const { portfolio, liquidation } = app;
  const summary = portfolio?.margin_summary;
  return {
    equity: summary?.equity ?? null,
    available: portfolio?.available_balance ?? null,
    im: portfolio?.total_margin_used ?? null,
    mm: liquidation?.mm_required ?? null,
    orders: summary?.open_orders_im ?? null,
    cash: portfolio?.cash ?? null,
  };
}

/** @param {string | null | undefined} after @param {string | null | undefined} before */
export const difference = (after, before) =>
  after && before ? fromUnits(toUnits(after) - toUnits(before)) : null;
