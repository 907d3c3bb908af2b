/** What is signed: the types of Hypercall's writes, hashed after EIP-712. */
import { concat, fromHex, toWord, utf8 } from './bytes.js';
import { keccak256 } from './keccak.js';

/** @typedef {[type: string, name: string][]} Members */
/** @typedef {Record<string, string | number | boolean>} Message */

export const NO_ADDRESS = '0x' + '0'.repeat(40);

/** @param {string} text As in Solidity: "address wallet,uint64 nonce". @returns {Members} */
const members = (text) => text.split(',').map((member) => /** @type {[string, string]} */ (member.split(' ')));

const ORDER = 'address wallet,string symbol,string side,string size,string price,string tif,';
const REPLACED = 'address wallet,string orderId,string symbol,string side,string size,string price,string tif,';
const NEW_TERMS = 'string clientId,bool reduceOnly,bool postOnly,bool mmp,uint64 expiresAt,string stp,address builder,'
  + 'uint64 nonce';

/** @type {Record<string, Members>} */
export const TYPES = {
  PlaceOrder: members(`${ORDER}string route,string clientId,uint64 nonce`),
  PlaceOrderReduceOnly: members(`${ORDER}string route,string clientId,bool reduceOnly,uint64 nonce`),
  PlaceOrderV2: members(`${ORDER}string route,${NEW_TERMS}`),
  ReplaceOrder: members(`${REPLACED}string clientId,uint64 nonce`),
  ReplaceOrderReduceOnly: members(`${REPLACED}string clientId,bool reduceOnly,uint64 nonce`),
  ReplaceOrderV2: members(`${REPLACED}${NEW_TERMS}`),
  CancelOrder: members('address wallet,string orderId,uint64 nonce'),
  CancelOrderByClientId: members('address wallet,string clientId,uint64 nonce'),
  CancelAll: members('address wallet,string symbol,string currency,bool mmpOnly,uint64 nonce'),
  CancelAllAfter: members('address wallet,uint64 timeoutMs,uint64 nonce'),
  BulkOrders: members('address wallet,string actions,uint64 nonce'),
  ApproveAgent: members('address agent,uint64 nonce'),
  SetMarginMode: members('address wallet,string marginMode,uint64 nonce'),
  SetMmpConfig: members('address wallet,string currency,uint64 intervalMs,uint64 frozenTimeMs,string qtyLimit,'
    + 'string deltaLimit,string vegaLimit,bool enabled,uint64 nonce'),
  DeleteMmpConfig: members('address wallet,string currency,uint64 nonce'),
  ResetMmp: members('address wallet,string currency,uint64 nonce'),
  AuthenticateWs: members('address wallet,uint64 timestamp'),
};

const DOMAIN = members('string name,string version,uint256 chainId,address verifyingContract');

/** @param {string} name @param {Members} type */
const typeHash = (name, type) => keccak256(utf8(`${name}(${type.map((member) => member.join(' ')).join(',')})`));

/** @param {string} type @param {string | number | boolean} value @returns {Uint8Array} 32 bytes. */
function encode(type, value) {
  switch (type) {
    case 'string': return keccak256(utf8(String(value)));
    case 'address': return concat(new Uint8Array(12), fromHex(String(value)));
    default: return toWord(BigInt(value));
  }
}

/** @param {string} name @param {Members} type @param {Message} message */
function structHash(name, type, message) {
  return keccak256(concat(typeHash(name, type), ...type.map(([kind, member]) => encode(kind, message[member]))));
}

/** @param {number} chainId @returns {Message} */
export const domainOf = (chainId) =>
  ({ name: 'Hypercall', version: '1', chainId, verifyingContract: NO_ADDRESS });

/** @param {number} chainId @param {string} name @param {Message} message @returns {Uint8Array} 32 bytes. */
export function digestOf(chainId, name, message) {
  const domain = structHash('EIP712Domain', DOMAIN, domainOf(chainId));
  return keccak256(concat(Uint8Array.of(0x19, 0x01), domain, structHash(name, TYPES[name], message)));
}

/** What a wallet is asked to sign (eth_signTypedData_v4). @param {number} chainId @param {string} name
 * @param {Message} message */
export function typedDataOf(chainId, name, message) {
  const named = (/** @type {Members} */ type) => type.map(([kind, member]) => ({ name: member, type: kind }));
  return {
    domain: domainOf(chainId),
    types: { EIP712Domain: named(DOMAIN), [name]: named(TYPES[name]) },
    primaryType: name,
    message,
  };
}
