namespace Hypercall.Testing.Twin;

/// <summary>Rules of an underlying: the override's member where it has one, else the general one.</summary>
internal sealed class NaiveRules(RuleSet rules, string underlying)
{
    private readonly UnderlyingOverride? _own = rules.Overrides.FirstOrDefault(o => o.Underlying == underlying);

    public FeeRules Fees => _own?.Fees ?? rules.Fees;

    public IReadOnlyList<TickStep> Ticks => [.. (_own?.Ticks ?? rules.Trading.Ticks).OrderBy(t => t.From.Units)];

    public long SizeStep => (_own?.SizeStep ?? rules.Trading.SizeStep).Units;

    public long MinSize => (_own?.MinSize ?? rules.Trading.MinSize).Units;

    public long MaxSize => (_own?.MaxSize ?? rules.Trading.MaxSize).Units;

    public StandardMarginRules Standard => _own?.Standard ?? rules.Standard;

    public PortfolioMarginRules Portfolio => _own?.Portfolio ?? rules.Portfolio;

    public PriceBandRules? PriceBand =>
        _own is { OverridesPriceBand: true } ? _own.PriceBand : rules.Trading.PriceBand;

    public DistressRules? Distress =>
        _own is { OverridesDistress: true } ? _own.Distress : rules.Trading.Distress;

    public int ExpiryTimeMinutes => _own?.ExpiryTimeMinutes ?? rules.ExpiryTimeMinutes;

    /// <summary>The tick with the greatest from that is not above the price.</summary>
    public long Tick(long price) => Ticks.Last(t => t.From.Units <= price).Tick.Units;
}
