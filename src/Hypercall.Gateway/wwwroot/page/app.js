/**
 * What the page knows, and how it comes to know it. Each part is fresh or it is not shown: after a gap it says
 * "resyncing" until a new snapshot is there. Views listen to topics and draw once per frame.
 */
import { pause, read, RequestError, write } from './api.js';
import { Book } from './book.js';
import { fromUnits, signOf, subtract, toUnits } from './decimal.js';
import { Feed } from './feed.js';
import { dateOf, parse } from './symbols.js';
import { agentSigner, browserKey, forgetSigner, injectedSigner, rememberedSigner } from './signing/keys.js';
import { NO_ADDRESS } from './signing/typed.js';
import { inTurn } from './turns.js';

const MARKET_MS = 2_000;
const MARKET_WITH_CHANNEL_MS = 4_000;
const ACCOUNT_MS = 3_000;
const CLUSTER_MS = 2_000;
const CONFIG_MS = 1_000;
const MOST_TRADES = 60;
const ORDERS_AT_ONCE = 50;
const MOST_ORDER_READS = 10;
const AFTER_EVENT_MS = 200;

const PUBLIC = ['market_updates', 'index_prices', 'auctions'];
const PRIVATE = ['order_updates', 'fills', 'portfolio', 'liquidation', 'mmp'];

/** @typedef {'book' | 'trades' | 'market' | 'account'} Part */
/** @typedef {{symbol: string, side: string, price: string, size: string, tif: string, expiresAt: number | null,
 * postOnly: boolean, reduceOnly: boolean, mmp: boolean, orderId: number | null}} Ticket */

export class App {
  /** @type {Map<string, Set<() => void>>} */ #listeners = new Map();
  /** @type {Set<string>} */ #dirty = new Set();
  /** @type {Set<Part>} */ #fresh = new Set();
  #leastSequence = 0;
  /** By the server's clock, when the last sequence was heard of. */ #heardAt = 0;
  #lastNonce = 0;
  /** @type {string | null} Of the wallet, where reads are not public. */ #session = null;
  /** @type {import('./signing/keys.js').Signer | null} Who is asked for a proof now. */ #proving = null;

