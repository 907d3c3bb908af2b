/** Why an order was refused, in words: the engine's code, what it asks for and what there was. */

/** @type {Record<string, string>} */
const WORDS = {
  InsufficientMargin: 'Not enough margin',
  InsufficientBalance: 'Not enough cash',
  UnknownOrder: 'The order is no longer open',
  UnknownInstrument: 'There is no such option',
  InstrumentExpired: 'The option has expired',
  InstrumentHalted: 'The option is halted',
  TradingModeDisabled: 'The book is closed for this option',
  LiquidationRestricted: 'The wallet is being liquidated',
  PriceOffTick: 'The price is between two ticks',
  TooManySignificantFigures: 'The price has too many digits',
  InvalidPrice: 'The price is not valid',
  PriceOutOfBand: 'The price is too far from the mark',
  InvalidSize: 'The size is not valid',
  SizeOffStep: 'The size is between two steps',
  SizeTooSmall: 'The size is too small',
  SizeTooLarge: 'The size is too large',
  PostOnlyWouldCross: 'Post-only: the order would trade at once',
  FillOrKillUnfillable: 'Fill-or-kill: the book has not enough',
  ReduceOnlyWouldIncrease: 'Reduce-only: there is no such position to reduce',
  InvalidFlags: 'Post-only does not go with ioc or fok',
  TooManyOpenOrders: 'Too many open orders',
  TooManyPositions: 'Too many open positions',
  MmpFrozen: 'Market-maker protection is frozen',
  MissingMark: 'There is no mark to compute margin with',
  MissingIndexPrice: 'There is no index price',
  ClientIdInUse: 'The client id belongs to an open order',
  NonceReused: 'The request was executed or refused before',
  NotAuthorized: 'The key may not sign for this wallet',
  UnknownWallet: 'The venue does not know this wallet: it has never had money here',
  InvalidSignature: 'The signature is not valid',
  RateLimited: 'Too many requests in a minute',
  AgentDead: 'The agent key was revoked or has expired',
  InvalidMmpConfig: 'The limits of protection are not valid',
  InvalidConfigNonce: 'The protection was changed meanwhile',
  UnknownMmpConfig: 'No protection is configured',
  OutcomeUnknown: 'Nobody knows whether it was executed',
  EngineBusy: 'The venue is busy; it was not executed',
  EngineRecovering: 'The venue is recovering; it was not executed',
  EngineStopped: 'The venue has stopped; it was not executed',
  Unreachable: 'The gateway cannot be reached',
  WalletRejected: 'Declined in the wallet; nothing was sent',
  WalletUnauthorized: 'The wallet does not show this account to the page',
  WalletDisconnected: 'The wallet has no connection to its chain',
  WalletBusy: 'The wallet still waits for an earlier answer: open it',
  WalletWrongChain: 'The wallet is on another chain',
  WalletMissing: 'There is no wallet in this browser',
  WalletFailed: 'The wallet did not do it',
};

/** @param {string} code @returns {string} */
export const inWords = (code) => WORDS[code] ?? code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
  .replace(/^./, (first) => first.toUpperCase());

/** What the engine says of margin. @param {string | null} detail
 * @returns {{requirement: string, equity: string, scenarios: string | null} | null} */
export function marginOf(detail) {
  const found = /^requirement (-?[\d.]+), equity (-?[\d.]+) after it(?:, worst scenarios (.+))?$/.exec(detail ?? '');
  return found && { requirement: found[1], equity: found[2], scenarios: found[3] ?? null };
}
