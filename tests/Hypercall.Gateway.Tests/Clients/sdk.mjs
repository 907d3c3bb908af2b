// Calls every method of Hypercall's SDK that the gateway serves, signed with viem, and has the TypeScript compiler say
// whether each answer is of the type that the SDK declares for it.
// Arguments: the gateway's URL, the key of a funded wallet, an option of which that wallet holds some and others have
// orders, another option for its own orders.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExchangeClient, HttpTransport, InfoClient } from "@hypercallxyz/sdk";
import * as signing from "@hypercallxyz/sdk/signing";
import { privateKeyToAccount } from "viem/accounts";
import WebSocket from "ws";

const [url, privateKey, traded, own] = process.argv.slice(1);
const transport = new HttpTransport({ apiUrl: url });
const info = new InfoClient({ transport });
const exchange = new ExchangeClient({ transport });
const account = privateKeyToAccount(privateKey);
const wallet = account.address.toLowerCase();
const agent = "0x00000000000000000000000000000000000000aa";
let nonce = Date.now();
const answers = [];
const done = new Set();

function fail(text) {
  throw new Error(text);
}

function check(condition, text) {
  if (!condition) fail(text);
}

/** Calls a method and keeps its answer to be checked against the type of the method's result. */
async function call(client, method, ...parameters) {
  const answer = await client[method](...parameters);
  done.add(method);
  // A client reads its own writes: what follows is to be as of what was written.
  if (client === exchange && answer.sequence) {
    transport.fetchOptions = { headers: { "x-min-sequence": String(answer.sequence) } };
  }
  answers.push([client === info ? "InfoClient" : "ExchangeClient", method, answer]);
  return answer;
}

/** A method that the gateway does not serve in this version, or a request that it refuses. */
async function refused(client, method, status, parameters) {
  done.add(method);
  const error = await client[method](parameters).then(() => fail(`${method} is answered`), (failure) => failure);
  check(error.response?.status === status, `${method}: ${error.message}`);
}

function sign(types, message) {
  const [primaryType] = Object.keys(types);
  return account.signTypedData(signing.buildTypedData({ chainId: 998, primaryType, types, message }));
}

async function signed(types, value, payload) {
  return { ...payload, nonce: Number(value.nonce), signature: await sign(types, value) };
}

async function place(price, { side = "Buy", clientId, reduceOnly = false, symbol = own } = {}) {
  const order = { wallet, symbol, side, size: "1", price, tif: "gtc", route: "book_only", clientId, nonce: ++nonce };
  const request = reduceOnly
    ? await signed(
      signing.PLACE_ORDER_REDUCE_ONLY_TYPES,
      signing.buildPlaceOrderReduceOnlyValue(order),
      signing.toOrderReduceOnlyRequestPayload(signing.buildPlaceOrderReduceOnlyValue(order)))
    : await signed(
      signing.PLACE_ORDER_TYPES,
      signing.buildPlaceOrderValue(order),
      signing.toOrderRequestPayload(signing.buildPlaceOrderValue(order)));
  const answer = await call(exchange, "placeOrder", request);
  check(["OPEN", "FILLED"].includes(answer.status), `order at ${price}: ${JSON.stringify(answer)}`);
  return answer.order_id;
}

async function cancelOf(orderId) {
  const value = signing.buildCancelOrderValue({ wallet, orderId: String(orderId), nonce: ++nonce });
  return signed(signing.CANCEL_ORDER_TYPES, value, { wallet, order_id: orderId });
}

async function cancelByClientId(clientId) {
  const value = signing.buildCancelOrderByClientIdValue({ wallet, clientId, nonce: ++nonce });
  return signed(signing.CANCEL_ORDER_BY_CLOID_TYPES, value, { wallet, client_id: clientId });
}

async function orders() {
  const first = await place("1", { clientId: "first" });
  const value = signing.buildReplaceOrderValue(
    { wallet, orderId: String(first), symbol: own, side: "Buy", size: "2", price: "1.1", tif: "gtc", nonce: ++nonce });
  const replaced = await call(exchange, "replaceOrder", await signed(
    signing.REPLACE_ORDER_TYPES, value, signing.toReplaceOrderRequestPayload(value)));
  check(replaced.status === "OPEN" && replaced.info.size === "2", JSON.stringify(replaced));
  const canceled = await call(exchange, "cancelOrder", await cancelOf(replaced.order_id));
  check(canceled.success && canceled.data.status === "CANCELED", JSON.stringify(canceled));
  const gone = await call(exchange, "cancelOrder", await cancelOf(replaced.order_id));
  check(!gone.success && gone.code === "UnknownOrder", JSON.stringify(gone));
  await place("2", { clientId: "second" });
  const byClientId = await call(exchange, "cancelOrderByClientId", await cancelByClientId("second"));
  check(byClientId.success, JSON.stringify(byClientId));
  const ids = [await place("3"), await place("4")];
  const bulk = await call(
    exchange, "bulkCancelOrders", { cancels: [await cancelOf(ids[0]), await cancelOf(ids[1])] });
  check(bulk.results.length === 2 && bulk.results.every((result) => result.success), JSON.stringify(bulk));
  await place("5", { clientId: "third" });
  const bulkById = await call(
    exchange, "bulkCancelOrdersByClientId",
    { cancels: [await cancelByClientId("third"), await cancelByClientId("none")] });
  check(bulkById.results[0].success && !bulkById.results[1].success, JSON.stringify(bulkById));
  await place("6", { clientId: "resting" });
  await place("20000", { side: "Sell", symbol: traded, reduceOnly: true });
}