  constructor() {
    this.feed = new Feed(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    this.config = { chainId: 998, faucet: false };
    /** @type {import('./signing/keys.js').Signer | null} */ this.signer = null;
    /** @type {any[]} */ this.markets = [];
    /** @type {Map<string, any>} */ this.quotes = new Map();
    /** @type {string | null} */ this.underlying = null;
    /** @type {number | null} */ this.expiry = null;
    /** @type {string | null} */ this.symbol = null;
    /** @type {Book | null} */ this.book = null;
    /** @type {any[]} */ this.trades = [];
    /** @type {Map<number, any>} */ this.orders = new Map();
    this.hasMoreOrders = false;
    /** @type {any[]} */ this.fills = [];
    /** @type {any} */ this.portfolio = null;
    /** @type {any} */ this.risk = null;
    /** @type {any} */ this.liquidation = null;
    /** @type {any[]} */ this.liquidations = [];
    /** @type {any[] | null} */ this.auctions = null;
    /** @type {any[]} */ this.protection = [];
    /** @type {any} */ this.cluster = null;
    this.sequence = 0;
    /** @type {any} */ this.outcome = null;
    /** @type {any[]} */ this.notices = [];
  }

  /** @param {string} topics Divided by blanks. @param {() => void} draw */
  on(topics, draw) {
    for (const topic of topics.split(' ')) {
      if (!this.#listeners.has(topic)) this.#listeners.set(topic, new Set());
      this.#listeners.get(topic)?.add(draw);
    }
    draw();
  }

  /** @param {...string} topics */
  changed(...topics) {
    if (this.#dirty.size === 0) requestAnimationFrame(() => this.#draw());
    topics.forEach((topic) => this.#dirty.add(topic));
  }

  #draw() {
    const draws = new Set([...this.#dirty].flatMap((topic) => [...this.#listeners.get(topic) ?? []]));
    this.#dirty.clear();
    draws.forEach((draw) => draw());
  }

  /** @param {Part} part */
  isFresh(part) { return this.#fresh.has(part); }

  /** @param {Part} part @param {boolean} isFresh */
  #mark(part, isFresh) {
    if (isFresh === this.#fresh.has(part)) return;
    if (isFresh) this.#fresh.add(part);
    else this.#fresh.delete(part);
    this.changed('connection', part);
  }

  /** @returns {'connecting' | 'resyncing' | 'live'} */
  get connection() {
    const needed = /** @type {Part[]} */ (['book', 'trades', 'market', ...this.signer ? ['account'] : []]);
    if (this.feed.isUp && needed.every((part) => this.#fresh.has(part))) {
      this.wasLive = true;
      return 'live';
    }
    return this.wasLive ? 'resyncing' : 'connecting';
  }

  wasLive = false;

  get nowMs() { return Date.now() + this.feed.serverOffsetMs; }

  /** @returns {string | null} */
  get wallet() { return this.signer?.wallet ?? null; }

  async start() {
    this.config = await this.#readConfig();
    this.#listen();
    this.#useSigner(rememberedSigner(this.config.chainId));
    PUBLIC.forEach((channel) => this.feed.want(channel));
    this.feed.connect();
    await this.refreshMarket();
    this.#every(() => this.feed.has('options_chain') ? MARKET_WITH_CHANNEL_MS : MARKET_MS, async () => {
      if (this.feed.has('trades') && !this.#fresh.has('trades')) this.#refreshTrades();
      if (this.feed.has('auctions') && !this.auctions) this.#refreshAuctions();
      await this.refreshMarket();
    }, 'market');
    this.#every(() => ACCOUNT_MS, () => this.refreshAccount(), 'account');
    this.#every(() => CLUSTER_MS, () => this.refreshCluster());
    this.refreshCluster();
  }

  /** Nothing can be signed or shown without it. */
  async #readConfig() {
    for (;;) {
      try {
        return await read('/page/config.json');
      } catch (error) {
        report(error);
      }
      await pause(CONFIG_MS);
    }
  }

  /** Whoever does not look is not told: what was read for him grows old. @param {() => number} wait
   * @param {() => Promise<void>} task @param {Part} [part] What it keeps fresh. */
  async #every(wait, task, part) {
    for (;;) {
      await pause(wait());
      if (!document.hidden) await task();
      else if (part) this.#mark(part, false);
    }
  }

  #listen() {
    const on = (/** @type {string} */ type, /** @type {(message: any) => void} */ take) =>
      this.feed.addEventListener(type, (event) => take(/** @type {CustomEvent} */ (event).detail));
    on('up', () => this.#up());
    on('down', () => this.#down());
    on('lag', () => this.#clock());
    on('subscribed', (channel) => this.#subscribed(channel));
    on('message:OrderbookDelta', (message) => this.#takeBook(message));
    on('message:Trade', (message) => this.#takeTrade(message));
    on('message:MarketUpdate', () => this.refreshMarket());
    on('message:IndexPriceUpdate', (message) => this.#takeIndex(message));
    on('message:OptionsChainUpdate', (message) => this.#takeChain(message));
    on('message:OrderUpdate', (message) => this.#takeOrder(message));
    on('message:PortfolioUpdate', (message) => this.#takePortfolio(message));
    for (const type of ['Fill', 'PositionExpired', 'LiquidationStateChange', 'MmpTriggered'])
      on(`message:${type}`, (message) => this.#accountEvent(message));
    on('message:LiquidationAuction', () => this.#refreshAuctions());
    document.addEventListener('visibilitychange', () => this.#seen());
  }

  #up() {
    this.refreshMarket();
    this.refreshAccount();
    this.changed('connection', 'lag');
  }

  /** A new socket has to be proved anew. Who signs by himself would be asked each time: he is only read for. */
  #clock() {
    if (this.#session && this.signer?.kind !== 'wallet' && !this.feed.has(PRIVATE[0])) this.#prove();
    this.changed('lag');
  }

  /** Whoever looks again is told at once. */
  #seen() {
    if (document.hidden) return;
    this.refreshMarket();
    this.refreshAccount();
    this.refreshCluster();
  }

  /** What was known of the stream is old from now on. */
  #down() {
    this.book?.forget();
    this.trades = [];
    this.orders.clear();
    this.auctions = null;
    /** @type {Part[]} */ (['book', 'trades', 'market', 'account']).forEach((part) => this.#mark(part, false));
    this.changed('connection', 'lag', 'book', 'trades', 'orders', 'risk');
  }

  /** @param {string} channel */
  #subscribed(channel) {
    if (channel === 'trades') this.#refreshTrades();
    if (channel === 'auctions') this.#refreshAuctions();
  }

  // What is traded.

  refreshMarket = inTurn(() => this.#readMarket());

  async #readMarket() {
    try {
      this.markets = [...(await read('/markets', { include_instruments: 'false' })).data];
      this.#chooseExpiry();
      const { underlying, expiry } = this;
      await this.#readQuotes();
      this.#mark('market', underlying === this.underlying && expiry === this.expiry);
    } catch (error) {
      this.#failed('market', error);
    }
    this.changed('market', 'positions');
  }

  /** Keeps what is chosen while it is listed. */
  #chooseExpiry() {
    const listed = this.markets.some((market) =>
      market.underlying === this.underlying && market.expiry === this.expiry);
    if (!listed && this.markets.length) {
      this.underlying = this.markets[0].underlying;
      this.expiry = this.markets[0].expiry;
      this.#wantChain();
    }
  }

  #wantChain() {
    if (!this.underlying || !this.expiry) return;
    const expiry = new Date(this.expiry * 1000).toISOString().slice(0, 10);
    this.feed.want('options_chain', { symbols: [this.underlying], expiry });
  }

  /** Quotes of the expiry that is shown, and of those of the chosen option and of positions. No others are kept. */
  async #readQuotes() {
    const shown = this.markets.find((market) =>
      market.underlying === this.underlying && market.expiry === this.expiry);
    const symbols = (this.portfolio?.positions ?? []).map((/** @type {any} */ position) => position.symbol);
    if (this.symbol) symbols.push(this.symbol);
    const wanted = new Set([shown, ...symbols.map((/** @type {string} */ symbol) => this.#marketOf(symbol))]
      .filter(Boolean));
    const answers = await Promise.all([...wanted].map(({ underlying, expiry }) =>
      read('/options-summary', { currency: underlying, expiry })));
    this.quotes = new Map(answers.flatMap(({ result }) => result).map((quote) => [quote.instrument_name, quote]));
    if (!this.symbol) this.select(this.#atTheMoney() ?? this.quotes.keys().next().value);
  }

  /** @param {string} symbol Of an option; none where nothing of its underlying and day is listed. */
  #marketOf(symbol) {
    const { underlying, date } = parse(symbol);
    return this.markets.find((market) => market.underlying === underlying && dateOf(market.expiry) === date);
  }

  /** What is known now of an option; null where that is nothing. @param {string | null} symbol */
  quoteOf(symbol) { return this.isFresh('market') && symbol ? this.quotes.get(symbol) ?? null : null; }

  /** @returns {any[]} What is listed at the chosen expiry, by strike. */
  get chain() {
    const rows = new Map();
    for (const quote of this.quotes.values()) {
      const { underlying, strike, isCall } = parse(quote.instrument_name);
      if (underlying !== this.underlying || quote.expiration_timestamp !== (this.expiry ?? 0) * 1000) continue;
      const row = rows.get(strike) ?? { strike, call: null, put: null };
      row[isCall ? 'call' : 'put'] = quote;
      rows.set(strike, row);
    }
    return [...rows.values()].sort((a, b) => Number(a.strike) - Number(b.strike));
  }

  /** @returns {string | null} */
  get index() {
    return this.markets.find((market) => market.underlying === this.underlying)?.index_price ?? null;
  }

  /** @returns {string | null} The strike nearest to the index. */
  get atmStrike() {
    const index = Number(this.index);
    if (!index) return null;
    const distance = (/** @type {any} */ row) => Math.abs(Number(row.strike) - index);
    return this.chain.reduce((best, row) => !best || distance(row) < distance(best) ? row : best, null)?.strike ?? null;
  }

  #atTheMoney() {
    const strike = this.atmStrike;
    return this.chain.find((row) => row.strike === strike)?.call?.instrument_name ?? null;
  }

  /** @param {string} underlying @param {number} expiry */
  chooseExpiry(underlying, expiry) {
    this.underlying = underlying;
    this.expiry = expiry;
    this.#wantChain();
    if (this.chain.length === 0) this.#mark('market', false);
    this.changed('market');
    this.refreshMarket();
  }

  /** @param {string | undefined} symbol */
  select(symbol) {
    if (!symbol || symbol === this.symbol) return;
    this.symbol = symbol;
    this.book = new Book(symbol);
    this.trades = [];
    this.#mark('book', false);
    this.#mark('trades', false);
    this.feed.want('orderbook_delta', { symbols: [symbol] });
    this.feed.want('trades', { symbols: [symbol] });
    this.changed('book', 'trades', 'selection');
    if (!this.quotes.has(symbol)) this.refreshMarket();
  }

  /** @param {any} message */
  #takeBook(message) {
    const { book } = this;
    if (!book || message.symbol !== book.symbol) return;
    if (!book.apply(message)) this.feed.want('orderbook_delta', { symbols: [book.symbol] });
    this.#mark('book', book.isKnown);
    this.changed('book');
  }

  async #refreshTrades() {
    const { symbol } = this;
    if (!symbol) return;
    try {
      const { data } = await read('/trades', { symbol, limit: MOST_TRADES });
      if (symbol !== this.symbol) return;
      const known = new Set(this.trades.map((trade) => trade.trade_id));
      this.trades = [...this.trades, ...data.filter((/** @type {any} */ trade) => !known.has(trade.trade_id))
        .map((/** @type {any} */ trade) => ({ ...trade, side: trade.taker_side.toLowerCase() }))]
        .slice(0, MOST_TRADES);
      this.#mark('trades', true);
    } catch (error) {
      this.#failed('trades', error);
    }
    this.changed('trades');
  }

  /** @param {any} message */
  #takeTrade(message) {
    if (message.symbol !== this.symbol || this.trades.some((trade) => trade.trade_id === message.trade_id)) return;
    this.trades = [message, ...this.trades].slice(0, MOST_TRADES);
    this.changed('trades');
  }

  /** @param {any} message */
  #takeIndex({ prices }) {
    for (const { underlying, price } of prices)
      this.markets.filter((market) => market.underlying === underlying)
        .forEach((market) => { market.index_price = price; });
    this.changed('index');
  }

  /** Prices and sizes between two reads. @param {any} message */
  #takeChain({ row }) {
    for (const leg of [row?.call, row?.put]) {
      const quote = leg && this.quotes.get(leg.symbol);
      if (!quote) continue;
      Object.assign(quote, {
        bid_price: leg.bid_price_usd ?? 0, best_bid_size: leg.bid_size_contracts ?? 0,
        ask_price: leg.ask_price_usd ?? 0, best_ask_size: leg.ask_size_contracts ?? 0,
      });
    }
    this.changed('market');
  }

  // Whose account it is.

  /** @param {import('./signing/keys.js').Signer | null} signer */
  #useSigner(signer) {
    if (signer?.wallet !== this.wallet) this.#session = null;
    this.signer = signer;
    this.portfolio = this.risk = this.liquidation = null;
    this.fills = this.liquidations = this.protection = [];
    this.orders.clear();
    this.outcome = null;
    this.#mark('account', false);
    this.feed.setWallet(signer?.wallet ?? null, PRIVATE);
    this.changed('account', 'orders', 'positions', 'risk', 'protection', 'outcome', 'connection');
    this.refreshAccount();
  }

  /** Trades with a key of this browser; on a demonstration its wallet gets money to play with. */
  async useBrowserKey() {
    const signer = browserKey(this.config.chainId);
    if (this.config.faucet) await askFaucet(signer.wallet);
    this.#useSigner(signer);
  }

  /** Whether a demonstration has money for the account, which never had any: a key outlives the venue it is made on. */
  get mayTakeMoney() {
    return this.config.faucet && this.isFresh('account') && signOf(this.portfolio.cash) === 0
      && this.portfolio.positions.length === 0 && this.fills.length === 0;
  }

  takeMoney() { return this.#act('Money to play with', () => askFaucet(/** @type {string} */ (this.wallet))); }

  async useInjected() { this.#useSigner(await injectedSigner(this.config.chainId)); }

  /** From now on a key of this browser signs for the wallet, which signs this once. */
  async useAgent() {
    if (!this.signer) return;
    this.#useSigner(await agentSigner(this.config.chainId, this.signer, async (agent, sign) => {
      const nonce = this.#nonce();
      const signature = await sign({ agent, nonce });
      const answer = await write('POST', '/approve-agent', { agent, nonce, signature });
      if (!answer.success) throw new RequestError(200, answer);
    }));
  }

  leave() {
    forgetSigner();
    this.#useSigner(null);
  }

  refreshAccount = inTurn(() => this.#readAccount());

  async #readAccount() {
    const { wallet } = this;
    if (!wallet) return;
    const session = this.#session;
    const least = this.#leastSequence;
    const of = (/** @type {string} */ path, /** @type {object} */ query = {}) =>
      read(path, { wallet, ...query }, least, session);
    try {
      const [portfolio, open, partial, fills, risk, liquidation, history, protection] = await Promise.all([
        of('/portfolio'), readOrders('open', of), readOrders('partially_filled', of), of('/fills', { limit: 50 }),
        of('/risk/grid'), of('/liquidation/status'), of('/liquidation/history', { limit: 20 }), of('/mmp-config')]);
      if (wallet !== this.wallet) return;
      this.portfolio = portfolio.data;
      this.orders = new Map([...open.orders, ...partial.orders].map((order) => [order.order_id, order]));
      this.hasMoreOrders = open.hasMore || partial.hasMore;
      this.fills = fills.data;
      this.risk = risk.data;
      this.liquidation = liquidation.data;
      this.liquidations = history.data;
      this.protection = protection.data;
      this.#mark('account', true);
    } catch (error) {
      if (wallet !== this.wallet) return;
      this.#failed('account', error);
      const isUnproved = error instanceof RequestError && error.code === 'NotAuthorized';
      if (isUnproved && session === this.#session) this.#prove();
    }
    this.changed('account', 'orders', 'positions', 'risk', 'protection');
  }

  /** Where reads are not public: begins a session of the wallet, and proves the socket. Who may not has no account. */
  async #prove() {
    const { signer } = this;
    if (!signer || signer === this.#proving || this.feed.lagMs === null) return;
    this.#proving = signer;
    const { wallet } = signer;
    const timestamp = Math.floor(this.nowMs);
    try {
      const proof = { timestamp, signature: await signer.sign('AuthenticateWs', { wallet, timestamp }) };
      const { data } = await write('POST', '/session', { wallet, ...proof });
      if (signer !== this.signer) return;
      const isFirst = !this.#session;
      this.#session = data.token;
      if (isFirst) this.refreshAccount();
      this.feed.prove(proof, PRIVATE);
    } catch (error) {
      const isRefused = !(error instanceof RequestError) || error.status === 401 || error.status === 403;
      if (!isRefused || signer !== this.signer) return;
      this.#useSigner(null);
      this.notify('Account', error);
    } finally {
      if (signer === this.#proving) this.#proving = null;
    }
  }

  /** @param {any} message */
  #takeOrder(message) {
    const order = this.orders.get(message.order_id);
    const status = message.status.toLowerCase();
    if (status === 'filled' || status === 'canceled') this.orders.delete(message.order_id);
    else if (order) Object.assign(order, { status, filled_size: message.filled_size, size: message.request.size });
    this.changed('orders');
    this.#accountEvent(message);
  }

  /** Margin and positions between two reads; what is older than the last one is passed over. A portfolio that somebody
   * holds stays as it was. @param {any} message */
  #takePortfolio({ kind, position, timestamp, type, sequence, ...members }) {
    const { portfolio } = this;
    if (!portfolio || timestamp < portfolio.portfolio_snapshot_timestamp_ms) return;
    this.portfolio = { ...portfolio, portfolio_snapshot_timestamp_ms: timestamp };
    if (kind === 'PositionUpdate') {
      const others = portfolio.positions.filter((/** @type {any} */ other) => other.symbol !== position.symbol);
      this.portfolio.positions = position.amount === '0' ? others : [...others, position]
        .sort((a, b) => a.symbol < b.symbol ? -1 : 1);
    } else if (kind === 'MarginUpdate') {
      Object.assign(this.portfolio, members);
    }
    this.#hear(sequence);
    this.changed('account', 'positions');
  }

  #eventTimer = 0;

  /** Events tell that there is something new; those that come together are one read. @param {any} message */
  #accountEvent(message) {
    this.#leastSequence = Math.max(this.#leastSequence, message.sequence ?? 0);
    this.#hear(message.sequence ?? 0);
    this.#eventTimer ||= window.setTimeout(() => {
      this.#eventTimer = 0;
      this.refreshAccount();
    }, AFTER_EVENT_MS);
  }

  async #refreshAuctions() {
    try {
      this.auctions = (await read('/liquidation/auctions')).data;
    } catch (error) {
      this.auctions = null;
      report(error);
    }
    this.changed('risk');
  }

