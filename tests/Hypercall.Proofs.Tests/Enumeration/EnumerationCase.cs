using System.Globalization;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Testing.Twin;

namespace Hypercall.Proofs.Tests.Enumeration;

/// <summary>A venue, what is said there and up to which length.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Depth">Commands of the longest sequences.</param>
/// <param name="Least">Sequences that it must execute, in the whole form.</param>
/// <param name="Venue">Where the sequences begin.</param>
/// <param name="Alphabet">What may be said.</param>
/// <param name="Last">What may be said as the last command, where that is something else.</param>
internal sealed record EnumerationCase(
    string Name,
    int Depth,
    long Least,
    Func<SmallVenue> Venue,
    IReadOnlyList<Move> Alphabet,
    IReadOnlyList<Move>? Last = null)
{
    private const string Deeper = "HYPERCALL_PROOFS_DEEPER";
    private const int IntervalMs = 1_000;
    private const int FrozenMs = 500;

    public static IReadOnlyList<EnumerationCase> All { get; } =
    [
        new("every order", 3, 460_000, Rich, Alphabets.Openings(), Alphabets.EveryOrder()),
        new("one book", 5, 480_000, Rich, Alphabets.Book()),
        new("every order after three", 4, 1_100_000, Rich, Alphabets.Book(), Alphabets.EveryPlainOrder()),
        .. from mode in Enum.GetValues<MarginMode>()
           select new EnumerationCase(
               $"margin: {mode}", 4, 550_000, () => Poor(mode), Alphabets.Margin(), Alphabets.EveryMarginOrder()),
        .. from breach in Enum.GetValues<MmpBreach>()
           from window in Enum.GetValues<MmpWindow>()
           select new EnumerationCase(
               $"protection: {breach}, {window}", 5, 100_000, () => Protected(breach, window),
               Alphabets.Protection(IntervalMs, FrozenMs)),
        new("settlement", 5, 400_000, () => Poor(MarginMode.Standard), Alphabets.Settlement()),
        .. from mode in Enum.GetValues<MarginMode>()
           select new EnumerationCase(
               $"liquidation: {mode}", 5, 650_000, () => Short(mode), Alphabets.Liquidation(Hasty),
               Alphabets.EveryLiquidation(Hasty)),
    ];

    /// <summary>Commands of the longest sequences in this run.</summary>
    private int DepthNow
    {
        get
        {
            string? more = Environment.GetEnvironmentVariable(Deeper);
            int extra = string.IsNullOrEmpty(more) ? 0 : int.Parse(more, CultureInfo.InvariantCulture);
            return StreamShare.IsWhole ? Depth + extra : Depth - 1;
        }
    }

    public (Bound Bound, int Depth) Run()
    {
        int depth = DepthNow;
        IReadOnlyList<Move>[] levels = [.. Enumerable.Repeat(Alphabet, Last is null ? depth : depth - 1)];
        if (Last is not null)
            levels = [.. levels, Last];
        return (new SequenceWalk(Venue().Engine, levels).Run(), depth);
    }

    private static SmallVenue Rich() => new SmallVenue()
        .Deposit(SmallVenue.A, 10_000).Deposit(SmallVenue.B, 10_000).Deposit(SmallVenue.C, 10_000);

    /// <summary>Enough for a short call or two; B is rich and in the mode that A is not.</summary>
    private static SmallVenue Poor(MarginMode mode) => new SmallVenue()
        .Deposit(SmallVenue.A, 45).Deposit(SmallVenue.B, 70)
        .With(new MarginModeUpdate(SmallVenue.A, mode));

    private static LiquidationRules Hasty => SmallVenue.Default.Liquidation with
    {
        GraceMs = 1_000,
        RepriceMs = 500,
        EscalationMs = 1_500,
        AuctionMs = 2_000,
        MaxPauseMs = 3_000,
        SlicePpm = 500_000,
        PartialMaxPositions = 1,
    };

    /// <summary>A is short two calls and has little; the margin of B and C is the other mode's.</summary>
    private static SmallVenue Short(MarginMode mode) => new SmallVenue(SmallVenue.Default with { Liquidation = Hasty })
        .Deposit(SmallVenue.A, 45).Deposit(SmallVenue.B, 400).Deposit(SmallVenue.C, 10_000).Insure(10)
        .With(new MarginModeUpdate(SmallVenue.A, mode), new MarginModeUpdate(SmallVenue.B, 1 - mode))
        .Trade(SmallVenue.A, SmallVenue.B, SmallVenue.Call, 1, 5)
        .Trade(SmallVenue.A, SmallVenue.C, SmallVenue.Call, 1, 4);

    private static SmallVenue Protected(MmpBreach breach, MmpWindow window) =>
        new SmallVenue(SmallVenue.Default with { Mmp = new MmpRules(breach, window) })
            .Deposit(SmallVenue.A, 10_000).Deposit(SmallVenue.B, 10_000).Deposit(SmallVenue.C, 10_000)
            .With(Alphabets.Configuration(IntervalMs, FrozenMs, enabled: true, 1));
}
