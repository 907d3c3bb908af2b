/** The order ticket: terms, what they cost, and what became of the last order, with margin before and after it. */
import { remaining } from '../app.js';
import { fromUnits, isPositive, price as priceText, shown, signed, size, toUnits } from '../decimal.js';
import { h, panel, segments, text } from '../dom.js';
import { inWords, marginOf } from '../rejects.js';
import { title } from '../symbols.js';
import { difference } from './account.js';

const MINUTE_MS = 60_000;

/** Puts terms into the ticket; those of another option than the replaced order's are of a new order.
 * @param {import('../app.js').App} app
 * @param {{symbol: string | null, side?: string, price?: string, order?: any}} terms Without a price: nobody quotes. */
export function chooseTerms(app, terms) {
  document.dispatchEvent(new CustomEvent('ticket', { detail: terms }));
  if (terms.symbol && terms.symbol !== app.symbol) app.select(terms.symbol);
}

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountTicket(root, app) {
  const fields = makeFields();
  let side = 'Buy';
  /** @type {any} */ let replaced = null;
  const sides = segments('Side', [['Buy', 'Buy'], ['Sell', 'Sell']], (value) => { side = value; draw(); }, 'side');
  const name = h('h2', { test: 'ticket-title' });
  const worth = h('span', { test: 'ticket-worth' });
  const submit = h('button.submit', { type: 'submit', test: 'submit' });
  const stop = h('button.quiet', { type: 'button', test: 'keep-order', onclick: () => replace(null) }, 'Keep order');
  const note = h('p.note.muted', { test: 'replace-note' },
    'Post-only and minutes of the order are not carried over: set them again.');
  const result = h('div', { 'aria-live': 'polite', test: 'outcome' });
  const form = h('form.ticket', { novalidate: true, test: 'ticket', onsubmit: send, oninput: () => draw() },
    sides, fields.price.label, fields.size.label, fields.tif.label, fields.minutes.label,
    h('div.checks', {}, fields.postOnly.label, fields.reduceOnly.label, fields.mmp.label),
    h('p.worth', {}, h('span.muted', {}, 'Premium'), worth), note, submit, stop);
  root.append(panel('Order ticket', { test: 'ticket-panel' }, h('div.bar', {}, name), form, result));

  function send(/** @type {Event} */ event) {
    event.preventDefault();
    if (submit.disabled) return;
    const sent = replaced;
    app.submit(/** @type {any} */ ({
      symbol: sent?.symbol ?? app.symbol, side, ...read(fields, app), orderId: sent?.order_id ?? null,
    })).then((isExecuted) => {
      if (sent && isExecuted && sent === replaced) replace(null);
    });
    draw();
  }

  /** An order to be replaced is another one each time: an answer ends the replacement that it is of, and none later. */
  function replace(/** @type {any} */ order) {
    replaced = order && { ...order };
    if (order) {
      side = order.side;
      fields.price.input.value = order.price;
      fields.size.input.value = remaining(order);
      fields.tif.input.value = order.tif === 'gtd' ? 'gtd' : 'gtc';
      if (order.tif === 'gtd') fields.minutes.input.value = '';
      fields.postOnly.input.checked = false;
      fields.reduceOnly.input.checked = order.reduce_only;
      fields.mmp.input.checked = order.mmp_enabled;
      fields.price.input.focus();
    }
    draw();
  }

  document.addEventListener('ticket', (event) => {
    const terms = /** @type {CustomEvent} */ (event).detail;
    if (terms.order) {
      replace(terms.order);
      return;
    }
    if (replaced && terms.symbol !== replaced.symbol) replace(null);
    if (terms.side && !replaced) side = terms.side;
    fields.price.input.value = terms.price ?? '';
    draw();
  });

  function draw() {
    sides.select(side);
    form.dataset.side = side;
    sides.toggleAttribute('inert', replaced !== null);
    const option = replaced?.symbol ?? app.symbol;
    text(name, (replaced ? `Replace order ${replaced.order_id}: ` : '') + (option ? title(option) : 'Order ticket'));
    fields.minutes.label.hidden = fields.tif.input.value !== 'gtd';
    const { price, size: amount, tif, expiresAt } = read(fields, app);
    const isValid = isPositive(price) && isPositive(amount);
    const isTimed = tif !== 'gtd' || expiresAt !== null;
    text(worth, isValid ? `${shown(fromUnits(toUnits(price, 8) * toUnits(amount, 8), 16))} USDC` : '–');
    const isPending = app.outcome?.isPending ?? false;
    submit.disabled = !app.signer || !app.symbol || !isValid || !isTimed || isPending;
    const verb = replaced ? 'Replace: ' : '';
    text(submit, !app.signer ? 'Choose an account first' : isPending ? 'Sent …'
      : !isTimed ? 'Minutes have to be a number above 0'
      : `${verb}${side} ${isPositive(amount) ? size(amount) : ''} @ ${isPositive(price) ? price : '–'}`);
    stop.hidden = note.hidden = !replaced;
  }

  app.on('selection account outcome', draw);
  app.on('outcome', () => result.replaceChildren(...drawOutcome(app.outcome)));
}

