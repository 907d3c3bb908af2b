using Hypercall.Engine.Domain;

namespace Hypercall.Engine.Commands;

/// <summary>Configures market-maker protection of a wallet on an underlying.</summary>
/// <param name="Wallet">The wallet.</param>
/// <param name="Underlying">The underlying.</param>
/// <param name="Enabled">False clears the window and the freeze.</param>
/// <param name="IntervalMs">Length of the window, greater than zero.</param>
/// <param name="FrozenTimeMs">How long a breach freezes; 0: until MmpReset.</param>
/// <param name="QuantityLimit">Contracts; absent: no limit.</param>
/// <param name="DeltaLimitUnits">Net delta in units of 1e-8; absent: no limit.</param>
/// <param name="VegaLimitUnits">Net vega in units of 1e-8; absent: no limit.</param>
/// <param name="ConfigNonce">Exactly the last accepted one of this wallet and underlying + 1, from 1.</param>
public sealed record MmpConfigUpdate(
    WalletAddress Wallet,
    string Underlying,
    bool Enabled,
    long IntervalMs,
    long FrozenTimeMs,
    Quantity? QuantityLimit,
    long? DeltaLimitUnits,
    long? VegaLimitUnits,
    long ConfigNonce) : WalletCommand(Wallet)
{
    /// <summary>Decimals of the delta and vega limits.</summary>
    public const int GreekDecimals = 8;

    public override CommandType Type => CommandType.MmpConfigUpdate;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>Clears the window and ends the freeze.</summary>
public sealed record MmpReset(WalletAddress Wallet, string Underlying, long ConfigNonce) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.MmpReset;
    public override CommandClass Class => CommandClass.Wallet;
}

/// <summary>Lets an agent sign for a wallet, until <paramref name="ExpiresAtMs"/> where present.</summary>
public sealed record ApproveAgent(WalletAddress Wallet, WalletAddress Agent, long? ExpiresAtMs = null) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.ApproveAgent;
    public override CommandClass Class => CommandClass.WalletOnly;
}

/// <summary>Ends an agent's authority for ever.</summary>
public sealed record RevokeAgent(WalletAddress Wallet, WalletAddress Agent) : WalletCommand(Wallet)
{
    public override CommandType Type => CommandType.RevokeAgent;
    public override CommandClass Class => CommandClass.WalletOnly;
}

/// <summary>
/// Spends a nonce and does nothing else. Signer and nonce are those of the envelope, which must carry both.
/// </summary>
public sealed record NonceAdvance : EngineCommand
{
    public override CommandType Type => CommandType.NonceAdvance;
    public override CommandClass Class => CommandClass.Wallet;
}
