using Hypercall.Engine.Accounting;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Events;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Mmp;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine.State;

/// <summary>
/// Collects what one command changed and closes the hash chain over it: H(n) = SHA-256(H(n−1) ‖ encoded envelope ‖
/// change records) (design.md §State hash). The record types are those of <see cref="ChangeKind"/>. With hashing off
/// nothing is collected.
/// </summary>
internal sealed class ChangeLog
{
    private readonly EngineState _state;
    private readonly bool _hashing;
    private readonly CanonicalWriter _writer = new(1024);
    private readonly CanonicalWriter _scratch = new();
    private readonly List<WalletAccount> _dirtyWallets = [];
    private LedgerValues _ledger;
    private long _nextOrderId;
    private long _nextTradeId;

    private readonly record struct LedgerValues(
        Int128 Clearing, Int128 Fees, Int128 Insurance, Int128 Deposits, Int128 Withdrawals)
    {
        public static LedgerValues Of(Ledger ledger) => new(
            ledger.ClearingUnits,
            ledger.FeesUnits,
            ledger.InsuranceUnits,
            ledger.DepositsUnits,
            ledger.WithdrawalsUnits);
    }

    public ChangeLog(EngineState state, bool hashing)
    {
        _state = state;
        _hashing = hashing;
        _ledger = LedgerValues.Of(state.Ledger);
        _nextOrderId = state.NextOrderId;
        _nextTradeId = state.NextTradeId;
    }

    /// <summary>Starts the records of a command.</summary>
    public void Begin(in CommandEnvelope envelope)
    {
        if (!_hashing)
            return;
        _writer.Reset();
        _writer.WriteHash(_state.Hash);
        EnvelopeCodec.Write(_writer, envelope);
    }

    /// <summary>First 128 bits of the SHA-256 of a command's encoding: what "the same command" compares.</summary>
    public UInt128 DigestCommand(EngineCommand command)
    {
        _scratch.Reset();
        CommandCodec.Write(_scratch, command);
        return Hash256.Compute(_scratch.Written).High128;
    }

    /// <summary>Has the wallet's own values recorded when the command ends.</summary>
    public void MarkWallet(WalletAccount wallet)
    {
        if (wallet.ChangedAtSequence == _state.Sequence)
            return;
        wallet.ChangedAtSequence = _state.Sequence;
        _dirtyWallets.Add(wallet);
    }

    public void RecordOrder(int slot)
    {
        if (Begin(ChangeKind.Order))
            EntryWriter.WriteOrder(_writer, _state.Orders.Store.Node(slot), _state.Orders.Store.Detail(slot));
    }

    public void RecordOrderRemoved(long orderId)
    {
        if (Begin(ChangeKind.OrderRemoved))
            _writer.WriteInt64(orderId);
    }

    public void RecordLevels(
        Instrument instrument, long l2Sequence, ReadOnlySpan<BookLevel> bids, ReadOnlySpan<BookLevel> asks)
    {
        if (!Begin(ChangeKind.Levels))
            return;
        _writer.WriteCount(instrument.Number);
        _writer.WriteVarUInt((ulong)l2Sequence);
        _writer.WriteCount(bids.Length);
        WriteLevels(bids);
        _writer.WriteCount(asks.Length);
        WriteLevels(asks);
    }

    public void RecordPosition(in PositionEntry entry)
    {
        if (Begin(ChangeKind.Position))
            EntryWriter.WritePosition(_writer, entry);
    }

    public void RecordNonce(WalletAddress signer, long nonce)
    {
        if (!Begin(ChangeKind.Nonce))
            return;
        _writer.WriteAddress(signer);
        _writer.WriteInt64(nonce);
    }

    public void RecordOutcome(in OutcomeEntry entry, int dropped)
    {
        if (!Begin(ChangeKind.Outcome))
            return;
        EntryWriter.WriteOutcome(_writer, entry);
        _writer.WriteCount(dropped);
    }

