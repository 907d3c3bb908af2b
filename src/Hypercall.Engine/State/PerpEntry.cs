namespace Hypercall.Engine.State;

/// <summary>An external perpetual position, as snapshots and change records have it.</summary>
/// <param name="SizeUnits">Signed size, 0 in a change record that removes it.</param>
internal readonly record struct PerpEntry(int Wallet, int Underlying, long SizeUnits, long EntryUnits)
{
    public static PerpEntry Of(WalletExposure exposure) =>
        new(exposure.Wallet.Number, exposure.Underlying.Number, exposure.PerpUnits, exposure.PerpEntryUnits);
}
