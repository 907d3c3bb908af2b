namespace Hypercall.Engine.Commands;

/// <summary>
/// Anything that can change the engine. Immutable; everything the outcome depends on besides the state is in the
/// command and its <see cref="CommandEnvelope"/>.
/// </summary>
public abstract record EngineCommand
{
    /// <summary>A command of a kind.</summary>
    protected EngineCommand(CommandType type, CommandClass commandClass)
    {
        Type = type;
        Class = commandClass;
    }

    /// <summary>The kind, as encoded.</summary>
    public CommandType Type { get; }

    /// <summary>Who may send it.</summary>
    public CommandClass Class { get; }

    /// <summary>The command as a movement in or out of the venue, or null: asked of every command.</summary>
    internal virtual ITransfer? Transfer => null;

    /// <summary>The wallet the command acts for; null for commands of the venue.</summary>
    public WalletAddress? ActingWallet => this is WalletCommand command ? command.Wallet : null;
}

/// <summary>A command that acts for one wallet.</summary>
public abstract record WalletCommand : EngineCommand
{
    /// <summary>A command of a kind that acts for a wallet.</summary>
    protected WalletCommand(WalletAddress wallet, CommandType type, CommandClass commandClass)
        : base(type, commandClass) => Wallet = wallet;

    /// <summary>The wallet.</summary>
    public WalletAddress Wallet { get; init; }
}
