/** The wallet under the 17 scenarios, the worst one marked. */
import { percent, shown, signed, signOf } from '../decimal.js';
import { bar, h, keepFocus, table, text, toggle } from '../dom.js';
import { title } from '../symbols.js';

const FIGURES = /** @type {[string, string][]} */ ([
  ['equity', 'Equity'], ['total_initial_margin', 'Initial margin'], ['position_maintenance_margin', 'Maintenance'],
  ['scanning_risk', 'Scan risk'], ['option_floor', 'Option floor'], ['gamma_overlay', 'Gamma overlay'],
]);

/** @param {HTMLElement} root @param {import('../app.js').App} app */
export function mountRisk(root, app) {
  const figures = FIGURES.map(([member, label]) => ({ member, label, value: h('dd', { test: `risk-${member}` }) }));
  const grids = h('div.grids', { test: 'risk-grid' });
  const none = h('p.none', { test: 'risk-none' });
  root.append(h('dl.figures.wide-figures', {}, ...figures.flatMap(({ label, value }) => [h('div', {}, h('dt', {},
    label), value)])), grids, none, h('p.stale', {}, 'Resyncing'));
  app.on('risk account connection', () => {
    const risk = app.isFresh('account') ? app.risk : null;
    toggle(root, 'is-stale', app.signer !== null && !risk);
    figures.forEach(({ member, value }) => text(value, shown(risk?.[member])));
    const underlyings = (risk?.underlyings ?? []).filter((/** @type {any} */ part) =>
      part.extended_risk_matrix.instruments.length);
    keepFocus(grids, () => grids.replaceChildren(...underlyings.map(grid)));
    none.hidden = underlyings.length > 0;
    text(none, app.signer ? 'No positions to stress' : 'No account is chosen');
  });
}

/** @param {any} risk */
function grid({ underlying, scenarios, extended_risk_matrix: matrix }) {
  const most = Math.max(1, ...scenarios.map((/** @type {any} */ scenario) => Math.abs(Number(scenario.total_pnl))));
  const heads = ['Scenario', 'Spot', 'Vol', 'Weight', `${underlying} P&L`,
    ...matrix.instruments.map((/** @type {any} */ leg) => `${leg.amount} × ${title(leg.symbol)}`)];
  return table(`Scenarios of ${underlying}`, heads, h('tbody', {},
    ...scenarios.map((/** @type {any} */ scenario, /** @type {number} */ index) => {
      const isWorst = index === matrix.worst_scenario_index;
      const pnl = h('td.pnl', { class: `pnl ${tone(scenario.total_pnl)}` }, h('span', {}, signed(scenario.total_pnl)));
      bar(pnl, Math.abs(Number(scenario.total_pnl)) / most);
      return h(isWorst ? 'tr.worst' : scenario.is_tail ? 'tr.tail' : 'tr', { test: `scenario-${scenario.id}` },
        h('th', { scope: 'row' }, scenario.id, isWorst ? h('span.badge', { test: 'worst' }, 'worst') : null),
        h('td', {}, shift(scenario.spot_shock_pct)), h('td', {}, shift(scenario.vol_shock_pct)),
        h('td.muted', {}, percent(scenario.pnl_weight, 0)), pnl,
        ...matrix.instruments.map((/** @type {any} */ leg) =>
          h('td', { class: tone(leg.scenario_pnls[index]) }, signed(leg.scenario_pnls[index]))));
    })), { class: 'risk' });
}

/** @param {string} amount */
const tone = (amount) => ['sell', 'muted', 'buy'][signOf(amount) + 1];

/** @param {string} fraction */
const shift = (fraction) => `${signOf(fraction) > 0 ? '+' : ''}${percent(fraction, 0)}`;