async function accounts() {
  const approve = signing.buildApproveAgentValue(agent, ++nonce);
  check((await call(exchange, "approveAgent", await signed(signing.APPROVE_AGENT_TYPES, approve, { agent }))).success);
  const { agents } = await call(info, "authorizedAgents", { wallet });
  check(agents.includes(agent), JSON.stringify(agents));
  const revoke = signing.buildRevokeAgentValue(agent, ++nonce);
  check((await call(exchange, "revokeAgent", await signed(signing.REVOKE_AGENT_TYPES, revoke, { agent }))).success);
  const all = signing.buildRevokeAllAgentsValue(++nonce);
  await call(exchange, "revokeAllAgents", await signed(signing.REVOKE_ALL_AGENTS_TYPES, all, {}));
  const mode = signing.buildSetMarginModeValue({ wallet, marginMode: "portfolio", nonce: ++nonce });
  const set = await call(exchange, "setMarginMode", await signed(
    signing.SET_MARGIN_MODE_TYPES, mode, { wallet, margin_mode: "portfolio" }));
  check(set.success && set.data.previous_mode === "standard", JSON.stringify(set));
  const withdrawal = signing.buildWithdrawUsdcValue(
    { wallet, account: wallet, destination: agent, amount: "1.5", nonce: ++nonce });
  const withdrawn = await call(exchange, "withdrawUsdc", await signed(
    signing.WITHDRAW_USDC_TYPES, withdrawal, { wallet, account: wallet, destination: agent, amount: "1.5" }));
  check(withdrawn.success, JSON.stringify(withdrawn));
  const seen = signing.buildSetSettlementPayoutSeenValue({ wallet, ids: [1, 2], nonce: ++nonce });
  const marked = await call(exchange, "setSettlementPayoutsSeen", await signed(
    signing.SET_SETTLEMENT_PAYOUT_SEEN_TYPES, seen, { wallet, ids: [1, 2] }));
  check(marked.success && marked.requested === 2, JSON.stringify(marked));
}

async function bid() {
  const response = await fetch(new URL("/liquidation/auctions", url));
  const [auction] = (await response.json()).data;
  const terms = {
    wallet, liquidatedWallet: auction.wallet, requestId: "r-1", auctionId: auction.auction_id, bidUsdc: "0",
    portfolioHash: auction.portfolio_hash, auctionTermsHash: "terms", bidIntentHash: "intent",
    auctionVersion: auction.auction_version,
  };
  const payload = {
    wallet, liquidated_wallet: terms.liquidatedWallet, request_id: terms.requestId, auction_id: terms.auctionId,
    bid_usdc: terms.bidUsdc, portfolio_hash: terms.portfolioHash, auction_terms_hash: terms.auctionTermsHash,
    auction_version: terms.auctionVersion, valuation_timestamp_ms: Date.now(), bid_intent_hash: terms.bidIntentHash,
    positions: auction.positions.map(({ symbol, quantity, entry_price }) => ({ symbol, quantity, entry_price })),
  };
  const value = signing.buildStandardMarginLiquidationOrderValue({ ...terms, nonce: ++nonce });
  const types = signing.STANDARD_MARGIN_LIQUIDATION_ORDER_TYPES;
  const won = await call(exchange, "submitStandardMarginLiquidation", await signed(types, value, payload));
  check(won.success && won.data.liquidator_wallet === wallet, JSON.stringify(won));
  const late = signing.buildStandardMarginLiquidationOrderValue({ ...terms, nonce: ++nonce });
  await refused(exchange, "submitStandardMarginLiquidation", 409, await signed(types, late, payload));
}

