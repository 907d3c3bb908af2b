namespace Hypercall.Engine.State;

/// <summary>Stages of liquidation: few wallets have one, and each is written whole.</summary>
internal static partial class EntryShapes
{
    /// <summary>A stage that begins at the latest time ends after it, and may be put off.</summary>
    private const long MaxStageEndMs = Instant.MaxMs + 2 * RuleLimits.MaxStageMs;

    private static readonly LiquidationStage AnyStage = new()
    {
        Mode = LiquidationMode.Grace, EnteredAtMs = 0, EndsAtMs = 0, PauseUntilMs = 0,
    };

    private static LiquidationStage Walk<V>(ref V v, LiquidationStage stage)
        where V : struct, IFields, allows ref struct
    {
        var walked = new LiquidationStage
        {
            Mode = (LiquidationMode)v.Tag("stage", (byte)stage.Mode, (byte)LiquidationMode.Full),
            EnteredAtMs = v.Time("start of a stage", stage.EnteredAtMs),
            EndsAtMs = v.Int64("end of a stage", stage.EndsAtMs, 0, MaxStageEndMs),
            PauseUntilMs = v.Int64("end of a pause", stage.PauseUntilMs, 0, MaxStageEndMs),
            NextAtMs = v.Int64("next step", stage.NextAtMs, 0, MaxStageEndMs),
            Step = v.Int32("step", stage.Step),
            EntrySizes = WalkEntrySizes(ref v, stage.EntrySizes),
            AuctionId = v.Int64("auction", stage.AuctionId, 0, long.MaxValue),
            StartedAtMs = v.Time("start of an auction", stage.StartedAtMs),
            IsDeleveraging = v.Boolean("deleveraging", stage.IsDeleveraging),
            IsOffMark = v.Boolean("off its mark", stage.IsOffMark),
            Bankruptcy = WalkBankruptcy(ref v, stage.Bankruptcy),
        };
        return V.Makes ? walked : stage;
    }

    private static ImmutableArray<EntrySize> WalkEntrySizes<V>(ref V v, ImmutableArray<EntrySize> sizes)
        where V : struct, IFields, allows ref struct
    {
        int count = v.Count("entry sizes", sizes.Length, MaxItems, 9);
        var walked = ImmutableArray.CreateBuilder<EntrySize>();
        for (int i = 0; i < count && !v.Failed; i++)
        {
            EntrySize size = V.Makes ? new EntrySize(string.Empty, 1) : sizes[i];
            walked.Add(new EntrySize(
                v.Text("symbol", size.Symbol, 0, TextLimits.MaxSymbolBytes),
                v.Int64("entry size", size.SizeUnits, 1, Quantity.MaxExposureUnits)));
        }

        return walked.ToImmutable();
    }

    private static ImmutableArray<BankruptcyPrice> WalkBankruptcy<V>(ref V v, ImmutableArray<BankruptcyPrice> prices)
        where V : struct, IFields, allows ref struct
    {
        int count = v.Count("bankruptcy prices", prices.Length, MaxItems, 10);
        var walked = ImmutableArray.CreateBuilder<BankruptcyPrice>();
        for (int i = 0; i < count && !v.Failed; i++)
        {
            BankruptcyPrice price = V.Makes ? new BankruptcyPrice(string.Empty, Side.Buy, 0) : prices[i];
            walked.Add(new BankruptcyPrice(
                v.Text("symbol", price.Symbol, 0, TextLimits.MaxSymbolBytes),
                (Side)v.Tag("side", (byte)price.Side, (byte)Side.Sell),
                v.Int64("bankruptcy price", price.PriceUnits, 0, Price.MaxUnits)));
        }

        return walked.ToImmutable();
    }
}
