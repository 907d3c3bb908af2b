using System.IO.Pipelines;

namespace Hypercall.Gateway.Limits;

/// <summary>
/// An answer is made whole and held until it is read: so many bytes for an address, of which one answer may be more.
/// What comes beyond them is cut off with its connection, as if that had broken. Safe for use from several threads.
/// </summary>
internal sealed class UnreadAnswers(GatewayOptions options)
{
    private readonly AddressCounts _bytes = new();

    /// <summary>Waits until who asked has read his answer.</summary>
    /// <param name="bytes">How long the answer is.</param>
    /// <param name="reading">Ends with his reading.</param>
    public async Task AwaitAsync(HttpContext context, long bytes, ValueTask<FlushResult> reading)
    {
        string address = Peer.AddressOf(context);
        long unread = _bytes.Add(address, bytes);
        try
        {
            if (unread > options.UnreadBytesPerAddress && unread > bytes)
                context.Abort();
            await reading;
        }
        finally
        {
            _bytes.Remove(address, bytes);
        }
    }
}
