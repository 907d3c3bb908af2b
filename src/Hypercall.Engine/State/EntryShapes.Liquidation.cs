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

    extension<V>(ref V v)
        where V : struct, IFields, allows ref struct
    {
        private LiquidationStage Walk(LiquidationStage stage)
        {
            var walked = new LiquidationStage
            {
                Mode = (LiquidationMode)v.Tag("stage", (byte)stage.Mode, (byte)LiquidationMode.Full),
                EnteredAtMs = v.Time("start of a stage", stage.EnteredAtMs),
                EndsAtMs = v.Int64("end of a stage", stage.EndsAtMs, 0, MaxStageEndMs),
                PauseUntilMs = v.Int64("end of a pause", stage.PauseUntilMs, 0, MaxStageEndMs),
                NextAtMs = v.Int64("next step", stage.NextAtMs, 0, MaxStageEndMs),
                Step = v.Int32("step", stage.Step),
                EntrySizes = v.Items<EntrySize, EntrySizeShape>("entry sizes", stage.EntrySizes, MaxItems),
                AuctionId = v.Int64("auction", stage.AuctionId, 0, long.MaxValue),
                StartedAtMs = v.Time("start of an auction", stage.StartedAtMs),
                IsDeleveraging = v.Boolean("deleveraging", stage.IsDeleveraging),
                IsOffMark = v.Boolean("off its mark", stage.IsOffMark),
                Bankruptcy = v.Items<BankruptcyPrice, BankruptcyPriceShape>(
                    "bankruptcy prices", stage.Bankruptcy, MaxItems),
            };
            return V.Makes ? walked : stage;
        }
    }

    private readonly struct EntrySizeShape : IShape<EntrySize>
    {
        public static int LeastBytes => 9;

        static EntrySize IShape<EntrySize>.Walk<V>(ref V v, in EntrySize size) => new(
            v.Text("symbol", size.Symbol, 0, TextLimits.MaxSymbolBytes),
            v.Int64("entry size", size.SizeUnits, 1, Quantity.MaxExposureUnits));
    }

    private readonly struct BankruptcyPriceShape : IShape<BankruptcyPrice>
    {
        public static int LeastBytes => 10;

        static BankruptcyPrice IShape<BankruptcyPrice>.Walk<V>(ref V v, in BankruptcyPrice price) => new(
            v.Text("symbol", price.Symbol, 0, TextLimits.MaxSymbolBytes),
            v.Enum("side", price.Side, Side.Sell),
            v.Int64("bankruptcy price", price.PriceUnits, 0, Price.MaxUnits));
    }
}
