namespace Hypercall.Engine.Commands;

/// <summary>Configures market-maker protection of a wallet on an underlying.</summary>
/// <param name="Enabled">False clears the window and the freeze. True needs a limit, and an instrument of the
/// underlying.</param>
/// <param name="IntervalMs">Length of the window, greater than zero and at most the rules' maxMmpIntervalMs.</param>
/// <param name="FrozenTimeMs">
/// How long a breach freezes, 0 to <see cref="CommandEnvelope.MaxTimestampMs"/>; 0: until MmpReset.
/// </param>
/// <param name="QuantityLimit">Contracts, not negative; absent: no limit.</param>
/// <param name="DeltaLimitUnits">Net delta in units of 1e-8, not negative; absent: no limit.</param>
/// <param name="VegaLimitUnits">Net vega in units of 1e-8, not negative; absent: no limit.</param>
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
    long ConfigNonce)
    : WalletCommand(Wallet, CommandType.MmpConfigUpdate, CommandClass.Wallet), ICommand<MmpConfigUpdate>
{
    /// <summary>Decimals of the delta and vega limits.</summary>
    public const int GreekDecimals = 8;

    static MmpConfigUpdate ICommand<MmpConfigUpdate>.Blank { get; } =
        new(default, "", false, 0, 0, null, null, null, 0);

    static MmpConfigUpdate ICommand<MmpConfigUpdate>.Walk<V>(ref V v, MmpConfigUpdate c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        string underlying = v.Text("underlying", c.Underlying, 0, TextLimits.MaxSymbolBytes);
        (bool enabled, bool hasQuantity, bool hasDelta, bool hasVega) = v.Members(
            "protection members", c.Enabled, c.QuantityLimit.HasValue, c.DeltaLimitUnits.HasValue,
            c.VegaLimitUnits.HasValue);
        enabled = v.Bit("enabled", enabled, needed: true);
        long interval = v.Int64("intervalMs", c.IntervalMs);
        long frozen = v.Int64("frozenTimeMs", c.FrozenTimeMs);
        Quantity? quantity = v.Given("qtyLimit", hasQuantity)
            ? v.Quantity("qtyLimit", c.QuantityLimit.GetValueOrDefault())
            : null;
        long? delta = v.Given("deltaLimit", hasDelta)
            ? v.Units("deltaLimit", c.DeltaLimitUnits.GetValueOrDefault(), GreekDecimals)
            : null;
        long? vega = v.Given("vegaLimit", hasVega)
            ? v.Units("vegaLimit", c.VegaLimitUnits.GetValueOrDefault(), GreekDecimals)
            : null;
        long nonce = v.Int64("configNonce", c.ConfigNonce);
        return V.Makes
            ? new MmpConfigUpdate(wallet, underlying, enabled, interval, frozen, quantity, delta, vega, nonce)
            : c;
    }
}

/// <summary>Clears the window and ends the freeze.</summary>
public sealed record MmpReset(WalletAddress Wallet, string Underlying, long ConfigNonce)
    : WalletCommand(Wallet, CommandType.MmpReset, CommandClass.Wallet), ICommand<MmpReset>
{
    static MmpReset ICommand<MmpReset>.Blank { get; } = new(default, "", 0);

    static MmpReset ICommand<MmpReset>.Walk<V>(ref V v, MmpReset c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        string underlying = v.Text("underlying", c.Underlying, 0, TextLimits.MaxSymbolBytes);
        long configNonce = v.Int64("configNonce", c.ConfigNonce);
        return V.Makes ? new MmpReset(wallet, underlying, configNonce) : c;
    }
}

/// <summary>Lets an agent sign for a wallet, until <paramref name="ExpiresAtMs"/> where present.</summary>
public sealed record ApproveAgent(WalletAddress Wallet, WalletAddress Agent, long? ExpiresAtMs = null)
    : WalletCommand(Wallet, CommandType.ApproveAgent, CommandClass.WalletOnly), ICommand<ApproveAgent>
{
    static ApproveAgent ICommand<ApproveAgent>.Blank { get; } = new(default, default);

    static ApproveAgent ICommand<ApproveAgent>.Walk<V>(ref V v, ApproveAgent c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        WalletAddress agent = v.Address("agent", c.Agent);
        long? expiresAt = v.Has("expiresAt", c.ExpiresAtMs.HasValue)
            ? v.Time("expiresAt", c.ExpiresAtMs.GetValueOrDefault())
            : null;
        return V.Makes ? new ApproveAgent(wallet, agent, expiresAt) : c;
    }
}

/// <summary>
/// Ends an agent's authority. It cannot be approved again while the engine remembers it: until all that it could have
/// signed is out of the window of nonces, three days.
/// </summary>
public sealed record RevokeAgent(WalletAddress Wallet, WalletAddress Agent)
    : WalletCommand(Wallet, CommandType.RevokeAgent, CommandClass.WalletOnly), ICommand<RevokeAgent>
{
    static RevokeAgent ICommand<RevokeAgent>.Blank { get; } = new(default, default);

    static RevokeAgent ICommand<RevokeAgent>.Walk<V>(ref V v, RevokeAgent c)
    {
        WalletAddress wallet = v.Address("wallet", c.Wallet);
        WalletAddress agent = v.Address("agent", c.Agent);
        return V.Makes ? new RevokeAgent(wallet, agent) : c;
    }
}

/// <summary>
/// Spends a nonce and does nothing else. Signer and nonce are those of the envelope, which must carry both.
/// </summary>
public sealed record NonceAdvance()
    : EngineCommand(CommandType.NonceAdvance, CommandClass.Wallet), ICommand<NonceAdvance>
{
    static NonceAdvance ICommand<NonceAdvance>.Blank { get; } = new();

    static NonceAdvance ICommand<NonceAdvance>.Walk<V>(ref V v, NonceAdvance c) => V.Makes ? new NonceAdvance() : c;
}
