using Hypercall.Engine.Numerics;

namespace Hypercall.Engine.Agents;

/// <summary>
/// Which agents may sign for which wallets. An agent that was revoked or has expired stays in the table, dead for
/// ever: its nonces may have been forgotten, so its old signatures must not come alive again.
/// </summary>
internal sealed class AgentTable
{
    /// <summary>Expiry of an agent that has none.</summary>
    public const long NeverExpires = long.MaxValue;

    private readonly Dictionary<Key, int> _numbers = [];
    private Entry[] _entries = new Entry[4];

    internal readonly record struct Key(int Wallet, WalletAddress Agent);

    internal struct Entry
    {
        public Key Key;

        /// <summary>Exclusive end of its authority.</summary>
        public long ExpiresAtMs;

        public bool Revoked;
    }

    public int Count { get; private set; }

    public ref Entry this[int number] => ref _entries[number];

    /// <summary>Number of the entry, or -1 when the wallet never approved the agent.</summary>
    public int Find(int wallet, WalletAddress agent) =>
        _numbers.TryGetValue(new Key(wallet, agent), out int number) ? number : -1;

    /// <summary>True when the entry may sign at <paramref name="nowMs"/>.</summary>
    public bool IsAlive(int number, long nowMs) => !_entries[number].Revoked && _entries[number].ExpiresAtMs > nowMs;

    /// <summary>Adds an entry that is not there.</summary>
    public int Add(int wallet, WalletAddress agent, long expiresAtMs, bool revoked)
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Count * 2);
        var key = new Key(wallet, agent);
        _entries[Count] = new Entry { Key = key, ExpiresAtMs = expiresAtMs, Revoked = revoked };
        _numbers.Add(key, Count);
        return Count++;
    }
}
