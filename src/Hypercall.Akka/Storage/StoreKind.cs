namespace Hypercall.Actors.Storage;

/// <summary>What a store of a venue holds.</summary>
public enum StoreKind
{
    /// <summary>Records and skip records of the engines.</summary>
    Journal,

    /// <summary>The engines' snapshots.</summary>
    Snapshots,

    /// <summary>The events of the transfer desks.</summary>
    Transfers,
}
