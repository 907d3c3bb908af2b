using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Pricing;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>Market-maker protection (engine.md §9) and agents.</summary>
public sealed partial class ExchangeEngine
{
    /// <summary>
    /// Counts a fill of a protected order at the greeks of the moment. On a breach the wallet freezes and the order's
    /// remainder in <paramref name="orderSlot"/> (if it rests), then its other protected orders on the underlying are
    /// cancelled.
    /// </summary>
    /// <param name="wallet">Whose order it is.</param>
    /// <param name="instrument">The option.</param>
    /// <param name="signedUnits">Contracts, positive where the order buys.</param>
    /// <param name="orderSlot">Slot of the order's remainder, or -1.</param>
    /// <returns>True on a breach.</returns>
    private bool ProtectAfterFill(WalletAccount wallet, Instrument instrument, long signedUnits, int orderSlot)
    {
        Underlying underlying = instrument.Underlying;
        if (_state.Mmp.Find(wallet.Number, underlying.Number) is not { Enabled: true } mmp)
            return false;
        long now = _state.TimestampMs;
        mmp.Prune(now, _state.Rules.Mmp.Window);
        mmp.Record(ProtectedFill(instrument, signedUnits, out bool hasGreeks), _state.Rules.MaxMmpRecords);
        MmpCause? cause = mmp.FindBreach(mmp.Totals, hasGreeks, _state.Rules.Mmp.Breach);
        if (cause is { } breached)
        {
            mmp.Freeze(now);
            long? until = mmp.FrozenUntilMs == MmpState.UntilReset ? null : mmp.FrozenUntilMs;
            Events.Add(new MmpTriggered(wallet.Address, underlying.Name, breached, until));
            if (orderSlot >= 0)
                CancelResting(orderSlot, OrderReason.Mmp);
            CancelProtectedOrders(wallet, underlying);
        }

        _changes.RecordMmp(mmp);
        return cause is not null;
    }

    /// <summary>
    /// What a fill now counts in a window: greeks per contract at 8 decimals × size, exactly (engine.md §9).
    /// </summary>
    private MmpFillRecord ProtectedFill(Instrument instrument, long signedUnits, out bool hasGreeks)
    {
        long now = _state.TimestampMs;
        long units = Math.Abs(signedUnits);
        FillGreeks? known = _valuer.GreeksOf(instrument);
        hasGreeks = known is not null;
        return known is { } greeks
            ? new MmpFillRecord(
                now,
                units,
                (Int128)greeks.DeltaUnits * signedUnits,
                (Int128)greeks.VegaUnits * signedUnits)
            : new MmpFillRecord(now, units, 0, 0);
    }

    private void CancelProtectedOrders(WalletAccount wallet, Underlying underlying)
    {
        int slot = wallet.FirstOrder;
        while (slot >= 0)
        {
            int next = _state.Orders.Store.Node(slot).NextOfWallet;
            ref OrderNode node = ref _state.Orders.Store.Node(slot);
            if ((node.Flags & OrderFlags.Mmp) != 0 && InstrumentOf(slot).Underlying == underlying)
                CancelResting(slot, OrderReason.Mmp);
            slot = next;
        }
    }

    private RejectCode ApplyMmpConfig(MmpConfigUpdate command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        if (!IsMmpConfigValid(command))
            return RejectCode.InvalidMmpConfig;
        MmpState? mmp = FindMmp(command.Wallet, command.Underlying);
        RejectCode rejection = CheckConfigNonce(mmp, command.ConfigNonce);
        if (rejection != RejectCode.None)
            return rejection;

        mmp ??= _state.Mmp.Add(
            GetOrAddWallet(command.Wallet).Number, GetOrAddUnderlying(command.Underlying).Number);
        mmp.Enabled = command.Enabled;
        mmp.IntervalMs = command.IntervalMs;
        mmp.FrozenTimeMs = command.FrozenTimeMs;
        mmp.QuantityLimitUnits = command.QuantityLimit?.Units;
        mmp.DeltaLimitUnits = command.DeltaLimitUnits;
        mmp.VegaLimitUnits = command.VegaLimitUnits;
        mmp.ConfigNonce = command.ConfigNonce;
        if (!mmp.Enabled)
            mmp.Reset();
        _changes.RecordMmp(mmp);
        Events.Add(new MmpConfigChanged(command.Wallet, command.Underlying));
        return RejectCode.None;
    }

