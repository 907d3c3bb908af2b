namespace Hypercall.Gateway.Sockets;

/// <summary>One of those for whom this gateway guards a wallet.</summary>
internal interface IGuardMember
{
    /// <summary>Whether who proved the wallet no longer speaks for it; while nobody can say, he does.</summary>
    Task<bool> IsRevokedAsync();

    /// <summary>It is guarded no longer, and is told why; its orders stay.</summary>
    void Drop(string reason);
}
