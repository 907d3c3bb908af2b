namespace Hypercall.Engine.Modules.Settlement;

/// <summary>
/// The options of an underlying and expiry date that await their price, as a settlement command sees them.
/// </summary>
internal sealed class SettlementGroup
{
    private readonly List<long> _references = [];

    /// <summary>The first price that the command carries for it, or 0.</summary>
    public long CarriedUnits { get; private set; }

    /// <summary>
    /// Notes what a carried price is measured against: the average of one of its instruments, else the last index
    /// price; 0 is nothing. Nearly always it is the same for all of a group.
    /// </summary>
    public void AddReference(long priceUnits)
    {
        if (priceUnits != 0 && !_references.Contains(priceUnits))
            _references.Add(priceUnits);
    }

    /// <summary>Takes a carried price; only the first counts.</summary>
    public void Carry(long priceUnits)
    {
        if (CarriedUnits == 0)
            CarriedUnits = priceUnits;
    }

    /// <summary>The first reference from which a price is further than allowed, or null.</summary>
    public long? FirstExceeded(long priceUnits, long maxMovePpm)
    {
        foreach (long reference in _references)
        {
            Int128 move = (Int128)Math.Abs(priceUnits - reference) * Rounding.PpmUnit;
            if (move > (Int128)maxMovePpm * reference)
                return reference;
        }

        return null;
    }
}