  /** @returns {any[]} Positions with marks and greeks, those of the whole position. */
  get positions() {
    return (this.portfolio?.positions ?? []).map((/** @type {any} */ position) => {
      const quote = this.quoteOf(position.symbol);
      const greeks = quote?.greeks ?? null;
      const whole = (/** @type {string} */ name) => greeks
        ? fromUnits(toUnits(greeks[name], 8) * toUnits(position.amount, 8), 16) : null;
      return {
        ...position, mark: quote?.theoretical_price ?? null,
        delta: whole('delta'), gamma: whole('gamma'), theta: whole('theta'), vega: whole('vega'),
      };
    });
  }

  // Writes.

  /** Milliseconds, each later than the last. */
  #nonce() {
    this.#lastNonce = Math.max(Math.floor(this.nowMs), this.#lastNonce + 1);
    return this.#lastNonce;
  }

  /** Signs and sends. @param {string} method @param {string} path @param {string} type
   * @param {Record<string, any>} message Without nonce. @param {Record<string, any>} body
   * @param {{nonce?: number, asWallet?: boolean}} [how] @returns {Promise<any>} */
  async #write(method, path, type, message, body, { nonce = this.#nonce(), asWallet = false } = {}) {
    const { signer } = this;
    if (!signer) throw new Error('nobody is there to sign');
    const signed = { ...message, nonce };
    const signature = await (asWallet ? signer.signAsWallet(type, signed) : signer.sign(type, signed));
    const answer = await write(method, path, { ...body, nonce, signature });
    const sequence = answer.sequence ?? answer.data?.sequence ?? 0;
    this.#leastSequence = Math.max(this.#leastSequence, sequence);
    this.#hear(sequence);
    return answer;
  }

  /** Sends the ticket: a new order or one in another's place. @param {Ticket} ticket
   * @returns {Promise<boolean>} Whether it was executed; false: it was not, or nobody knows. */
  async submit(ticket) {
    const before = this.isFresh('account') ? this.portfolio : null;
    this.outcome = { isPending: true, ticket };
    this.changed('outcome');
    let isExecuted = false;
    try {
      const answer = await this.#submit(ticket);
      isExecuted = answer.status !== 'REJECTED';
      this.outcome = { answer, ticket, before, after: await this.#portfolioAfter(answer.sequence) };
    } catch (error) {
      this.outcome = { error, ticket, before, after: null };
    }
    this.changed('outcome', 'account');
    this.refreshAccount();
    return isExecuted;
  }

  /** Null: it cannot be read, which says nothing of what was executed. @param {number} sequence */
  async #portfolioAfter(sequence) {
    try {
      const wallet = /** @type {string} */ (this.wallet);
      return (await read('/portfolio', { wallet }, sequence, this.#session)).data;
    } catch (error) {
      report(error);
      return null;
    }
  }

  /** @param {Ticket} ticket */
  #submit(ticket) {
    const wallet = /** @type {string} */ (this.wallet);
    const { symbol, side, size, price, tif, orderId } = ticket;
    const isReplacement = orderId !== null;
    const isNew = ticket.postOnly || ticket.expiresAt !== null;
    const name = isReplacement ? 'ReplaceOrder' : 'PlaceOrder';
    const type = isNew ? `${name}V2` : ticket.reduceOnly ? `${name}ReduceOnly` : name;
    const terms = { symbol, side, size, price, tif };
    const flags = {
      reduceOnly: ticket.reduceOnly, postOnly: ticket.postOnly, mmp: ticket.mmp, expiresAt: ticket.expiresAt ?? 0,
      stp: '', builder: NO_ADDRESS,
    };
    const message = {
      wallet, ...isReplacement ? { orderId: String(orderId) } : { route: 'book_only' }, ...terms, clientId: '',
      ...isNew ? flags : ticket.reduceOnly ? { reduceOnly: true } : {},
    };
    const body = {
      wallet, ...isReplacement ? { order_id: orderId } : { route: 'book_only' }, ...terms,
      ...ticket.reduceOnly ? { reduce_only: true } : {}, ...ticket.mmp ? { mmp_enabled: true } : {},
      ...ticket.postOnly ? { post_only: true } : {}, ...ticket.expiresAt ? { expires_at: ticket.expiresAt } : {},
    };
    return this.#write(isReplacement ? 'PUT' : 'POST', '/order', type, message, body);
  }

  /** @param {number} orderId */
  cancel(orderId) {
    const { wallet } = this;
    return this.#act(`Order ${orderId}`, () => this.#write('DELETE', '/order', 'CancelOrder',
      { wallet, orderId: String(orderId) }, { wallet, order_id: orderId }));
  }

  cancelAll() {
    const { wallet } = this;
    return this.#act('All orders', () => this.#write('DELETE', '/orders', 'CancelAll',
      { wallet, symbol: '', currency: '', mmpOnly: false }, { wallet }));
  }

  /** @param {string} mode */
  setMarginMode(mode) {
    const { wallet } = this;
    return this.#act('Margin mode', () => this.#write('POST', '/margin-mode', 'SetMarginMode',
      { wallet, marginMode: mode }, { wallet, margin_mode: mode }, { asWallet: true }));
  }

  /** @param {string} currency */
  #protectionNonce(currency) {
    return (this.protection.find((config) => config.currency === currency)?.nonce ?? 0) + 1;
  }

  /** @param {string} currency */
  resetProtection(currency) {
    const { wallet } = this;
    return this.#act('Protection', () => this.#write('POST', '/mmp-config/reset', 'ResetMmp', { wallet, currency },
      { wallet, currency }, { nonce: this.#protectionNonce(currency) }));
  }

  /** @param {{currency: string, intervalMs: number, frozenTimeMs: number, qtyLimit: string, deltaLimit: string,
   * vegaLimit: string}} limits */
  setProtection({ currency, intervalMs, frozenTimeMs, qtyLimit, deltaLimit, vegaLimit }) {
    const { wallet } = this;
    const limit = (/** @type {string} */ name, /** @type {string} */ value) => value ? { [name]: value } : {};
    return this.#act('Protection', () => this.#write('POST', '/mmp-config', 'SetMmpConfig',
      { wallet, currency, intervalMs, frozenTimeMs, qtyLimit, deltaLimit, vegaLimit, enabled: true },
      {
        wallet, currency, interval_ms: intervalMs, frozen_time_ms: frozenTimeMs, enabled: true,
        ...limit('qty_limit', qtyLimit), ...limit('delta_limit', deltaLimit), ...limit('vega_limit', vegaLimit),
      }, { nonce: this.#protectionNonce(currency) }));
  }

  /** Runs what has no panel of its own for its outcome. @param {string} what @param {() => Promise<any>} run */
  async #act(what, run) {
    try {
      const answer = await run();
      this.notify(what, answer.success ? null : { code: answer.code ?? answer.data?.code, detail: answer.error });
      await this.refreshAccount();
    } catch (error) {
      this.notify(what, error);
    }
  }

  /** @param {string} what @param {any} error null: it was done. */
  notify(what, error) {
    this.notices = [...this.notices, { what, error, at: this.nowMs }].slice(-3);
    this.changed('notices');
    window.setTimeout(() => {
      this.notices = this.notices.slice(1);
      this.changed('notices');
    }, 6_000);
  }

  // How the venue stands.

  async refreshCluster() {
    const { sequence } = this;
    try {
      this.cluster = await read('/cluster');
      for (const partition of this.cluster.partitions) {
        if (this.#beganAnew(partition, sequence)) location.reload();
        this.#hear(partition.sequence);
      }
    } catch (error) {
      this.cluster = null;
      report(error);
    }
    this.changed('cluster', 'lag');
  }

  /** Whether an engine began after what was heard, and knows less: the venue began anew, and so does the page.
   * @param {{state: string, sequence: number, since: number | null}} partition @param {number} heard When it was asked.
   */
  #beganAnew({ state, sequence, since }, heard) {
    return state === 'Ready' && sequence < heard && (since ?? 0) > this.#heardAt;
  }

  /** @param {number} sequence */
  #hear(sequence) {
    if (sequence <= this.sequence) return;
    this.sequence = sequence;
    this.#heardAt = this.nowMs;
  }

  /** @param {Part} part @param {unknown} error */
  #failed(part, error) {
    this.#mark(part, false);
    report(error);
  }
}

/** What is no refusal is a fault of the page: its console tells it, and the page goes on. @param {unknown} error */
function report(error) {
  if (!(error instanceof RequestError)) reportError(error);
}

/** The newest orders of a status, list by list; more than so many are not read.
 * @param {string} status @param {(path: string, query: object) => Promise<any>} of
 * @returns {Promise<{orders: any[], hasMore: boolean}>} */
async function readOrders(status, of) {
  /** @type {any[]} */ const orders = [];
  for (let reads = 0; reads < MOST_ORDER_READS; reads++) {
    const { data } = await of('/orders', {
      status, limit: ORDERS_AT_ONCE, ...orders.length ? { before_id: orders[orders.length - 1].order_id } : {},
    });
    orders.push(...data);
    if (data.length < ORDERS_AT_ONCE) return { orders, hasMore: false };
  }
  return { orders, hasMore: true };
}

/** @param {string} wallet */
const askFaucet = (wallet) => write('POST', '/demo/faucet', { wallet });

/** What is left of an order. @param {any} order */
export const remaining = (order) => subtract(order.size, order.filled_size ?? '0');
