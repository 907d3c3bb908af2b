namespace Hypercall.Engine.Commands;

/// <summary>Who may send a command (engine.md §2).</summary>
public enum CommandClass : byte
{
    /// <summary>The wallet it names, or an agent of that wallet.</summary>
    Wallet,

    /// <summary>As <see cref="Wallet"/>, but never an agent: the wallet itself (engine.md §2).</summary>
    WalletOnly,

    /// <summary>The venue: a trusted host without a signer, or a signer that the rules name for this command.</summary>
    Venue,
}
