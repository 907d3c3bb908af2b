namespace Hypercall.Gateway.Standing;

/// <summary>Chains as they stand.</summary>
/// <param name="Chains">Those that could be read.</param>
/// <param name="IsWhole">Whether these are all that were asked for.</param>
/// <param name="Sequence">None of them is as of an earlier one.</param>
internal sealed record ChainsRead(IReadOnlyList<Reading<ChainAnswer>> Chains, bool IsWhole, long Sequence);

/// <summary>
/// Reads, one after the other, what has no events: index prices, chains, portfolios. What cannot be read now is read
/// the next time.
/// </summary>
internal sealed class StandingPoll(ReplicaReads replica, PastReads past, ILogger<StandingPoll> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Index prices, as of a sequence at least.</summary>
    public Task<Reading<IndexAnswer>> IndexAsync(long sequence, CancellationToken cancellation = default) =>
        replica.AskAsync<IndexAnswer>(EngineQuestion.AboutIndex, sequence, cancellation);

    /// <summary>Whole chains, as of a sequence at least.</summary>
    /// <param name="underlyings">Of which underlyings; null: of all.</param>
    public async Task<ChainsRead> ChainsAsync(IReadOnlySet<string>? underlyings, long least)
    {
        using var patience = new CancellationTokenSource(Patience);
        var chains = new List<Reading<ChainAnswer>>();
        try
        {
            Reading<IndexAnswer> index = await IndexAsync(least, patience.Token);
            foreach (string name in index.Answer.Prices.Select(view => view.Underlying))
            {
                if (underlyings?.Contains(name) ?? true)
                    chains.Add(await replica.AskAsync<ChainAnswer>(
                        EngineQuestion.AboutChain(name), least, patience.Token));
            }

            return new ChainsRead(chains, IsWhole: true, index.Sequence);
        }
        catch (Exception failure)
        {
            log.LogDebug(failure, "not all chains can be read now");
            return new ChainsRead(chains, IsWhole: false, 0);
        }
    }

    /// <summary>Portfolios of wallets, as of a sequence at least; null where one cannot be read now.</summary>
    public async Task<IReadOnlyList<WalletPicture?>> WalletsAsync(
        IReadOnlyList<(WalletFeed Feed, bool HasRealized)> wanted, long sequence)
    {
        using var patience = new CancellationTokenSource(Patience);
        var pictures = new List<WalletPicture?>(wanted.Count);
        foreach ((WalletFeed feed, bool hasRealized) in wanted)
            pictures.Add(await TryReadAsync(feed, hasRealized, sequence, patience.Token));
        return pictures;
    }

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
}
