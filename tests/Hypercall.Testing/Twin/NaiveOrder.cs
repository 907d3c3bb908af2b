namespace Hypercall.Testing.Twin;

/// <summary>An order of the twin. The list of open orders stands in order of arrival, which is time priority.</summary>
internal sealed class NaiveOrder
{
    public required long Id { get; init; }
    public required WalletAddress Wallet { get; init; }
    public required OrderTerms Terms { get; init; }

    /// <summary>Mode of the order itself or of the rules when it was placed.</summary>
    public required StpMode Stp { get; init; }

    /// <summary>Placed in the wallet's name to liquidate it.</summary>
    public bool IsLiquidation { get; init; }

    public required long Size { get; set; }
    public long Filled { get; set; }

    public long Remaining => Size - Filled;
    public string Symbol => Terms.Symbol;
    public Side Side => Terms.Side;
    public long Price => Terms.Price.Units;
    public string? ClientId => Terms.ClientId;
    public bool IsReduceOnly => (Terms.Flags & OrderFlags.ReduceOnly) != 0;
    public bool IsPostOnly => (Terms.Flags & OrderFlags.PostOnly) != 0;
    public bool IsMmp => (Terms.Flags & OrderFlags.Mmp) != 0;

    public NaiveOrder Copy() => (NaiveOrder)MemberwiseClone();
}
