namespace Hypercall.Engine.Modules.Protection;

/// <summary>Settings of market-maker protection, and its reset.</summary>
internal sealed class ProtectionSettings(EngineState state, Turn turn)
{
    /// <summary>
    /// A venue that knows as many underlyings lets no wallet name another by switching off protection that was never
    /// on: they stay in the state, and in every answer about instruments. (Project rule.)
    /// </summary>
    private const int MostNamed = 256;

    public Refusal? ApplyMmpConfig(MmpConfigUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        if (!IsMmpConfigValid(command, state.Markets.FindUnderlying(command.Underlying)))
            return RejectCode.InvalidMmpConfig;
        MmpState? mmp = FindMmp(command.Wallet, command.Underlying);
        if (CheckConfigNonce(mmp, command.ConfigNonce) is { } rejection)
            return rejection;

        int wallet = state.Wallets.GetOrAdd(command.Wallet).Number;
        state.Mmp.Configure(wallet, state.GetOrAddUnderlying(command.Underlying).Number, command);
        turn.Events.Add(new MmpConfigChanged(command.Wallet, command.Underlying));
        return null;
    }

    /// <summary>What is on needs something to protect and a limit; switching off needs neither.</summary>
    private bool IsMmpConfigValid(MmpConfigUpdate command, Underlying? underlying) =>
        command.IntervalMs > 0 && command.IntervalMs <= state.Rules.MaxMmpIntervalMs
        && command.FrozenTimeMs is >= 0 and <= CommandEnvelope.MaxTimestampMs
        && !(command.QuantityLimit?.Units < 0) && !(command.DeltaLimitUnits < 0) && !(command.VegaLimitUnits < 0)
        && (underlying is not null || state.Markets.Underlyings.Count < MostNamed)
        && (!command.Enabled || (HasLimit(command) && underlying is { InstrumentCount: > 0 }));

    private static bool HasLimit(MmpConfigUpdate command) =>
        command.QuantityLimit is not null || command.DeltaLimitUnits is not null || command.VegaLimitUnits is not null;

    public Refusal? ApplyMmpReset(MmpReset command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return turn.Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        MmpState? mmp = FindMmp(command.Wallet, command.Underlying);
        if (CheckConfigNonce(mmp, command.ConfigNonce) is { } rejection)
            return rejection;
        if (mmp is null)
            return RejectCode.UnknownMmpConfig;
        state.Mmp.Reset(mmp, command.ConfigNonce);
        turn.Events.Add(new MmpConfigChanged(command.Wallet, command.Underlying));
        return null;
    }

    private MmpState? FindMmp(WalletAddress address, string underlying) =>
        state.Wallets.Find(address) is { } wallet && state.Markets.FindUnderlying(underlying) is { } known
            ? state.Mmp.Find(wallet.Number, known.Number)
            : null;

    private Refusal? CheckConfigNonce(MmpState? mmp, long nonce)
    {
        long expected = (mmp?.ConfigNonce ?? 0) + 1;
        return nonce == expected
            ? null
            : turn.Reject(RejectCode.InvalidConfigNonce, nonce, expected);
    }
}
