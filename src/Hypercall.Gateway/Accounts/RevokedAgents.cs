namespace Hypercall.Gateway.Accounts;

/// <summary>
/// Tells of each agent that is revoked, as the journal goes on; of old ones too, whenever the journal is read anew.
/// Whoever hears must not hold up who reads.
/// </summary>
internal sealed class RevokedAgents
{
    /// <summary>An agent was revoked by its wallet.</summary>
    public event Action<WalletAddress, WalletAddress>? Told;

    /// <summary>Takes a command that was applied.</summary>
    public void Take(in CommandEnvelope envelope, ApplyOutput outcome)
    {
        if (envelope.Command is RevokeAgent revoked && outcome is { Accepted: true, Duplicate: false })
            Told?.Invoke(revoked.Wallet, revoked.Agent);
    }
}
