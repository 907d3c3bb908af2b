using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Collections;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// Which agents may sign for which wallets, per wallet in the order of their approval. One that was revoked or has
/// expired stays, dead, until all that it could have signed is out of the window of nonces; then it is forgotten.
/// Numbers are used again, and nothing canonical depends on them. Agents change here alone, and each change is recorded
/// at once.
/// </summary>
internal sealed class AgentTable(ChangeLog changes, WalletTable wallets)
{
    /// <summary>Death of an agent whose expiry is not limited.</summary>
    public const long Never = long.MaxValue;

    private readonly Dictionary<Key, int> _numbers = [];
    private readonly DeadlineHeap<Mortality> _deaths = new();
    private readonly Stack<int> _free = new();
    private Entry[] _entries = new Entry[4];
    private int _used;

    internal readonly record struct Key(int Wallet, WalletAddress Agent);

    /// <summary>Who comes first of those who die at one time.</summary>
    private readonly record struct Mortality(WalletAddress Wallet, WalletAddress Agent) : IComparable<Mortality>
    {
        public int CompareTo(Mortality other)
        {
            int order = Wallet.CompareTo(other.Wallet);
            return order != 0 ? order : Agent.CompareTo(other.Agent);
        }
    }

    internal struct Entry
    {
        public Key Key;

        /// <summary>Exclusive end of its authority: its expiry, or when it was revoked.</summary>
        public long DeathMs;

        /// <summary>Number of the wallet's next agent, or -1.</summary>
        public int NextOfWallet;

        /// <summary>Number of the wallet's previous agent, or -1.</summary>
        public int PreviousOfWallet;
    }

    public int Count => _numbers.Count;

    /// <summary>The entry of a number; holds until an agent is added.</summary>
    public ref readonly Entry this[int number] => ref _entries[number];

    /// <summary>Number of the entry, or -1 when the wallet has none of the agent.</summary>
    public int Find(int wallet, WalletAddress agent) =>
        _numbers.TryGetValue(new Key(wallet, agent), out int number) ? number : -1;

    /// <summary>True when the entry may sign at <paramref name="nowMs"/>.</summary>
    public bool IsAlive(int number, long nowMs) => _entries[number].DeathMs > nowMs;

    /// <summary>How many agents a wallet has, live and dead, and how many live ones.</summary>
    public (int All, int Live) CountOf(WalletAccount wallet, long nowMs)
    {
        int all = 0;
        int live = 0;
        for (int number = wallet.FirstAgent; number >= 0; number = _entries[number].NextOfWallet)
        {
            all++;
            live += IsAlive(number, nowMs) ? 1 : 0;
        }

        return (all, live);
    }

    /// <summary>Adds an entry that is not there, or sets when the agent dies or died.</summary>
    public void Put(WalletAccount wallet, WalletAddress agent, long deathMs)
    {
        int number = Find(wallet.Number, agent);
        if (number < 0)
            number = Add(wallet, agent);
        _entries[number].DeathMs = deathMs;
        if (deathMs == Never)
            _deaths.Remove(number);
        else
            _deaths.Set(number, deathMs, new Mortality(wallet.Address, agent));
        if (changes.TryBegin(ChangeKind.Agent, out CanonicalOutput output))
            EntryShapes.Walk(ref output, ref _entries[number]);
    }

    /// <summary>
    /// Removes the agent that died first, ties by wallet and agent; false when none has died by then.
    /// </summary>
    public bool TryForget(long boundMs)
    {
        if (!_deaths.TryTakeDue(boundMs, out int number))
            return false;
        Key key = _entries[number].Key;
        Remove(wallets[key.Wallet], number);
        if (!changes.TryBegin(ChangeKind.AgentForgotten, out CanonicalOutput output))
            return true;
        EntryShapes.Number(ref output, "wallet", key.Wallet);
        output.Address("agent", key.Agent);
        return true;
    }

    private int Add(WalletAccount wallet, WalletAddress agent)
    {
        int number = TakeNumber();
        var key = new Key(wallet.Number, agent);
        _entries[number] = new Entry { Key = key, NextOfWallet = -1, PreviousOfWallet = wallet.LastAgent };
        if (wallet.LastAgent >= 0)
            _entries[wallet.LastAgent].NextOfWallet = number;
        else
            wallet.FirstAgent = number;
        wallet.LastAgent = number;
        _numbers.Add(key, number);
        return number;
    }

    private void Remove(WalletAccount wallet, int number)
    {
        Entry entry = _entries[number];
        if (entry.PreviousOfWallet >= 0)
            _entries[entry.PreviousOfWallet].NextOfWallet = entry.NextOfWallet;
        else
            wallet.FirstAgent = entry.NextOfWallet;
        if (entry.NextOfWallet >= 0)
            _entries[entry.NextOfWallet].PreviousOfWallet = entry.PreviousOfWallet;
        else
            wallet.LastAgent = entry.PreviousOfWallet;
        _entries[number] = default;
        _numbers.Remove(entry.Key);
        _free.Push(number);
    }

    private int TakeNumber()
    {
        if (_free.TryPop(out int number))
            return number;
        if (_used == _entries.Length)
            Array.Resize(ref _entries, _used * 2);
        return _used++;
    }
}
