namespace Hypercall.Cli.Demo.Day;

/// <summary>What auto-deleveraging closed for a wallet with one command.</summary>
internal sealed class DayDeleveraging(long timestampMs, WalletAddress wallet)
{
    private readonly HashSet<WalletAddress> _counterparties = [];

    public long TimestampMs => timestampMs;

    public WalletAddress Wallet => wallet;

    /// <summary>Positions of others that were closed against it.</summary>
    public int Closings { get; private set; }

    /// <summary>Whose they were.</summary>
    public int Counterparties => _counterparties.Count;

    public void Add(WalletAddress counterparty)
    {
        Closings++;
        _counterparties.Add(counterparty);
    }
}
