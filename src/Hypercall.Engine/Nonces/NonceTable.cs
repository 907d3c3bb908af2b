using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Nonces;

/// <summary>The nonce sets of all signers; signers are numbered in the order of their first nonce.</summary>
internal sealed class NonceTable
{
    private readonly Dictionary<WalletAddress, int> _numbers = [];
    private readonly List<(WalletAddress Signer, BoundedNonceSet Nonces)> _sets = [];

    public int Count => _sets.Count;

    public (WalletAddress Signer, BoundedNonceSet Nonces) this[int number] => _sets[number];

    /// <summary>Number of a signer, or -1 before its first nonce.</summary>
    public int Find(WalletAddress signer) => _numbers.TryGetValue(signer, out int number) ? number : -1;

    /// <summary>Adds a signer that is not there and gives its number.</summary>
    public int Add(WalletAddress signer)
    {
        _numbers.Add(signer, _sets.Count);
        _sets.Add((signer, new BoundedNonceSet()));
        return _sets.Count - 1;
    }
}
