using System.Collections.Immutable;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>Stages of liquidation.</summary>
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
        var mode = (LiquidationMode)v.Tag("stage", (byte)stage.Mode, (byte)LiquidationMode.Full);
        v.Require(mode != LiquidationMode.None, "a stage that is none");
        var walked = new LiquidationStage
        {
            Mode = mode,
            EnteredAtMs = v.Time("start of a stage", stage.EnteredAtMs),
            EndsAtMs = v.Int64("end of a stage", stage.EndsAtMs, 0, MaxStageEndMs),
            PauseUntilMs = v.Int64("end of a pause", stage.PauseUntilMs, 0, MaxStageEndMs),
        };
        if (mode == LiquidationMode.Partial)
            walked = WalkPartial(ref v, stage, walked);
        else if (mode == LiquidationMode.Full)
            walked = WalkFull(ref v, stage, walked);
        return V.Makes ? walked : stage;
    }

    private static LiquidationStage WalkPartial<V>(ref V v, LiquidationStage stage, LiquidationStage walked)
        where V : struct, IFields, allows ref struct
    {
        walked = walked with
        {
            NextAtMs = v.Int64("next step", stage.NextAtMs, 0, MaxStageEndMs),
            Step = v.Int32("step", stage.Step),
        };
        int count = v.Count("entry sizes", stage.EntrySizes.Length, MaxItems, 9);
        var sizes = ImmutableArray.CreateBuilder<EntrySize>();
        for (int i = 0; i < count && !v.Failed; i++)
        {
            EntrySize size = V.Makes ? default : stage.EntrySizes[i];
            sizes.Add(new EntrySize(
                v.Text("symbol", size.Symbol ?? string.Empty, 0, TextLimits.MaxSymbolBytes),
                v.Int64("entry size", size.SizeUnits, 1, Quantity.MaxExposureUnits)));
        }

        return walked with { EntrySizes = sizes.ToImmutable() };
    }

    private static LiquidationStage WalkFull<V>(ref V v, LiquidationStage stage, LiquidationStage walked)
        where V : struct, IFields, allows ref struct
    {
        walked = walked with
        {
            AuctionId = v.VarInt("auction", stage.AuctionId),
            StartedAtMs = v.Time("start of an auction", stage.StartedAtMs),
        };
        if (!v.Has("deleveraging", stage.IsDeleveraging))
            return walked;
        int count = v.Count("bankruptcy prices", V.Makes ? 0 : stage.Bankruptcy.Length, MaxItems, 18);
        var prices = ImmutableArray.CreateBuilder<BankruptcyPrice>();
        for (int i = 0; i < count && !v.Failed; i++)
        {
            BankruptcyPrice price = V.Makes ? default : stage.Bankruptcy[i];
            prices.Add(new BankruptcyPrice(
                v.Text("symbol", price.Symbol ?? string.Empty, 0, TextLimits.MaxSymbolBytes),
                (Side)v.Tag("side", (byte)price.Side, (byte)Side.Sell),
                v.Int128("bankruptcy price", price.PriceUnits)));
        }

        return walked with { Bankruptcy = prices.ToImmutable() };
    }
}
