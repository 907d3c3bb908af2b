using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>What time alone does, before every command (engine.md §1).</summary>
public sealed partial class ExchangeEngine
{
    private const int MaxForgottenPerCommand = 64;
    private const int MaxForgottenPerTick = 1024;

    /// <summary>How long a dead agent is remembered: longer than any nonce of its is inside the window.</summary>
    private const long AgentMemoryMs = 3 * 86_400_000L;

    private readonly List<WalletAccount> _dueWallets = [];
    private readonly List<Instrument> _dueInstruments = [];

    private void AdvanceTime(EngineCommand command)
    {
        long now = _state.TimestampMs;
        while (_state.Orders.TryTakeExpired(now, out int slot))
            CancelResting(slot, OrderReason.Expired);
        if (_state.CancelAllDeadlines.EarliestMs <= now)
            FireDeadManSwitches(now);
        if (_state.InstrumentExpiries.EarliestMs <= now)
            ExpireInstruments(now);
        ForgetTheOld(now, command is Tick ? MaxForgottenPerTick : MaxForgottenPerCommand);
        if (_state.LiquidationSteps.EarliestMs <= now)
            RunLiquidationSteps(command is Tick);
    }

    /// <summary>
    /// Forgets signers of whom every nonce is out of the window of time, then agents that have been dead for longer
    /// than a signature of theirs could be new; the rest waits for the next commands.
    /// </summary>
    private void ForgetTheOld(long now, int limit)
    {
        for (; limit > 0 && _state.Nonces.TryForget(NonceWindow.LatestOutdated(now), out WalletAddress signer); limit--)
        {
            if (FindWallet(signer) is { } wallet)
                wallet.SignerNumber = -1;
            _changes.RecordSignerForgotten(signer);
        }

        for (; limit > 0 && _state.Agents.TryTakeDead(now - AgentMemoryMs, out int number); limit--)
        {
            AgentTable.Key key = _state.Agents[number].Key;
            _changes.RecordAgentForgotten(key.Wallet, key.Agent);
            _state.Agents.Remove(_state.Wallets[key.Wallet], number);
        }
    }

    private void FireDeadManSwitches(long now)
    {
        _dueWallets.Clear();
        while (_state.CancelAllDeadlines.TryTakeDue(now, out int number))
            _dueWallets.Add(_state.Wallets[number]);
        _dueWallets.Sort(static (left, right) => left.Address.CompareTo(right.Address));
        foreach (WalletAccount wallet in _dueWallets)
        {
            wallet.CancelAllAtMs = 0;
            _changes.MarkWallet(wallet);
            CancelWalletOrders(wallet, OrderReason.DeadMan);
        }
    }

    private void ExpireInstruments(long now)
    {
        _dueInstruments.Clear();
        while (_state.InstrumentExpiries.TryTakeDue(now, out int number))
            _dueInstruments.Add(_state.Markets[number]!);
        _dueInstruments.Sort(CompareExpiries);
        Instrument? previous = null;
        foreach (Instrument instrument in _dueInstruments)
        {
            instrument.TwapUnits = IsSameExpiry(previous, instrument)
                ? previous!.TwapUnits
                : AverageBeforeExpiry(instrument);
            ExpireInstrument(instrument);
            previous = instrument;
        }
    }

    /// <summary>By expiry instant, then symbol.</summary>
    private static int CompareExpiries(Instrument left, Instrument right) => left.ExpiryMs != right.ExpiryMs
        ? left.ExpiryMs.CompareTo(right.ExpiryMs)
        : string.CompareOrdinal(left.Symbol, right.Symbol);

    private static bool IsSameExpiry(Instrument? previous, Instrument instrument) =>
        previous is not null && previous.Underlying == instrument.Underlying
        && previous.ExpiryMs == instrument.ExpiryMs;

    /// <summary>The index's average over the window that ends with the expiry, or 0 where there is none.</summary>
    private long AverageBeforeExpiry(Instrument instrument) => instrument.Underlying.History.AverageUnits(
        instrument.ExpiryMs - _state.Rules.TwapMs, instrument.ExpiryMs, _state.Rules.MaxPriceAgeMs,
        _state.Rules.MinTwapCoveragePpm);

    private void ExpireInstrument(Instrument instrument)
    {
        instrument.Status = InstrumentStatus.ExpiredPendingPrice;
        instrument.Underlying.MarketVersion++;
        _state.PendingSettlement.Add(instrument);
        CancelInstrumentOrders(instrument, OrderReason.InstrumentExpired);
        _changes.RecordInstrument(instrument);
        Events.Add(new MarketUpdated(instrument.Symbol, instrument.Status));
    }
}
