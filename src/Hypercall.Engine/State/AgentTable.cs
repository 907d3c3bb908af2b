namespace Hypercall.Engine.State;

/// <summary>
/// Which agents may sign for which wallets, per wallet in the order of their approval. One that was revoked or has
/// expired stays, dead, until all that it could have signed is out of the window of nonces; then it is forgotten.
/// Numbers are used again, and nothing canonical depends on them. Agents change here alone, and each change is recorded
/// at once.
/// </summary>
internal sealed class AgentTable
{
    /// <summary>Death of an agent whose expiry is not limited.</summary>
    public const long Never = long.MaxValue;

    private readonly ChangeLog _changes;
    private readonly WalletTable _wallets;
    private readonly ItemIndex<Key, Keys> _numbers;
    private readonly DeadlineHeap<Mortality> _deaths = new();
    private readonly Stack<int> _free = new();
    private readonly Numbered<Entry> _entries = new();
    private int _used;

    public AgentTable(ChangeLog changes, WalletTable wallets)
    {
        _changes = changes;
        _wallets = wallets;
        _numbers = new ItemIndex<Key, Keys>(new Keys(_entries));
    }

    internal readonly record struct Key(int Wallet, WalletAddress Agent);

    private readonly struct Keys(Numbered<Entry> entries) : IItemKeys<Key>
    {
        public int HashOf(in Key key) => SeededHash.Of((ulong)key.Wallet, unchecked((ulong)key.Agent.TableHash));

        public bool IsKeyOf(int item, in Key key) => entries[item].Key == key;
    }

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

    /// <summary>When the first agent dies or died; the greatest number where none does.</summary>
    public long EarliestDeathMs => _deaths.EarliestMs;

    /// <summary>The entry of a number.</summary>
    public ref readonly Entry this[int number] => ref _entries[number];

    /// <summary>Number of the entry, or -1 when the wallet has none of the agent.</summary>
    public int Find(int wallet, WalletAddress agent) =>
        _numbers.Find(new Key(wallet, agent));

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
        if (_changes.TryBegin(ChangeKind.Agent, out CanonicalOutput output))
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
        Remove(_wallets[key.Wallet], number);
        if (!_changes.TryBegin(ChangeKind.AgentForgotten, out CanonicalOutput output))
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
        _numbers.Remove(entry.Key);
        if (entry.PreviousOfWallet >= 0)
            _entries[entry.PreviousOfWallet].NextOfWallet = entry.NextOfWallet;
        else
            wallet.FirstAgent = entry.NextOfWallet;
        if (entry.NextOfWallet >= 0)
            _entries[entry.NextOfWallet].PreviousOfWallet = entry.PreviousOfWallet;
        else
            wallet.LastAgent = entry.PreviousOfWallet;
        _entries[number] = default;
        _free.Push(number);
    }

    private int TakeNumber() => _free.TryPop(out int number) ? number : _used++;
}
