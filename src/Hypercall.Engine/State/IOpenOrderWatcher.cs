using Hypercall.Engine.Book;

namespace Hypercall.Engine.State;

/// <summary>Takes notice of open orders that come, change and go, for sums kept beside the state.</summary>
internal interface IOpenOrderWatcher
{
    /// <summary>An order's remainder has changed from one quantity to another, either of them 0.</summary>
    void Note(
        WalletExposure exposure, Instrument instrument, in OrderNode order, long beforeUnits, long afterUnits);
}
