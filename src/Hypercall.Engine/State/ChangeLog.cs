using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// Collects what one command changed and closes the hash chain over it: H(n) = SHA-256(H(n−1) ‖ encoded envelope ‖
/// change records) (architecture.md §State hash). The record types are those of <see cref="ChangeKind"/>. With hashing
/// off nothing is collected.
/// </summary>
internal sealed class ChangeLog
{
    private readonly EngineState _state;
    private readonly bool _hashing;
    private readonly CanonicalWriter _writer = new(1024);
    private readonly CanonicalWriter _scratch = new();
    private readonly ISha256 _sha256;
    private readonly List<WalletAccount> _dirtyWallets = [];
    private LedgerValues _ledger;
    private bool _ledgerChanged;
    private long _nextOrderId;
    private long _nextTradeId;

    private readonly record struct LedgerValues(
        Int128 Clearing, Int128 Fees, Int128 Insurance, Int128 Deposits, Int128 Withdrawals, Int128 HoldingsSettled)
    {
        public static LedgerValues Of(Ledger ledger) => new(
            ledger.ClearingUnits,
            ledger.FeesUnits,
            ledger.InsuranceUnits,
            ledger.DepositsUnits,
            ledger.WithdrawalsUnits,
            ledger.HoldingsSettledUnits);
    }

    public ChangeLog(EngineState state, EngineOptions options)
    {
        _ledger = LedgerValues.Of(state.Ledger);
        _state = state;
        _hashing = options.Hashing;
        _sha256 = options.Sha256();
        _nextOrderId = state.NextOrderId;
        _nextTradeId = state.NextTradeId;
    }

    /// <summary>Starts the records of a command.</summary>
    /// <param name="envelope">The command.</param>
    /// <param name="encoded">Its canonical bytes where they are at hand, else empty.</param>
    public void Begin(in CommandEnvelope envelope, ReadOnlySpan<byte> encoded)
    {
        if (!_hashing)
            return;
        _writer.Reset();
        if (_state.HashChain is null)
            _writer.WriteHash(_state.Hash);
        if (encoded.IsEmpty)
            EnvelopeCodec.Write(_writer, envelope);
        else
            _writer.WriteBytes(encoded);
    }

    /// <summary>First 128 bits of the SHA-256 of a command's encoding: what "the same command" compares.</summary>
    public UInt128 DigestCommand(EngineCommand command)
    {
        _scratch.Reset();
        CommandCodec.Write(_scratch, command);
        return _sha256.Compute(_scratch.Written).High128;
    }

    /// <summary>Has the wallet's own values recorded when the command ends.</summary>
    public void MarkWallet(WalletAccount wallet)
    {
        if (wallet.PendingChange == WalletChange.None)
            _dirtyWallets.Add(wallet);
        wallet.PendingChange = WalletChange.All;
    }

    /// <summary>Has the wallet's cash recorded when the command ends.</summary>
    public void MarkCash(WalletAccount wallet)
    {
        if (wallet.PendingChange != WalletChange.None)
            return;
        wallet.PendingChange = WalletChange.Cash;
        _dirtyWallets.Add(wallet);
    }

    /// <summary>Has the venue's accounts recorded when the command ends.</summary>
    public void MarkLedger() => _ledgerChanged = true;

    /// <summary>True when a movement of cash has been marked since the last command.</summary>
    public bool HasCashMoved => _ledgerChanged || _dirtyWallets.Count > 0;

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

    public void RecordNonce(long nonce)
    {
        if (Begin(ChangeKind.Nonce))
            _writer.WriteInt64(nonce);
    }

    /// <summary>An outcome's canonical encoding, which holds until the next use of this log.</summary>
    public ReadOnlySpan<byte> EncodeOutcome(ref OutcomeEntry entry)
    {
        _scratch.Reset();
        EntryWriter.WriteOutcome(_scratch, ref entry);
        return _scratch.Written;
    }

    public void RecordOutcome(ReadOnlySpan<byte> encoded, int dropped)
    {
        if (!Begin(ChangeKind.Outcome))
            return;
        _writer.WriteBytes(encoded);
        _writer.WriteCount(dropped);
    }

    public void RecordMmp(MmpState mmp)
    {
        if (!Begin(ChangeKind.Mmp))
            return;
        EntryWriter.WriteMmp(_writer, mmp);
        _writer.WriteCount(mmp.FillCount);
        _writer.WriteInt128(mmp.Totals.QuantityUnits);
        _writer.WriteInt128(mmp.Totals.DeltaUnits);
        _writer.WriteInt128(mmp.Totals.VegaUnits);
    }

