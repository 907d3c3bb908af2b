namespace Hypercall.Gateway.Sockets;

/// <summary>What becomes of orders when their socket closes (gateway.md §10).</summary>
internal enum GuardMode
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>All of the wallet's are canceled; the engine does it too when the gateway is gone.</summary>
    Account,

    /// <summary>Those that came over the socket are canceled.</summary>
    Connection,
}