function makeFields() {
  const field = (/** @type {string} */ label, /** @type {string} */ test, /** @type {any} */ input) =>
    ({ input, label: h('label', {}, h('span', {}, label), input) });
  const number = (/** @type {string} */ test, /** @type {string} */ value) =>
    h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', spellcheck: 'false', test, value });
  const check = (/** @type {string} */ label, /** @type {string} */ test) => {
    const input = h('input', { type: 'checkbox', test });
    return { input, label: h('label.check', {}, input, h('span', {}, label)) };
  };
  const tif = h('select', { test: 'tif' }, ...[['gtc', 'Good till cancelled'], ['ioc', 'Immediate or cancel'],
    ['fok', 'Fill or kill'], ['gtd', 'Good till date']].map(([value, label]) => h('option', { value }, label)));
  return {
    price: field('Price', 'price', number('price', '')),
    size: field('Size', 'size', number('size', '1')),
    tif: field('Time in force', 'tif', tif),
    minutes: field('Minutes', 'minutes', number('minutes', '60')),
    postOnly: check('Post-only', 'post-only'),
    reduceOnly: check('Reduce-only', 'reduce-only'),
    mmp: check('MMP', 'mmp'),
  };
}

/** @param {ReturnType<typeof makeFields>} fields @param {import('../app.js').App} app */
function read(fields, app) {
  const tif = fields.tif.input.value;
  const minutes = fields.minutes.input.value.trim();
  return {
    price: fields.price.input.value.trim(),
    size: fields.size.input.value.trim(),
    tif,
    expiresAt: tif === 'gtd' && isPositive(minutes) ? Math.floor(app.nowMs + Number(minutes) * MINUTE_MS) : null,
    postOnly: fields.postOnly.input.checked,
    reduceOnly: fields.reduceOnly.input.checked,
    mmp: fields.mmp.input.checked,
  };
}

/** @param {any} outcome @returns {any[]} */
function drawOutcome(outcome) {
  if (!outcome || outcome.isPending) return [];
  const { answer, error } = outcome;
  if (error) return [refusal(error.code ?? 'Error', error.detail ?? error.message)];
  if (answer.status === 'REJECTED') return [refusal(answer.code, answer.detail)];
  return [accepted(answer), margins(outcome)];
}

/** @param {string} code @param {string | null} detail */
function refusal(code, detail) {
  const margin = marginOf(detail);
  const facts = margin ? [['Requirement', `${shown(margin.requirement)} USDC`], ['Equity after it',
    `${shown(margin.equity)} USDC`], ['Lacking', `${shown(difference(margin.requirement, margin.equity))} USDC`],
  ['Worst scenario', margin.scenarios]] : [];
  return h('div.outcome.bad', { role: 'alert', test: 'reject' },
    h('strong', { test: 'reject-words' }, inWords(code)), h('code', { test: 'reject-code' }, code),
    margin ? h('dl', {}, ...facts.filter(([, value]) => value).flatMap(([label, value]) =>
      [h('dt', {}, label), h('dd', {}, value)])) : h('p', { test: 'reject-detail' }, detail ?? ''));
}

/** @param {any} answer */
function accepted(answer) {
  const fills = answer.fills ?? [];
  const words = /** @type {Record<string, string>} */ ({
    OPEN: 'Order rests in the book', FILLED: 'Filled', PARTIALLY_FILLED: 'Partly filled; the rest is in the book',
    CANCELED: fills.length ? 'Partly filled; the rest is cancelled' : 'Cancelled, nothing filled',
  });
  return h('div.outcome.good', { test: 'accepted' },
    h('strong', { test: 'accepted-words' }, words[answer.status] ?? answer.status),
    h('span.muted', {}, ` order ${answer.order_id} · seq ${answer.sequence}`),
    ...fills.map((/** @type {any} */ fill) => h('p', {}, `${fill.size} @ ${priceText(fill.price)}, fee ${fill.fee}`)));
}

/** @param {any} outcome */
function margins({ before, after }) {
  const row = (/** @type {string} */ label, /** @type {string} */ member) => {
    const change = difference(after?.[member], before?.[member]);
    return h('tr', {}, h('th', { scope: 'row' }, label), h('td', {}, shown(before?.[member])),
      h('td', {}, shown(after?.[member])), h('td.muted', {}, signed(change)));
  };
  return h('table.before', { test: 'margin-change' }, h('thead', {}, h('tr', {}, h('td'), h('th', { scope: 'col' },
    'Before'), h('th', { scope: 'col' }, 'After'), h('th', { scope: 'col' }, 'Change'))), h('tbody', {},
    row('Available', 'available_balance'), row('Margin', 'total_margin_used'), row('Cash', 'cash')));
}
