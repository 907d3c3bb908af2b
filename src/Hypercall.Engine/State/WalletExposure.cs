namespace Hypercall.Engine.State;

/// <summary>
/// What a wallet holds on one underlying: how many option positions, and its external perpetual position. Exists from
/// the first holding on; found from the wallet's list, and from the underlying's <see cref="HolderList"/> while it is
/// not empty.
/// </summary>
internal sealed class WalletExposure(WalletAccount wallet)
{

    /// <summary>Dense per underlying, by which caches are indexed (derived).</summary>
    public int Number { get; private set; }

    public WalletAccount Wallet { get; } = wallet;

    /// <summary>Null until it is in its wallet's list.</summary>
    public Underlying Underlying { get; private set; } = null!;

    /// <summary>The wallet's next exposure.</summary>
    public WalletExposure? Next { get; private set; }

    /// <summary>Number of option positions that are not flat (derived from the positions).</summary>
    public int HeldOptions { get; set; }

    /// <summary>Signed size of the external perpetual position, 0 when there is none.</summary>
    public long PerpUnits { get; set; }

    /// <summary>Entry price of the external perpetual position.</summary>
    public long PerpEntryUnits { get; set; }

    /// <summary>True while the underlying's list of holders has it.</summary>
    public bool IsListed { get; set; }

    /// <summary>By the number of the underlying.</summary>
    public static Comparer<WalletExposure> ByUnderlying { get; } = Comparer<WalletExposure>.Create(
        static (left, right) => left.Underlying.Number.CompareTo(right.Underlying.Number));

    /// <summary>Makes it the first of its wallet's list, of an underlying that the list does not have.</summary>
    public WalletExposure Of(Underlying underlying, WalletExposure? next)
    {
        Underlying = underlying;
        Next = next;
        Number = underlying.ExposureCount++;
        return this;
    }

    /// <summary>True when nothing is held.</summary>
    public bool IsEmpty => HeldOptions == 0 && PerpUnits == 0;
}
