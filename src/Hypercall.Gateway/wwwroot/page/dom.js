/** Elements. Texts are set as texts: nothing that comes from the network becomes markup. */

/**
 * @param {string} tag Name, and classes after dots.
 * @param {Record<string, any>} [props] on…: listeners; test: data-testid; others: attributes, left out where null or
 * false.
 * @param {...(Node | string | null | undefined)} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(' ');
  for (const [key, value] of Object.entries(props)) set(element, key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** @param {any} element @param {string} key @param {any} value */
function set(element, key, value) {
  if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
  else if (key === 'test') element.dataset.testid = value;
  else if (key === 'value' || key === 'checked') element[key] = value;
  else if (value === true) element.setAttribute(key, '');
  else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, String(value));
}

/** @param {any} element @param {string} value Touches the page only where it changes. */
export function text(element, value) {
  if (element.textContent === value) return false;
  element.textContent = value;
  return true;
}

/** @param {any} element @param {string} name @param {boolean} isOn */
export const toggle = (element, name, isOn) => element.classList.toggle(name, isOn);

/** @param {any} element @param {number} share Of 1; what CSS draws as a bar. */
export const bar = (element, share) =>
  element.style.setProperty('--share', `${Math.round(Math.max(0, Math.min(1, share)) * 1000) / 10}%`);

/** @param {any} element A value that changed, for a moment. @param {number} direction */
export function flash(element, direction) {
  element.classList.remove('rose', 'fell');
  void element.offsetWidth;
  element.classList.add(direction < 0 ? 'fell' : 'rose');
}

/** What is within is made anew; who stood on a part of it with a test id still does. @param {HTMLElement} root
 * @param {() => void} draw */
export function keepFocus(root, draw) {
  const before = /** @type {HTMLElement} */ (root.contains(document.activeElement) ? document.activeElement : root);
  const { scrollLeft, scrollTop } = before;
  draw();
  if (root.contains(before)) return;
  const after = /** @type {HTMLElement | null} */ (root.querySelector(`[data-testid="${before.dataset.testid}"]`));
  after?.focus();
  after?.scrollTo(scrollLeft, scrollTop);
}

/** @param {string} heading @param {Record<string, any>} props @param {...any} children @returns {any} A panel. */
export const panel = (heading, props, ...children) =>
  h('section.panel', { 'aria-label': heading, ...props }, ...children);

/** A table whose head stays. @param {string} caption @param {(string | [string, string])[]} heads
 * @param {any} body @param {Record<string, any>} [props] */
export const table = (caption, heads, body, props = {}) => h('div.scroll', { tabindex: 0, role: 'group',
  'aria-label': caption, test: `table-${caption}` }, h('table', props, h('caption.hidden', {}, caption),
  h('thead', {}, h('tr', {}, ...heads.map((head) => typeof head === 'string' ? h('th', { scope: 'col' }, head)
    : h(`th.${head[1]}`, { scope: 'col' }, head[0])))), body));

/** Buttons of which one is pressed. @param {string} label @param {[string, string][]} options value, text
 * @param {(value: string) => void} choose @param {string} test @returns {any} with select(value) */
export function segments(label, options, choose, test) {
  const buttons = options.map(([value, name]) => h('button', {
    type: 'button', 'data-value': value, 'aria-pressed': 'false', test: `${test}-${value}`,
    onclick: () => { group.select(value); choose(value); },
  }, name));
  const group = h('div.segments', { role: 'group', 'aria-label': label, test }, ...buttons);
  group.select = (/** @type {string} */ value) => buttons.forEach((button) =>
    button.setAttribute('aria-pressed', String(button.dataset.value === value)));
  return group;
}
