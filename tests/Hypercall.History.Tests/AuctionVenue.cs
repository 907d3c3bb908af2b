using Hypercall.Engine.Domain.Rules;

namespace Hypercall.History.Tests;

/// <summary>
/// The commands of a venue on which three wallets, each short 100 at a mark of 540, go through partial liquidation into
/// auctions: the first is won, the second expires and ends in deleveraging, the third is needed no more.
/// </summary>
internal static class AuctionVenue
{
    public const string Call = "ETH-20260110-3160-C";
    public static readonly WalletAddress Holder = WalletAddress.FromNumber(1);
    public static readonly WalletAddress Sold = WalletAddress.FromNumber(2);
    public static readonly WalletAddress Closed = WalletAddress.FromNumber(3);
    public static readonly WalletAddress Saved = WalletAddress.FromNumber(4);
    public static readonly WalletAddress Bidder = WalletAddress.FromNumber(9);
    public static readonly long StartMs = CalendarDate.ToEpochMs(20260101);

    /// <summary>When the auctions began.</summary>
    public static readonly long AuctionsMs = StartMs + 1_000;

    private static readonly RuleSet Rules = RuleSet.Default with
    {
        MaxPriceAgeMs = 0,
        MaxIndexMovePpm = 0,
        Liquidation = new LiquidationRules(GraceMs: 0, ChecksPerCommand: 32, EscalationMs: 1_000),
    };

    /// <summary>The commands as envelopes; half of them are over while the auctions run.</summary>
    public static IEnumerable<CommandEnvelope> Envelopes() => Commands().Select((item, index) =>
        CommandEnvelope.Trusted(index + 1, item.AtMs, item.Command));

    private static IEnumerable<(long AtMs, EngineCommand Command)> Commands() =>
    [
        .. Opening().Select(command => (StartMs, command)),
        (StartMs, new Tick()),
        (AuctionsMs, new Tick()),
        .. Enumerable.Range(1, 14).Select(number => (AuctionsMs + 10_000 * number, (EngineCommand)new Tick())),
        (AuctionsMs + 150_000, new DepositUpdate(Saved, Cash.FromUsdc(30_000), "bank", 6)),
        (AuctionsMs + 150_000, new LiquidationBid(Bidder, Sold, 1, Cash.FromUsdc(0))),
        (AuctionsMs + 300_000, new Tick()),
    ];

    private static IEnumerable<EngineCommand> Opening()
    {
        var leg = new RfqLeg(Call, Side.Sell, Quantity.FromContracts(100), Price.FromUsdc(1));
        yield return new SetRules(Rules with { Version = 2, MarginEnabled = false });
        yield return new MarketAction(MarketActionKind.Create, Call);
        yield return new DepositUpdate(Holder, Cash.FromUsdc(10_000), "bank", 1);
        yield return new DepositUpdate(Bidder, Cash.FromUsdc(500_000), "bank", 2);
        yield return Index();
        yield return new IvUpdate("ETH", 20260110, [new VolatilityPoint(Price.FromUsdc(3_700), 1_000)]);
        foreach ((WalletAddress wallet, long number) in new[] { (Sold, 3L), (Closed, 4L), (Saved, 5L) })
        {
            yield return new DepositUpdate(wallet, Cash.FromUsdc(81_500), "bank", number);
            yield return new RfqExecute(wallet, "rfq", "quote", Holder, [leg]);
        }

        yield return new SetRules(Rules with { Version = 3 });
        yield return Index();
    }

    private static PriceUpdate Index() => new([new IndexPrice("ETH", Price.FromUsdc(3_700))], Force: true);
}
