/**
 * The socket: connects again by itself, subscribes again, and says so. What a socket told is good only while it is
 * open: listeners of "down" forget what they know.
 */

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
const CLOCK_EVERY_MS = 2_000;
const SILENCE_MS = 8_000;

/** @typedef {{channel: string, symbols?: string[], expiry?: string}} Subscription */

/** Events: "up", "down", "lag", "refused" (detail: channel), and "message:TYPE" (detail: the message). */
export class Feed extends EventTarget {
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {Map<string, Subscription>} */ #wanted = new Map();
  #wait = FIRST_WAIT_MS;
  #nextId = 0;
  #heardAt = 0;
  #clockTimer = 0;
  /** @type {Map<string, string>} */ #asked = new Map();

  /** @param {string} url */
  constructor(url) {
    super();
    this.#url = url;
    this.isUp = false;
    /** @type {string | null} */ this.wallet = null;
    /** @type {number | null} */ this.lagMs = null;
    this.serverOffsetMs = 0;
  }

  #url;

  /** Hears of a wallet, and no longer of another one: a socket is of one wallet. @param {string | null} wallet
   * @param {string[]} channels */
  setWallet(wallet, channels) {
    if (wallet === this.wallet) return;
    const isFirst = this.wallet === null;
    this.wallet = wallet;
    channels.forEach((channel) => this.#wanted.delete(channel));
    if (this.isUp && isFirst) this.#send({ type: 'Authenticate', wallet });
    else this.#end();
    if (wallet) channels.forEach((channel) => this.want(channel));
  }

  /** Proves whose wallet it is, where that is asked for, and wants again what was refused before.
   * @param {{timestamp: number, signature: string}} proof @param {string[]} channels */
  prove(proof, channels) {
    if (!this.isUp) return;
    this.#send({ type: 'Authenticate', wallet: this.wallet, ...proof });
    channels.forEach((channel) => this.want(channel));
  }

  /** Takes the place of what was wanted of the channel. @param {string} channel
   * @param {{symbols?: string[], expiry?: string}} [filter] */
  want(channel, filter = {}) {
    const before = this.#wanted.get(channel);
    if (before && this.isUp) this.#send({ type: 'Unsubscribe', ...before });
    this.#wanted.set(channel, { channel, ...filter });
    this.#taken.delete(channel);
    if (this.isUp) this.#subscribe(channel);
  }

  /** Whether the gateway has taken the subscription. @param {string} channel */
  has(channel) { return this.isUp && this.#taken.has(channel); }

  /** @type {Set<string>} */ #taken = new Set();

  connect() {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => this.#open();
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onclose = () => this.#close(socket);
  }

  #open() {
    this.isUp = true;
    this.#wait = FIRST_WAIT_MS;
    this.#heardAt = performance.now();
    if (this.wallet) this.#send({ type: 'Authenticate', wallet: this.wallet });
    for (const channel of this.#wanted.keys()) this.#subscribe(channel);
    this.#tick();
    this.#clockTimer = window.setInterval(() => this.#tick(), CLOCK_EVERY_MS);
    this.dispatchEvent(new Event('up'));
  }

  /** @param {WebSocket} socket */
  #close(socket) {
    if (socket !== this.#socket) return;
    clearInterval(this.#clockTimer);
    this.#socket = null;
    this.isUp = false;
    this.lagMs = null;
    this.#asked.clear();
    this.#taken.clear();
    this.dispatchEvent(new Event('down'));
    window.setTimeout(() => this.connect(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
  }

  /** Does not wait for the other side's consent. */
  #end() {
    const socket = this.#socket;
    socket?.close();
    if (socket) this.#close(socket);
  }

  /** Asks for the server's time, which tells the lag; who does not answer is not there. */
  #tick() {
    if (performance.now() - this.#heardAt > SILENCE_MS) {
      this.#end();
      return;
    }
    this.#send({ type: 'ClockSync', nonce: Math.round(performance.now() * 1000) });
  }

  /** @param {string} channel */
  #subscribe(channel) {
    const id = `s${++this.#nextId}`;
    this.#asked.set(id, channel);
    this.#send({ type: 'Subscribe', id, ...this.#wanted.get(channel) });
  }

  /** What a closing socket would lose anyway is not sent: the next one says it again. @param {object} message */
  #send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** @param {any} message */
  #take(message) {
    this.#heardAt = performance.now();
    if (message.type === 'ClockSynced') this.#takeClock(message);
    else if (message.type === 'Subscribed') this.#answer(message.id, true);
    else if (message.type === 'Error') this.#answer(message.id, false);
    this.dispatchEvent(new CustomEvent(`message:${message.type}`, { detail: message }));
  }

  /** @param {string | undefined} id @param {boolean} isTaken */
  #answer(id, isTaken) {
    const channel = id && this.#asked.get(id);
    if (!channel) return;
    this.#asked.delete(id);
    if (isTaken) this.#taken.add(channel);
    this.dispatchEvent(new CustomEvent(isTaken ? 'subscribed' : 'refused', { detail: channel }));
  }

  /** @param {{nonce: number, server_at: number}} message */
  #takeClock({ nonce, server_at: serverAt }) {
    this.lagMs = performance.now() - nonce / 1000;
    this.serverOffsetMs = serverAt + this.lagMs / 2 - Date.now();
    this.dispatchEvent(new Event('lag'));
  }
}
