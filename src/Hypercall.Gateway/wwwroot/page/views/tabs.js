/** Panels of which one is shown; arrow keys go from one to the next. */
import { h } from '../dom.js';

/** @typedef {(root: HTMLElement, app: import('../app.js').App, label: HTMLElement) => void} Mount */

/** @param {HTMLElement} root @param {import('../app.js').App} app @param {[string, string, Mount][]} tabs */
export function mountTabs(root, app, tabs) {
  const buttons = tabs.map(([id, name]) => h('button', {
    type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}`, test: `tab-${id}`,
    onclick: () => show(id),
  }, h('span', {}, name)));
  const panels = tabs.map(([id]) => h('div.tab', {
    role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}`, test: `panel-${id}`, tabindex: 0,
  }));
  function show(/** @type {string} */ shown) {
    tabs.forEach(([id], index) => {
      buttons[index].setAttribute('aria-selected', String(id === shown));
      buttons[index].tabIndex = id === shown ? 0 : -1;
      panels[index].hidden = id !== shown;
    });
  }
  function step(/** @type {KeyboardEvent} */ event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const at = buttons.findIndex((button) => button.getAttribute('aria-selected') === 'true');
    const next = (at + by + tabs.length) % tabs.length;
    show(tabs[next][0]);
    buttons[next].focus();
  }
  root.append(h('section.panel', { 'aria-label': 'Account and venue' },
    h('div.tablist', { role: 'tablist', 'aria-label': 'Account and venue', onkeydown: step }, ...buttons), ...panels));
  tabs.forEach(([, , mount], index) => mount(panels[index], app, buttons[index]));
  show(tabs[0][0]);
}