async function reads() {
  const { chain_id } = await call(info, "exchangeInfo");
  check(chain_id === 998, String(chain_id));
  check((await call(info, "markets")).data[0].instruments.length >= 2);
  const slim = await info.markets({ include_instruments: false });
  answers.push([null, "MarketsSlimResponse", slim]);
  const { result: instruments } = await call(info, "instruments", { currency: "ETH" });
  check(instruments.some((instrument) => instrument.instrument_name === traded));
  const { result: summaries } = await call(info, "optionSummaries", { currency: "ETH", kind: "option" });
  check(summaries.some((summary) => summary.instrument_name === traded && summary.greeks));
  const { result: book } = await call(info, "orderbook", { instrumentId: own });
  check(book.bids.length > 0, JSON.stringify(book));
  const { data: trades } = await call(info, "trades", { account: wallet });
  check(trades.length > 0);
  await call(info, "trades");
  check((await call(info, "trade", { tradeId: trades[0].trade_id })).data.trade_id === trades[0].trade_id);
  const { data: open } = await call(info, "orders", { wallet, status: "open" });
  check(open.length === 2, JSON.stringify(open));
  check((await call(info, "orderStatus", { wallet, orderId: "resting" })).data.status === "open");
  check((await call(info, "fills", { wallet })).data.length > 0);
  check((await call(info, "portfolio", { wallet })).data.positions.length > 0);
  check((await call(info, "riskGrid", { wallet })).data.underlyings[0].scenarios.length === 17);
  await call(info, "profile", { wallet });
  check((await call(info, "profileTrades", { wallet })).data.length > 0);
  await call(info, "profileRealizedPnl", { wallet });
  await call(info, "historicalPnl", { wallet, interval: "5m" });
  await call(info, "historicalTheos", { instrumentName: traded, interval: "5m" });
  await call(info, "historicalTheosBatch", { instrumentNames: [traded, own], interval: "1h" });
  await call(info, "liquidationStatus", { wallet });
  await call(info, "liquidationHistory", { wallet });
  check((await call(info, "liquidations")).data.length > 0);
  await call(info, "settlementPayouts", { wallet });
  // There is no chain here of whose transactions it could tell: that field alone is not as declared.
  const transfers = await call(info, "transfers", { wallet });
  for (const transfer of transfers.data) {
    check(transfer.tx_hash_type === null);
    transfer.tx_hash_type = "hypercore";
  }
}

/** What a socket tells of a portfolio has the types of the read; the SDK has none for messages of its own. */
async function channels() {
  const socket = new WebSocket(new URL("/ws", url.replace(/^http/, "ws")));
  const told = {};
  await new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => {
      socket.send(JSON.stringify({ type: "Authenticate", wallet }));
      socket.send(JSON.stringify({ type: "Subscribe", channel: "portfolio" }));
    });
    socket.on("message", (text) => {
      const message = JSON.parse(text);
      if (message.type === "Error") reject(new Error(message.message));
      told[message.kind] ??= message;
      if (told.Initial && told.MarginUpdate && told.GreeksUpdate) resolve();
    });
  });
  socket.terminate();
  check(told.Initial.positions.length > 0, JSON.stringify(told.Initial));
  check(told.GreeksUpdate.per_leg.length === told.Initial.positions.length, JSON.stringify(told.GreeksUpdate));
  answers.push(
    [null, "PortfolioPosition[]", told.Initial.positions],
    [null, "MarginSummary", told.MarginUpdate.margin_summary],
    [null, "SpanMarginSummary", told.MarginUpdate.span_margin]);
}

async function notServed() {
  await refused(info, "directiveStatus", 501, { directiveId: "1" });
  await refused(info, "withdrawalHistory", 501, { wallet });
  await refused(info, "rfqStatus", 501, { rfqId: "1" });
  await refused(info, "referralBinding", 501, { wallet });
  await refused(info, "referralCodeByOwner", 501, { wallet });
  await refused(info, "referralCode", 501, { code: "x" });
  await refused(info, "referredWallets", 501, { wallet });
}

/** Values are literal types here, so that "open" is checked as the word that it is. */
function typeCheck() {
  const folder = mkdtempSync(join(process.cwd(), "answers-"));
  try {
    const lines = answers.map(([client, method, answer], index) =>
      `const a${index} = ${JSON.stringify(answer)} as const;\n`
      + `check<${client ? `Awaited<ReturnType<${client}["${method}"]>>` : method}>`
      + `("${method}", a${index} as Mutable<typeof a${index}>);`);
    const file = join(folder, "answers.mts");
    writeFileSync(file, [
      'import type { ExchangeClient, InfoClient, MarginSummary, MarketsSlimResponse, PortfolioPosition,'
        + ' SpanMarginSummary } from "@hypercallxyz/sdk";',
      "type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> };",
      "declare function check<T>(method: string, answer: T): void;",
      ...lines,
    ].join("\n"));
    execFileSync(process.execPath, [
      "node_modules/typescript/bin/tsc", "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext",
      "--target", "es2022", file,
    ], { encoding: "utf8" });
  } catch (failure) {
    fail(failure.stdout ?? failure.message);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

await orders();
await accounts();
await reads();
await channels();
await bid();
await notServed();
typeCheck();
// Of requests for quotes and referrals the writes are not served either; they are signed as nothing that is served.
const left = ["submitRfq", "acceptRfqQuote", "createReferralCode", "setReferrer"];
for (const client of [InfoClient, ExchangeClient]) {
  const methods = Object.getOwnPropertyNames(client.prototype).filter((name) => name !== "constructor");
  const missing = methods.filter((name) => !done.has(name) && !left.includes(name));
  check(missing.length === 0, `not called: ${missing}`);
}
console.log(`${answers.length} answers of ${done.size} methods`);
