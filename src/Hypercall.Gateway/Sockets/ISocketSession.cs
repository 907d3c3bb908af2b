namespace Hypercall.Gateway.Sockets;

/// <summary>What one client says over its socket, by the protocol of one of the faces.</summary>
internal interface ISocketSession
{
    /// <summary>Takes one message.</summary>
    Task TakeAsync(ReadOnlyMemory<byte> message);

    /// <summary>The socket is closed, by whomever.</summary>
    Task EndAsync();
}
