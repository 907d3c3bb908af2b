namespace Hypercall.Gateway.Standing;

/// <summary>What one socket wants of the chains, and how far it has been told.</summary>
/// <param name="joined">The last change when it came: what was gone by then it is not told of.</param>
internal sealed class ChainSubscription(GatewaySocket socket, ChainFilter filter, long joined)
{
    public GatewaySocket Socket => socket;

    public ChainFilter Filter => filter;

    /// <summary>The last change that it has been told of, or needs not be.</summary>
    public long Told { get; set; }

    /// <summary>Tells it of a row, unless that is nothing to it.</summary>
    /// <param name="told">The last change that it was told of before.</param>
    /// <returns>Whether it was told.</returns>
    public bool Tell(ChainRow row, long told)
    {
        if (!filter.Hears(row))
            return false;
        if (!row.Has(filter.Type) && row.GoneAt(filter.Type) <= Math.Max(told, joined))
            return false;
        socket.Send(row.Text(filter.Type), MessageClass.OrderedPublic);
        return true;
    }
}
