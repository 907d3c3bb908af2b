namespace Hypercall.Testing.Twin;

/// <summary>An instrument of the twin.</summary>
internal sealed class NaiveInstrument
{
    public required ContractKey Key { get; init; }
    public required string Symbol { get; init; }
    public required long Expiry { get; set; }
    public InstrumentStatus Status { get; set; }

    /// <summary>Average of the index prices before expiry; null while there is none.</summary>
    public BigInteger? Average { get; set; }

    /// <summary>Contracts that were withdrawn and that the venue holds.</summary>
    public BigInteger Holding { get; set; }

    public string Underlying => Key.Underlying;
    public bool IsPending => Status == InstrumentStatus.ExpiredPendingPrice;

    /// <summary>What the option is worth when it is exercised at a price.</summary>
    public BigInteger Intrinsic(BigInteger price)
    {
        BigInteger gain = Key.Type == OptionType.Call ? price - Key.Strike.Units : Key.Strike.Units - price;
        return BigInteger.Max(gain, 0);
    }
}