    public void RecordAgent(int number)
    {
        if (Begin(ChangeKind.Agent))
            EntryWriter.WriteAgent(_writer, _state.Agents[number]);
    }

    public void RecordSource(string name, in SourceRecord record)
    {
        if (Begin(ChangeKind.Source))
            EntryWriter.WriteSource(_writer, name, record);
    }

    public void RecordSignerForgotten(WalletAddress signer)
    {
        if (Begin(ChangeKind.SignerForgotten))
            _writer.WriteAddress(signer);
    }

    public void RecordAgentForgotten(int wallet, WalletAddress agent)
    {
        if (!Begin(ChangeKind.AgentForgotten))
            return;
        _writer.WriteCount(wallet);
        _writer.WriteAddress(agent);
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

    public void RecordPerp(WalletExposure exposure)
    {
        if (Begin(ChangeKind.Perp))
            EntryWriter.WritePerp(_writer, exposure);
    }

    public void RecordQueued(ReadOnlySpan<int> numbers)
    {
        if (numbers.IsEmpty || !Begin(ChangeKind.Queued))
            return;
        _writer.WriteCount(numbers.Length);
        foreach (int number in numbers)
            _writer.WriteCount(number);
    }

    public void RecordExamined(int count)
    {
        if (count > 0 && Begin(ChangeKind.Examined))
            _writer.WriteCount(count);
    }

    public void RecordSkipped() => Begin(ChangeKind.Skipped);

    /// <summary>Records what is recorded once per command: wallets, the venue's accounts, counters.</summary>
    public void RecordDirty()
    {
        foreach (WalletAccount wallet in _dirtyWallets)
        {
            RecordWallet(wallet, wallet.PendingChange);
            wallet.PendingChange = WalletChange.None;
        }

        _dirtyWallets.Clear();
        if (_ledgerChanged)
            RecordLedger();
        _ledgerChanged = false;
        bool counted = _nextOrderId != _state.NextOrderId || _nextTradeId != _state.NextTradeId;
        if (counted && Begin(ChangeKind.Counters))
        {
            _writer.WriteVarUInt((ulong)_state.NextOrderId);
            _writer.WriteVarUInt((ulong)_state.NextTradeId);
        }

        _nextOrderId = _state.NextOrderId;
        _nextTradeId = _state.NextTradeId;
    }

    private void RecordWallet(WalletAccount wallet, WalletChange change)
    {
        if (!Begin(change == WalletChange.Cash ? ChangeKind.Cash : ChangeKind.Wallet))
            return;
        _writer.WriteCount(wallet.Number);
        if (change == WalletChange.Cash)
            _writer.WriteInt128(wallet.CashUnits);
        else
            EntryWriter.WriteWallet(_writer, wallet);
    }

    private void RecordLedger()
    {
        if (!Begin(ChangeKind.Ledger))
            return;
        LedgerValues now = LedgerValues.Of(_state.Ledger);
        int mask = (now.Clearing != _ledger.Clearing ? 1 : 0)
            | (now.Fees != _ledger.Fees ? 2 : 0)
            | (now.Insurance != _ledger.Insurance ? 4 : 0)
            | (now.Deposits != _ledger.Deposits ? 8 : 0)
            | (now.Withdrawals != _ledger.Withdrawals ? 16 : 0)
            | (now.HoldingsSettled != _ledger.HoldingsSettled ? 32 : 0);
        _writer.WriteByte((byte)mask);
        WriteIf((mask & 1) != 0, now.Clearing);
        WriteIf((mask & 2) != 0, now.Fees);
        WriteIf((mask & 4) != 0, now.Insurance);
        WriteIf((mask & 8) != 0, now.Deposits);
        WriteIf((mask & 16) != 0, now.Withdrawals);
        WriteIf((mask & 32) != 0, now.HoldingsSettled);
        _ledger = now;
    }

    private void WriteIf(bool changed, Int128 value)
    {
        if (changed)
            _writer.WriteInt128(value);
    }

    /// <summary>
    /// The hash after the command; zero with hashing off, and where a chain of the host's computes it.
    /// </summary>
    public Hash256 Complete()
    {
        if (!_hashing)
            return default;
        if (_state.HashChain is not { } chain)
            return _sha256.Compute(_writer.Written);
        chain.Append(_writer.Written);
        return default;
    }

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
