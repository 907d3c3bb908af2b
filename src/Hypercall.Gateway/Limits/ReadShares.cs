using System.Threading.RateLimiting;

namespace Hypercall.Gateway.Limits;

/// <summary>
/// Lets so many reads of the history run at once, and of one client no more than its share of them: its others wait
/// among themselves, and beyond a number of those that wait it is refused. Safe for use from several threads.
/// </summary>
internal sealed class ReadShares(GatewayOptions options) : IDisposable
{
    /// <summary>How many reads of one client may wait.</summary>
    public const int MostWaiting = 64;

    private const string Nobody = "";
    private const long RetryMs = 1_000;

    /// <summary>A read waits for a turn of its client's first, then for one of all.</summary>
    private readonly PartitionedRateLimiter<string?> _turns = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string?, string>(client => client is null
            ? RateLimitPartition.GetNoLimiter(Nobody)
            : Limited(client, options.HistoryReadsPerClient, MostWaiting)),
        PartitionedRateLimiter.Create<string?, string>(_ => Limited(Nobody, options.HistoryReads, int.MaxValue)));

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    /// <param name="client">Whose read it is; null: the gateway's own.</param>
    /// <exception cref="RefusedException">Too many of the client's wait already.</exception>
    public async Task<IDisposable> EnterAsync(string? client, CancellationToken cancellation)
    {
        RateLimitLease turn = await _turns.AcquireAsync(client, permitCount: 1, cancellation);
        return turn.IsAcquired
            ? turn
            : throw new RefusedException(GatewayError.RateLimited(
                $"a client has at most {MostWaiting} reads of the history waiting", RetryMs));
    }

    public void Dispose() => _turns.Dispose();

    private static RateLimitPartition<string> Limited(string whose, int most, int mostWaiting) =>
        RateLimitPartition.GetConcurrencyLimiter(
            whose, _ => new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = mostWaiting });
}
