// Every row of gateway.md §7 by ccxt's own names, against the gateway whose URL stands in the input.
import assert from 'node:assert/strict';
import ccxt from 'ccxt';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { url, code, id, maker, taker, calls, makers } = JSON.parse(text);
const ws = url.replace('http', 'ws') + '/ws/api/v2';
const made = [];

async function open(Exchange, key) {
  const exchange = new Exchange({
    ...key,
    enableRateLimit: false,
    options: { code, currencies: ['USDC'] },
    urls: { api: { rest: url, ws } },
  });
  await exchange.loadHttpProxyAgent();
  made.push(exchange);
  return exchange;
}

const a = await open(ccxt.deribit, maker);
const b = await open(ccxt.deribit, taker);
const markets = await a.loadMarkets();
await b.loadMarkets();
const symbol = Object.keys(markets).find((name) => markets[name].id === id);
const market = markets[symbol];
assert.deepEqual(
  [market.linear, market.settle, market.strike, market.optionType, market.contractSize],
  [true, 'USDC', 3200, 'call', 1]);

// Market data.
assert.ok((await a.fetchTime()) > 1.7e12);
assert.equal((await a.fetchStatus()).status, 'ok');
assert.ok('USDC' in await a.fetchCurrencies());
const ticker = await a.fetchTicker(symbol);
assert.equal(ticker.symbol, symbol);
const greeks = await a.fetchGreeks(symbol);
assert.ok(greeks.delta > 0 && greeks.delta < 1 && greeks.markPrice > 0);
assert.ok(symbol in await a.fetchTickers([symbol], { code }));
assert.ok(symbol in await a.fetchOptionChain(code));
assert.equal((await a.fetchOption(symbol)).symbol, symbol);

// Orders.
const first = await a.createOrder(symbol, 'limit', 'buy', 2, 100, { postOnly: true, label: 'first' });
assert.deepEqual([first.status, first.filled, first.price, first.amount, first.side], ['open', 0, 100, 2, 'buy']);
const edited = await a.editOrder(first.id, symbol, 'limit', 'buy', 3, 101);
assert.deepEqual([edited.price, edited.amount], [101, 3]);
const taken = await b.createOrder(symbol, 'limit', 'sell', 1, 101, { timeInForce: 'IOC' });
assert.deepEqual([taken.status, taken.filled, taken.average], ['closed', 1, 101]);
const swept = await b.createOrder(symbol, 'market', 'sell', 1);
assert.equal(swept.filled, 1);
assert.equal((await a.fetchOpenOrders(symbol))[0].id, edited.id);
assert.equal((await a.fetchOpenOrders(undefined, undefined, undefined, { currency: code })).length, 1);
// A wallet's reads wait for its own commands; what others did to it may take a moment more.
const patience = Date.now() + 20000;
let read;
do {
  read = await a.fetchOrder(edited.id);
  // ccxt's nonce is the millisecond: of two identical calls in one the second is refused.
  for (const answered = Date.now(); Date.now() === answered;);
} while (read.filled !== 2 && Date.now() < patience);
assert.equal(read.filled, 2);
assert.equal((await a.cancelOrder(edited.id, symbol)).status, 'canceled');
await assert.rejects(a.cancelOrder(edited.id, symbol), ccxt.OrderNotFound);
await a.createOrder(symbol, 'limit', 'buy', 1, 20);
await a.cancelAllOrders(symbol);
await a.createOrder(symbol, 'limit', 'buy', 1, 20);
await a.cancelAllOrders();
assert.equal((await a.fetchOpenOrders(symbol)).length, 0);
assert.ok((await b.fetchClosedOrders(symbol)).some((order) => order.id === taken.id));

// What was.
const trades = await a.fetchTrades(symbol);
assert.deepEqual(trades.map((trade) => trade.price), [101, 101]);
assert.equal((await a.fetchTrades(symbol, trades[0].timestamp)).length, 2);
const own = await a.fetchMyTrades(symbol);
assert.deepEqual([own[0].takerOrMaker, own[0].side, own[0].fee.currency], ['maker', 'buy', 'USDC']);
assert.equal((await a.fetchMyTrades(symbol, own[0].timestamp)).length, 2);
assert.equal((await a.fetchOrderTrades(edited.id, symbol)).length, 2);
const candles = await a.fetchOHLCV(symbol, '1d', Date.now() - 86400000 * 2, 3);
assert.equal(candles.at(-1)[5], 2);

