using Akka.Actor;
using Microsoft.Extensions.Logging;

namespace Hypercall.Gateway.Standing;

/// <summary>Index prices as they stand; null: they could not be read.</summary>
internal sealed record IndexRead(Reading<IndexAnswer>? Reading) : INoSerializationVerificationNeeded;

/// <summary>Chains as they stand.</summary>
/// <param name="Chains">Those that could be read.</param>
/// <param name="IsWhole">Whether these are all that were asked for.</param>
/// <param name="Sequence">None of them is as of an earlier one.</param>
internal sealed record ChainsRead(IReadOnlyList<Reading<ChainAnswer>> Chains, bool IsWhole, long Sequence)
    : INoSerializationVerificationNeeded;

/// <summary>Portfolios as they stand; null where one could not be read.</summary>
internal sealed record WalletsRead(IReadOnlyList<(WalletFeed Feed, WalletPicture? Picture)> Wallets)
    : INoSerializationVerificationNeeded;

/// <summary>
/// Reads, one after the other, what has no events: index prices, chains, portfolios. What cannot be read now is read
/// the next time.
/// </summary>
internal sealed class StandingPoll(ReplicaReads replica, PastReads past, ILogger<StandingPoll> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Index prices, as of a sequence at least.</summary>
    public async Task<IndexRead> IndexAsync(long sequence)
    {
        using var patience = new CancellationTokenSource(Patience);
        return new IndexRead(await TryAsync(() => IndexAsync(sequence, patience.Token)));
    }

    /// <summary>Whole chains, as of a sequence at least.</summary>
    /// <param name="underlyings">Of which underlyings; null: of all.</param>
    /// <param name="least">The sequence.</param>
    public async Task<ChainsRead> ChainsAsync(IReadOnlySet<string>? underlyings, long least)
    {
        using var patience = new CancellationTokenSource(Patience);
        var chains = new List<Reading<ChainAnswer>>();
        long? sequence = await TryAsync(async () =>
        {
            Reading<IndexAnswer> index = await IndexAsync(least, patience.Token);
            foreach (string name in index.Answer.Prices.Select(view => view.Underlying))
            {
                if (underlyings?.Contains(name) ?? true)
                    chains.Add(await replica.AskAsync<ChainAnswer>(
                        EngineQuestion.AboutChain(name), least, patience.Token));
            }

            return index.Sequence;
        });
        return new ChainsRead(chains, sequence.HasValue, sequence ?? 0);
    }

    /// <summary>Portfolios of wallets, as of a sequence at least.</summary>
    public async Task<WalletsRead> WalletsAsync(
        IReadOnlyList<(WalletFeed Feed, bool HasRealized)> wanted, long sequence)
    {
        using var patience = new CancellationTokenSource(Patience);
        var wallets = new List<(WalletFeed, WalletPicture?)>(wanted.Count);
        foreach ((WalletFeed feed, bool hasRealized) in wanted)
            wallets.Add((feed, await TryReadAsync(feed, hasRealized, sequence, patience.Token)));
        return new WalletsRead(wallets);
    }

    private Task<Reading<IndexAnswer>> IndexAsync(long sequence, CancellationToken cancellation) =>
        replica.AskAsync<IndexAnswer>(EngineQuestion.AboutIndex, sequence, cancellation);

    private async Task<WalletPicture?> TryReadAsync(
        WalletFeed feed, bool hasRealized, long sequence, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(feed, hasRealized, sequence, cancellation);
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "a portfolio cannot be read now");
            return null;
        }
    }

    private async Task<WalletPicture> ReadAsync(
        WalletFeed feed, bool hasRealized, long sequence, CancellationToken cancellation)
    {
        WalletAddress wallet = feed.Wallet;
        (Reading<WalletReport> reading, RiskView? risk) =
            await WalletReads.StandingOfAsync(replica, wallet, sequence, cancellation);
        WalletReport report = reading.Answer;
        long nowMs = reading.Standing.TimestampMs;
        if (hasRealized)
        {
            string[] told = [.. report.Positions.Select(position => position.Symbol).Union(feed.Held)];
            feed.Realized = (await past.ReadOwnAsync(
                reading.Sequence, reader => reader.Realized(wallet, told), cancellation)).Rows;
        }

        return new WalletPicture(report, risk, feed.Realized, reading.Sequence, nowMs);
    }

    private async Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : struct
    {
        try
        {
            return await read();
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "what has no events cannot be read now");
            return null;
        }
    }
}
