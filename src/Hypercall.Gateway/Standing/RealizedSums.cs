using Hypercall.Engine.Domain;
using Hypercall.Gateway.Reads;
using Hypercall.History;

namespace Hypercall.Gateway.Standing;

/// <summary>
/// What a wallet has realized by symbol. Only what is new is read again: what lies before the time of the last reading
/// is added up once, as no command can come before it any more.
/// </summary>
internal sealed class RealizedSums(WalletAddress wallet)
{
    private readonly Dictionary<string, Cash> _before = new(StringComparer.Ordinal);
    private long _beforeMs;

    /// <summary>As last read.</summary>
    public IReadOnlyList<RealizedRow> Rows { get; private set; } = [];

    /// <summary>Reads on, up to a sequence at least.</summary>
    /// <param name="past">The history.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="nowMs">Its time.</param>
    public async Task ReadAsync(PastReads past, long sequence, long nowMs, CancellationToken cancellation)
    {
        HistoryPage<RealizedRow> settled = await past.ReadAsync(
            sequence, reader => reader.Realized(wallet, _beforeMs, nowMs), cancellation);
        foreach (RealizedRow row in settled.Rows)
            _before[row.Symbol] = _before.GetValueOrDefault(row.Symbol) + row.Pnl;
        _beforeMs = Math.Max(_beforeMs, nowMs);
        HistoryPage<RealizedRow> latest = await past.ReadAsync(
            sequence, reader => reader.Realized(wallet, _beforeMs, long.MaxValue), cancellation);
        var sums = new Dictionary<string, Cash>(_before, StringComparer.Ordinal);
        foreach (RealizedRow row in latest.Rows)
            sums[row.Symbol] = sums.GetValueOrDefault(row.Symbol) + row.Pnl;
        Rows = [.. sums.Select(sum => new RealizedRow(sum.Key, sum.Value, 0))];
    }
}
