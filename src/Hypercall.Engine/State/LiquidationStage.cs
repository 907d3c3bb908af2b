namespace Hypercall.Engine.State;

/// <summary>
/// The stage of liquidation that a wallet is in by itself, with its instants: the grace of PreLiquidation. A wallet
/// that is Healthy, Liquidated or held by an operator's command has none.
/// </summary>
internal sealed record LiquidationStage
{
    /// <summary>When the wallet entered it.</summary>
    public required long EnteredAtMs { get; init; }

    /// <summary>When it ends; a halt of what the wallet holds puts it off.</summary>
    public required long EndsAtMs { get; init; }

    /// <summary>Until when it can be put off; fixed on entry.</summary>
    public required long PauseUntilMs { get; init; }
}