    /// <summary>What is on needs something to protect and a limit; switching off needs neither.</summary>
    private bool IsMmpConfigValid(MmpConfigUpdate command) =>
        command.IntervalMs > 0 && command.IntervalMs <= _state.Rules.MaxMmpIntervalMs
        && command.FrozenTimeMs is >= 0 and <= CommandEnvelope.MaxTimestampMs
        && !(command.QuantityLimit?.Units < 0) && !(command.DeltaLimitUnits < 0) && !(command.VegaLimitUnits < 0)
        && (!command.Enabled || (HasLimit(command) && HasInstrument(command.Underlying)));

    private static bool HasLimit(MmpConfigUpdate command) =>
        command.QuantityLimit is not null || command.DeltaLimitUnits is not null || command.VegaLimitUnits is not null;

    private bool HasInstrument(string underlying) =>
        _state.Markets.FindUnderlying(underlying) is { InstrumentCount: > 0 };

    private RejectCode ApplyMmpReset(MmpReset command)
    {
        if (!ParsedInstrument.IsUnderlying(command.Underlying))
            return Reject(RejectCode.InvalidSymbol, 0, 0, command.Underlying);
        MmpState? mmp = FindMmp(command.Wallet, command.Underlying);
        RejectCode rejection = CheckConfigNonce(mmp, command.ConfigNonce);
        if (rejection != RejectCode.None)
            return rejection;
        if (mmp is null)
            return RejectCode.UnknownMmpConfig;
        mmp.ConfigNonce = command.ConfigNonce;
        mmp.Reset();
        _changes.RecordMmp(mmp);
        Events.Add(new MmpConfigChanged(command.Wallet, command.Underlying));
        return RejectCode.None;
    }

    private MmpState? FindMmp(WalletAddress address, string underlying) =>
        FindWallet(address) is { } wallet && _state.Markets.FindUnderlying(underlying) is { } known
            ? _state.Mmp.Find(wallet.Number, known.Number)
            : null;

    private RejectCode CheckConfigNonce(MmpState? mmp, long nonce)
    {
        long expected = (mmp?.ConfigNonce ?? 0) + 1;
        return nonce == expected
            ? RejectCode.None
            : Reject(RejectCode.InvalidConfigNonce, nonce, expected);
    }

    private RejectCode ApplyApproveAgent(ApproveAgent command)
    {
        if (command.Agent == command.Wallet)
            return RejectCode.InvalidAgent;
        WalletAccount? wallet = FindWallet(command.Wallet);
        int number = wallet is null ? -1 : _state.Agents.Find(wallet.Number, command.Agent);
        if (number >= 0 && !_state.Agents.IsAlive(number, _state.TimestampMs))
            return RejectCode.AgentDead;
        RejectCode rejection = number < 0 && wallet is not null ? CheckAgentLimits(wallet) : RejectCode.None;
        if (rejection != RejectCode.None)
            return rejection;
        if (command.ExpiresAtMs <= _state.TimestampMs)
        {
            return Reject(RejectCode.InvalidExpiry, command.ExpiresAtMs.Value, _state.TimestampMs);
        }

        long expiry = command.ExpiresAtMs ?? AgentTable.Never;
        wallet ??= GetOrAddWallet(command.Wallet);
        if (number >= 0)
            _state.Agents.SetDeath(wallet, number, expiry);
        else
            number = _state.Agents.Add(wallet, command.Agent, expiry);
        _changes.RecordAgent(number);
        Events.Add(new AgentChanged(command.Wallet, command.Agent, AgentStatus.Approved, command.ExpiresAtMs));
        return RejectCode.None;
    }

    private RejectCode CheckAgentLimits(WalletAccount wallet)
    {
        (int all, int live) = _state.Agents.CountOf(wallet, _state.TimestampMs);
        if (live >= _state.Rules.MaxAgents)
            return Reject(RejectCode.TooManyAgents, live, _state.Rules.MaxAgents);
        return all >= _state.Rules.MaxAgentRecords
            ? Reject(RejectCode.TooManyAgents, all, _state.Rules.MaxAgentRecords)
            : RejectCode.None;
    }

    private RejectCode ApplyRevokeAgent(RevokeAgent command)
    {
        WalletAccount? wallet = FindWallet(command.Wallet);
        int number = wallet is null ? -1 : _state.Agents.Find(wallet.Number, command.Agent);
        if (number < 0 || !_state.Agents.IsAlive(number, _state.TimestampMs))
            return RejectCode.UnknownAgent;
        _state.Agents.SetDeath(wallet!, number, _state.TimestampMs);
        _changes.RecordAgent(number);
        Events.Add(new AgentChanged(command.Wallet, command.Agent, AgentStatus.Revoked, null));
        return RejectCode.None;
    }
}