// What there is.
assert.equal((await a.fetchPositions([symbol]))[0].contracts, 2);
assert.equal((await a.fetchPosition(symbol)).side, 'long');
assert.ok((await a.fetchBalance()).USDC.total > 0);
assert.ok((await a.fetchBalance({ code: 'USDC' })).USDC.total > 0);
assert.ok(symbol in await a.fetchTradingFees());

// Errors are ccxt's classes.
await assert.rejects(a.createOrder(symbol, 'limit', 'buy', 1, 0.001), ccxt.ExchangeError);
await assert.rejects(a.fetchOrder('999999'), ccxt.OrderNotFound);
const stranger = await open(ccxt.deribit, { ...maker, secret: '00' });
await assert.rejects(stranger.fetchOpenOrders(symbol), ccxt.AuthenticationError);

// Pro.
const p = await open(ccxt.pro.deribit, maker);
await p.loadMarkets();
await p.watchOrderBook(symbol);
// ccxt keeps each channel's balance, by its currency, below the same currency.
assert.ok((await p.watchBalance()).USDC.USDC.total > 0);
assert.equal((await p.watchTicker(symbol)).symbol, symbol);
const heard = Promise.all([p.watchOrders(), p.watchMyTrades(), p.watchTrades(symbol), p.watchOHLCV(symbol, '1m')]);
// A subscription counts from its answer on: trade until all four have spoken.
let done = false;
const all = heard.then((result) => { done = true; return result; });
while (!done) {
  await a.createOrder(symbol, 'limit', 'buy', 0.1, 102);
  await b.createOrder(symbol, 'limit', 'sell', 0.1, 102);
}
const [orders, mine, seen, bars] = await all;
assert.equal(orders[0].symbol, symbol);
assert.equal(mine[0].takerOrMaker, 'maker');
assert.equal(seen[0].price, 102);
assert.ok(bars.at(-1)[5] > 0);

// The watched book is the fetched one after many changes, most of them by records of fifty that their makers signed.
await a.cancelAllOrders();
async function runRecord(record) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(record);
  const until = Date.now() + 60000;
  let answer;
  // Not executed, or nobody knows: the identical bytes again get the true outcome.
  do answer = await fetch(`${url}/bulk`, { method: 'POST', headers, body });
  while ([503, 504].includes(answer.status) && Date.now() < until);
  const { results, ...rest } = await answer.json();
  assert.ok(results?.every((result) => result.outcome === 'accepted'), JSON.stringify([results, rest]));
  return results.length;
}
async function runRecords(records) {
  let changed = 0;
  for (const record of records) changed += await runRecord(record);
  return changed;
}
const recording = Promise.all(makers.map(runRecords));
let seed = 20261129;
const next = (most) => (seed = (seed * 48271) % 2147483647) % most;
const resting = [];
let labels = 0;
for (let sent = 0; sent < calls;) {
  const some = Array.from({ length: 20 }, () => {
    if (resting.length > 60 || (resting.length > 0 && next(3) === 0))
      return a.cancelOrder(resting.splice(next(resting.length), 1)[0], symbol);
    const isBuy = next(2) === 0;
    const price = isBuy ? 50 + next(40) : 110 + next(40);
    // A label tells two orders of one millisecond apart, which is ccxt's nonce.
    const params = { postOnly: true, label: `order-${labels++}` };
    return a.createOrder(symbol, 'limit', isBuy ? 'buy' : 'sell', 1 + next(5), price, params)
      .then((order) => resting.push(order.id));
  });
  await Promise.all(some);
  sent += some.length;
}
const changed = (await recording).reduce((sum, some) => sum + some);
let fetched;
const levels = (side) => side.map(([price, amount]) => [price, amount]);
const same = () => {
  const watched = p.orderbooks[symbol];
  return JSON.stringify([levels(watched.bids), levels(watched.asks)])
    === JSON.stringify([levels(fetched.bids), levels(fetched.asks)]);
};
const deadline = Date.now() + 20000;
// A gateway that has not got as far as what was just done says so: try again.
const behind = (error) => {
  if (!(error instanceof ccxt.ExchangeNotAvailable)) throw error;
};
do fetched = await a.fetchOrderBook(symbol, 1000).catch(behind);
while ((!fetched || !same()) && Date.now() < deadline);
assert.ok(same(), JSON.stringify([fetched, p.orderbooks[symbol]]));
assert.ok(fetched.bids.length + fetched.asks.length > 10);
await a.cancelAllOrders();

for (const exchange of made) await exchange.close();
console.log(`${changed} changes by records; every call answered`);
process.exit(0);
