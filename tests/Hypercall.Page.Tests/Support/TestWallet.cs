using Hypercall.Engine.Domain;

namespace Hypercall.Page.Tests.Support;

/// <summary>
/// The wallet of a browser (EIP-1193), of one key: it hashes what it is asked to sign by the types that come with it,
/// as wallets do, and refuses what it is told to refuse.
/// </summary>
internal static class TestWallet
{
    /// <summary>Key B of gateway.md §3.</summary>
    public static WalletAddress Address { get; } = WalletAddress.Parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");

    /// <summary>
    /// Puts it into the page. <c>testWallet</c> says what it does: its chain, methods that it refuses and with which
    /// number, and whether it knows the chain that it is asked to change to.
    /// </summary>
    public const string Script = """
        window.testWallet = { chainId: 998, refuses: {}, knowsChain: true, signed: [] };
        window.ethereum = (() => {
          const key = 0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80n;
          const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
          const state = window.testWallet;
          const refusal = (code, message) => Object.assign(new Error(message), { code });

          async function sign([account, text]) {
            const { keccak256 } = await import('/page/signing/keccak.js');
            const { concat, fromHex, toHex, toWord, utf8 } = await import('/page/signing/bytes.js');
            const secp256k1 = await import('/page/signing/secp256k1.js');
            const data = JSON.parse(text);
            if (account.toLowerCase() !== address.toLowerCase()) throw refusal(4100, 'not of this wallet');
            if (data.domain.chainId !== state.chainId) throw { code: -32603, message: 'must match the active chainId' };
            const encode = (type, value) => type === 'string' ? keccak256(utf8(value))
              : type === 'address' ? concat(new Uint8Array(12), fromHex(value)) : toWord(BigInt(value));
            const hash = (name, value) => {
              const members = data.types[name];
              const type = `${name}(${members.map((member) => `${member.type} ${member.name}`).join(',')})`;
              return keccak256(concat(
                keccak256(utf8(type)), ...members.map((member) => encode(member.type, value[member.name]))));
            };
            const digest = keccak256(concat(
              Uint8Array.of(0x19, 0x01), hash('EIP712Domain', data.domain), hash(data.primaryType, data.message)));
            state.signed.push(data.primaryType);
            return toHex(secp256k1.sign(key, digest));
          }

          const methods = {
            eth_requestAccounts: async () => [address],
            eth_chainId: async () => `0x${state.chainId.toString(16)}`,
            wallet_switchEthereumChain: async ([{ chainId }]) => {
              if (!state.knowsChain) throw refusal(4902, 'unrecognized chain');
              state.chainId = Number(chainId);
              return null;
            },
            eth_signTypedData_v4: sign,
          };
          return {
            request: async ({ method, params }) => {
              const code = state.refuses[method];
              if (code) throw refusal(code, 'refused');
              return methods[method](params);
            },
          };
        })();
        """;

    /// <summary>Changes what it does.</summary>
    public static Task TellAsync(PageVisit visit, string members) =>
        visit.Page.EvaluateAsync($"() => {{ Object.assign(window.testWallet, {members}); }}");

    /// <summary>The types of what it has signed.</summary>
    public static Task<string[]> SignedAsync(PageVisit visit) =>
        visit.Page.EvaluateAsync<string[]>("() => window.testWallet.signed");
}
