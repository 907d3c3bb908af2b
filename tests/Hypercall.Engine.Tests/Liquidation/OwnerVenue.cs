using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.State;
using Hypercall.Engine.Tests.Margin;
using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Liquidation;

/// <summary>
/// A venue on which one owner has three wallets, with positions against each other and against an outsider, some of
/// them below maintenance and some with less than nothing. Marks stand still at intrinsic values and no trade costs a
/// fee, so that whatever the owner has more, somebody else has less.
/// </summary>
internal sealed class OwnerVenue
{
    private const long IndexUsdc = 3_700;
    private const long MostRiskUsdc = 700;

    private static readonly (string Symbol, long MarkUsdc)[] Options =
    [
        ("ETH-20260110-3160-C", 540), ("ETH-20260110-3650-C", 50), ("ETH-20260110-4100-P", 400),
    ];

    private readonly RiskVenue _venue = new();
    private readonly SeededRandom _random;

    public OwnerVenue(SeededRandom random, MarginMode mode, long fundBonusPpm)
    {
        _random = random;
        _venue.Use(_venue.Rules with
        {
            MaxPriceAgeMs = 0,
            Liquidation = new LiquidationRules(
                random.Pick(0, 60_000), 32, PartialMaxPositions: random.Pick(5, 0), FundBonusPpm: fundBonusPpm),
        });
        _venue.Quote("ETH", $"{IndexUsdc}");
        _venue.Deposit(Outsider, "10000000");
        if (random.PerMille(700))
            _venue.Accept(new InsuranceDeposit(Cash.FromUsdc(random.Pick(300, 100_000)), "fund", 1));
        Open(mode);
        _venue.TurnMarginOn();

        // Whoever is below maintenance enters with it.
        _venue.Quote("ETH", $"{IndexUsdc}");
    }

    public static WalletAddress[] Owned { get; } = [.. Enumerable.Range(1, 3).Select(Wallet)];

    public static WalletAddress Outsider { get; } = Wallet(8);

    public static IReadOnlyList<string> Symbols { get; } = [.. Options.Select(option => option.Symbol)];

    public ExchangeEngine Engine => _venue.Engine;

    public RiskVenue Venue => _venue;

    public static Price MarkOf(string symbol) =>
        Price.FromUsdc(Options.Single(option => option.Symbol == symbol).MarkUsdc);

    /// <summary>Σ mark × contracts.</summary>
    public static Int128 NetUnits(WalletView wallet) => wallet.Positions.Aggregate(
        Int128.Zero, (sum, held) => sum + Cash.NotionalUnits(MarkOf(held.Symbol).Units, held.Size.Units));

    /// <summary>Own equity at the marks (risk.md §A3): what is left once everything is closed and paid.</summary>
    public static Int128 WorthUnits(WalletView wallet, EngineView state)
    {
        Int128 cost = wallet.Mode == MarginMode.Standard
            ? 0
            : wallet.Positions.Aggregate(Int128.Zero, (sum, held) => sum + held.Cost.Units);
        Int128 debt = state.Venue.Debts
            .Where(debt => debt.Key == wallet.Address).Select(debt => debt.Value.Units).SingleOrDefault();
        return wallet.Cash.Units - debt + NetUnits(wallet) - cost;
    }

    private static WalletAddress Wallet(int number) => WalletAddress.FromNumber((ulong)number);

    private void Open(MarginMode mode)
    {
        _venue.List([.. Symbols]);
        foreach (WalletAddress wallet in Owned)
        {
            // Somebody who has nothing cannot choose a mode.
            _venue.Deposit(wallet, "1");
            if (_random.PerMille(800))
                _venue.SetMode(wallet, mode);
        }

        int trades = (int)_random.Between(2, 6);
        for (int i = 0; i < trades; i++)
            Trade();
        foreach (WalletView wallet in Engine.View().Wallets.Where(view => Owned.Contains(view.Address)))
            Fund(wallet);
    }

    private void Trade()
    {
        WalletAddress seller = _random.PickFrom(Owned);
        WalletAddress[] buyers = [.. Owned.Where(wallet => wallet != seller), Outsider];
        string symbol = _random.PickFrom([.. Symbols]);
        long price = _random.Pick(1, MarkOf(symbol).Units / Price.UnitsPerUsdc, 900);
        var leg = new RfqLeg(
            symbol, _random.Any<Side>(), Quantity.FromContracts(_random.Between(1, 100)), Price.FromUsdc(price));
        _venue.Accept(new RfqExecute(seller, "rfq", "quote", _random.PickFrom(buyers), [leg]));
    }

    /// <summary>
    /// So much that some fall into liquidation and some are ruined; the last is rich, so that it can bid.
    /// </summary>
    private void Fund(WalletView wallet)
    {
        Int128 contracts = wallet.Positions.Aggregate(Int128.Zero, (sum, held) => sum + Math.Abs(held.Size.Units));
        Int128 risk = contracts * MostRiskUsdc * Cash.UnitsPerUsdc / Quantity.UnitsPerContract;
        long permille = _random.PerMille(400) ? _random.Between(-300, 0) : _random.Between(-50, 900);
        Int128 rich = wallet.Address == Owned[^1] ? Cash.FromUsdc(500_000).Units : 0;
        Int128 amount = risk * permille / 1_000 - WorthUnits(wallet, Engine.View()) + rich;
        if (amount > 0)
            _venue.Deposit(wallet.Address, new Cash(amount).ToString());
    }
}
