using Hypercall.Engine;
using Hypercall.Engine.State;

namespace Hypercall.History;

/// <summary>
/// Samples marks, index prices and equities at the first command of each five minutes; hours and days begin with such a
/// span, so that their samples are among them.
/// </summary>
internal sealed class Sampler(long beginMs)
{
    /// <summary>Length of the span that one sample stands for.</summary>
    public const long BucketMs = 300_000;

    private long _bucket = beginMs / BucketMs;

    /// <summary>Samples if the command is the first of its span.</summary>
    public void Sample(HistoryBatch batch, ExchangeEngine engine, Holdings holdings)
    {
        long bucket = engine.TimestampMs / BucketMs;
        if (bucket == _bucket)
            return;
        _bucket = bucket;
        long atMs = bucket * BucketMs;
        var index = (IndexAnswer)engine.Answer(EngineQuestion.AboutIndex);
        foreach (IndexView underlying in index.Prices)
            SampleUnderlying(batch, engine, underlying, atMs);
        foreach (WalletAddress wallet in holdings.Wallets)
            SampleWallet(batch, engine, wallet, atMs);
    }

    private static void SampleUnderlying(HistoryBatch batch, ExchangeEngine engine, IndexView underlying, long atMs)
    {
        if (underlying is { IsCurrent: true, Price: { } index })
            batch.Prices.Add(new PriceSample(atMs, engine.Sequence, underlying.Underlying, index));
        foreach (ChainOption option in engine.ViewChain(underlying.Underlying)!.Options)
        {
            if (option.Mark is { } mark)
                batch.Prices.Add(new PriceSample(atMs, engine.Sequence, option.Symbol, mark));
        }
    }

    private static void SampleWallet(HistoryBatch batch, ExchangeEngine engine, WalletAddress wallet, long atMs)
    {
        var answer = (WalletAnswer)engine.Answer(EngineQuestion.AboutWallet(wallet));
        if (answer.Wallet!.Margin.Equity is { } equity)
            batch.Equities.Add(new EquitySample(atMs, engine.Sequence, wallet, equity));
    }
}