    public void RecordMmp(MmpState mmp)
    {
        if (!Begin(ChangeKind.Mmp))
            return;
        EntryWriter.WriteMmp(_writer, mmp);
        _writer.WriteCount(mmp.FillCount);
        _writer.WriteInt128(mmp.TotalQuantityUnits);
    }

    public void RecordAgent(int number)
    {
        if (Begin(ChangeKind.Agent))
            EntryWriter.WriteAgent(_writer, _state.Agents[number]);
    }

    public void RecordSource(string name, long number)
    {
        if (!Begin(ChangeKind.Source))
            return;
        _writer.WriteString(name);
        _writer.WriteInt64(number);
    }

    public void RecordInstrument(Instrument instrument)
    {
        if (Begin(ChangeKind.Instrument))
            EntryWriter.WriteInstrument(_writer, instrument);
    }

    public void RecordInstrumentRemoved(int number)
    {
        if (Begin(ChangeKind.InstrumentRemoved))
            _writer.WriteCount(number);
    }

    public void RecordUnderlying(Underlying underlying)
    {
        if (Begin(ChangeKind.Underlying))
            EntryWriter.WriteUnderlying(_writer, underlying);
    }

    public void RecordIndexPrice(Underlying underlying)
    {
        if (!Begin(ChangeKind.IndexPrice))
            return;
        _writer.WriteCount(underlying.Number);
        _writer.WriteInt64(underlying.IndexPriceUnits);
        _writer.WriteInt64(underlying.IndexTimeMs);
    }

    public void RecordSmiles(Underlying underlying, int expiryDate)
    {
        if (!Begin(ChangeKind.Smile))
            return;
        _writer.WriteCount(underlying.Number);
        _writer.WriteCount(underlying.Smiles.Count);
        foreach (VolatilitySmile smile in underlying.Smiles)
        {
            if (smile.ExpiryDate == expiryDate)
                EntryWriter.WriteSmile(_writer, smile);
        }
    }

    public void RecordVenueModes()
    {
        if (Begin(ChangeKind.VenueModes))
            EntryWriter.WriteModes(_writer, _state.Markets.VenueModes);
    }

    public void RecordRules()
    {
        if (Begin(ChangeKind.Rules))
            RuleSetCodec.Write(_writer, _state.Rules);
    }

    public void RecordSkipped() => Begin(ChangeKind.Skipped);

    /// <summary>Records what is recorded once per command: wallets, the venue's accounts, counters.</summary>
    public void RecordDirty()
    {
        foreach (WalletAccount wallet in _dirtyWallets)
        {
            if (!Begin(ChangeKind.Wallet))
                break;
            _writer.WriteCount(wallet.Number);
            EntryWriter.WriteWallet(_writer, wallet);
        }

        _dirtyWallets.Clear();
        LedgerValues ledger = LedgerValues.Of(_state.Ledger);
        if (ledger != _ledger && Begin(ChangeKind.Ledger))
            EntryWriter.WriteLedger(_writer, _state.Ledger);
        _ledger = ledger;
        bool counted = _nextOrderId != _state.NextOrderId || _nextTradeId != _state.NextTradeId;
        if (counted && Begin(ChangeKind.Counters))
        {
            _writer.WriteVarUInt((ulong)_state.NextOrderId);
            _writer.WriteVarUInt((ulong)_state.NextTradeId);
        }

        _nextOrderId = _state.NextOrderId;
        _nextTradeId = _state.NextTradeId;
    }

    /// <summary>The hash after the command; zero with hashing off.</summary>
    public Hash256 Complete() => _hashing ? Hash256.Compute(_writer.Written) : default;

    private bool Begin(ChangeKind kind)
    {
        if (_hashing)
            _writer.WriteByte((byte)kind);
        return _hashing;
    }

    private void WriteLevels(ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels)
        {
            _writer.WriteInt64(level.Price.Units);
            _writer.WriteInt64(level.Size.Units);
        }
    }
}
