using System.Collections.Concurrent;

namespace Hypercall.Gateway.Reads;

/// <summary>
/// Which settlements a wallet has marked as seen, on this gateway and as long as it lives: no command tells the engine.
/// </summary>
internal sealed class SeenPayouts(PastReads past)
{
    private readonly ConcurrentDictionary<(WalletAddress Wallet, long Id), bool> _seen = new();

    public bool Contains(WalletAddress wallet, long id) => _seen.ContainsKey((wallet, id));

    /// <summary>Marks those of the wallet's own.</summary>
    /// <returns>How many were not marked before.</returns>
    public async Task<int> MarkAsync(
        WalletAddress wallet, IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        HistoryPage<PayoutRow> payouts = await past.ReadAsync(
            0, reader => reader.Payouts(wallet, [.. ids]), cancellation);
        return payouts.Rows.Select(payout => payout.Id).Count(id => _seen.TryAdd((wallet, id), true));
    }
}
