using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Nonces;

/// <summary>The nonce sets of all signers; signers are numbered in the order of their first nonce.</summary>
internal sealed class NonceTable
{
    private readonly Dictionary<WalletAddress, int> _numbers = [];
    private readonly List<(WalletAddress Signer, BoundedNonceSet Nonces)> _sets = [];

    public int Count => _sets.Count;

    public (WalletAddress Signer, BoundedNonceSet Nonces) this[int number] => _sets[number];

    /// <summary>The set of a signer, or null before its first nonce.</summary>
    public BoundedNonceSet? Find(WalletAddress signer) =>
        _numbers.TryGetValue(signer, out int number) ? _sets[number].Nonces : null;

    /// <summary>The set of a signer that has none yet.</summary>
    public BoundedNonceSet Add(WalletAddress signer)
    {
        _numbers.Add(signer, _sets.Count);
        var nonces = new BoundedNonceSet();
        _sets.Add((signer, nonces));
        return nonces;
    }
}
