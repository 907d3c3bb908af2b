namespace Hypercall.Gateway.Deribit;

/// <summary>
/// How far each wallet has got with its last commands. One is forgotten after so many of others that every view has
/// long passed it, so that who has many wallets takes away nobody else's. Safe for use from several threads.
/// </summary>
internal sealed class WrittenSequences
{
    /// <summary>Commands that are remembered.</summary>
    public const int Most = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<WalletAddress, long> _last = [];
    private readonly Queue<(WalletAddress Wallet, long Sequence)> _order = new();

    /// <summary>The sequence of a wallet's last command; 0: none is remembered.</summary>
    public long Of(WalletAddress wallet)
    {
        lock (_gate)
            return _last.GetValueOrDefault(wallet);
    }

    /// <summary>A wallet's command was executed; a repeated one is as of its first time.</summary>
    public void Add(WalletAddress wallet, long sequence)
    {
        lock (_gate)
        {
            if (sequence <= _last.GetValueOrDefault(wallet))
                return;
            _last[wallet] = sequence;
            _order.Enqueue((wallet, sequence));
            if (_order.Count > Most && _order.Dequeue() is var oldest && _last[oldest.Wallet] == oldest.Sequence)
                _last.Remove(oldest.Wallet);
        }
    }
}
