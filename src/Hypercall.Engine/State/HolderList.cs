namespace Hypercall.Engine.State;

/// <summary>
/// Who holds options or perpetuals on an underlying, in the order of addresses. Holdings come and go with fills, the
/// order is asked for once per index price: so arrivals wait unsorted, departures stay, and asking merges both.
/// </summary>
internal sealed class HolderList
{
    private List<WalletExposure> _sorted = [];
    private List<WalletExposure> _merged = [];
    private readonly List<WalletExposure> _arrived = [];
    private bool _mayHoldEmpty;

    /// <summary>Takes notice of an exposure that may have become empty, or be so no more.</summary>
    public void Note(WalletExposure exposure)
    {
        _mayHoldEmpty |= exposure.IsEmpty;
        if (exposure.IsEmpty || exposure.IsListed)
            return;
        exposure.IsListed = true;
        _arrived.Add(exposure);
    }

    /// <summary>The holders by address; holds until the next change.</summary>
    public ReadOnlySpan<WalletExposure> InAddressOrder()
    {
        if (_arrived.Count > 0 || _mayHoldEmpty)
            Merge();
        return CollectionsMarshal.AsSpan(_sorted);
    }

    private void Merge()
    {
        _arrived.Sort(static (left, right) => left.Wallet.Address.CompareTo(right.Wallet.Address));
        _merged.Clear();
        int next = 0;
        foreach (WalletExposure exposure in _sorted)
        {
            while (next < _arrived.Count && _arrived[next].Wallet.Address.CompareTo(exposure.Wallet.Address) < 0)
                Keep(_arrived[next++]);
            Keep(exposure);
        }

        while (next < _arrived.Count)
            Keep(_arrived[next++]);
        (_sorted, _merged) = (_merged, _sorted);
        _arrived.Clear();
        _mayHoldEmpty = false;
    }

    private void Keep(WalletExposure exposure)
    {
        if (exposure.IsEmpty)
            exposure.IsListed = false;
        else
            _merged.Add(exposure);
    }
}
