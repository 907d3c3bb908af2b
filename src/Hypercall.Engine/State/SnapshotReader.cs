using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Domain.Rules;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>
/// Reads what <see cref="SnapshotWriter"/> writes into an empty state and rebuilds everything derived. Every length,
/// range and reference is checked; the first error ends the reading and is reported with its section.
/// </summary>
internal sealed partial class SnapshotReader
{
    private const int MaxItems = int.MaxValue / 2;

    private static readonly VolatilitySmile AnySmile = new(0, 0, 0, []);

    private readonly EngineState _state = new();

    private delegate void SectionReader(ref CanonicalReader reader);

    /// <summary>The state, or null with what is wrong in <paramref name="error"/>.</summary>
    public static EngineState? Read(ReadOnlySpan<byte> snapshot, out string? error)
    {
        var sections = new (int Start, int Length)[SnapshotFormat.Components.Length];
        error = SnapshotFormat.TryLocate(snapshot, sections);
        return error is null ? new SnapshotReader().Read(snapshot, sections, out error) : null;
    }

    private EngineState? Read(ReadOnlySpan<byte> snapshot, (int Start, int Length)[] sections, out string? error)
    {
        SectionReader[] readers =
        [
            ReadClock, ReadRules, ReadUnderlyings, ReadInstruments, ReadAccounts, ReadPositions, ReadBooks, ReadMmp,
            ReadLiquidation, ReadNonces, ReadAgents, ReadVenue, ReadOutcomes, ReadChain,
        ];
        for (int i = 0; i < sections.Length; i++)
        {
            var reader = new CanonicalReader(snapshot.Slice(sections[i].Start, sections[i].Length));
            readers[i](ref reader);
            reader.ExpectEnd();
            if (reader.Failed)
            {
                error = $"snapshot section '{SnapshotFormat.Components[i]}': {reader.Error}";
                return null;
            }
        }

        error = null;
        return _state;
    }

    private void ReadClock(ref CanonicalReader reader)
    {
        _state.Sequence = reader.ReadInt64(0, long.MaxValue, "sequence");
        _state.TimestampMs = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "time");
        _state.NextOrderId = reader.ReadInt64(1, long.MaxValue, "next order id");
        _state.NextTradeId = reader.ReadInt64(1, long.MaxValue, "next trade id");
        _state.NextL2Sequence = reader.ReadInt64(1, long.MaxValue, "next L2 sequence");
    }

    private void ReadRules(ref CanonicalReader reader)
    {
        RuleSet? rules = RuleSetCodec.Read(ref reader);
        if (rules is null || reader.Failed)
            reader.Fail("rule set");
        else if (RuleSetValidation.FirstInvalidMember(rules) is { } member)
            reader.Fail($"rule set member '{member}'");
        else
            _state.UseRules(rules);
    }

    private void ReadUnderlyings(ref CanonicalReader reader)
    {
        _state.Markets.VenueModes = EntryShapes.WalkModes(ref reader, null);
        int count = reader.ReadCount(MaxItems, 20, "underlying");
        for (int i = 0; i < count && !reader.Failed; i++)
            ReadUnderlying(ref reader);
    }

    private void ReadUnderlying(ref CanonicalReader reader)
    {
        string name = reader.ReadString(ParsedInstrument.MaxUnderlyingLength, "underlying");
        if (!ParsedInstrument.IsUnderlying(name) || _state.Markets.FindUnderlying(name) is not null)
        {
            reader.Fail($"underlying '{name}'");
            return;
        }

        Underlying underlying = _state.Markets.AddUnderlying(name, UnderlyingRules.Resolve(_state.Rules, name));
        EntryShapes.Walk(ref reader, underlying);
        int points = reader.ReadCount(MaxItems, 16, "index point");
        for (int i = 0; i < points && !reader.Failed; i++)
            ReadIndexPoint(ref reader, underlying.History);
        int smiles = reader.ReadCount(MaxItems, 21, "smile");
        for (int i = 0; i < smiles && !reader.Failed; i++)
            underlying.Smiles.Add(EntryShapes.Walk(ref reader, AnySmile));
    }

    private static void ReadIndexPoint(ref CanonicalReader reader, IndexHistory history)
    {
        long time = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "index point's time");
        long price = reader.ReadInt64(1, Price.MaxUnits, "index point");
        if (history.Count > 0 && history[history.Count - 1].TimestampMs >= time)
            reader.Fail("index points out of order");
        else
            history.Add(time, price);
    }

    private void ReadInstruments(ref CanonicalReader reader)
    {
        int next = (int)Math.Min(reader.ReadVarUInt(), MaxItems);
        int count = reader.ReadCount(MaxItems, 18, "instrument");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            int number = (int)Math.Min(reader.ReadVarUInt(), MaxItems);
            string symbol = reader.ReadString(128, "symbol");
            var status = (InstrumentStatus)reader.ReadByte((byte)InstrumentStatus.ExpiredPendingPrice, "status");
            long expiry = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "expiry");
            long twap = reader.ReadInt64(0, Price.MaxUnits, "settlement average");
            long held = reader.ReadInt64(0, Quantity.MaxHeldUnits, "venue's holding");
            bool known = ParsedInstrument.TryParse(symbol, out ParsedInstrument? parsed);
            if (!known || number >= next || number < _state.Markets.NextNumber
                || _state.Markets.Find(symbol) is not null
                || _state.Markets.FindUnderlying(parsed!.Key.Underlying) is not { } underlying)
            {
                reader.Fail($"instrument {number} '{symbol}'");
                return;
            }

            FillGaps(number);
            Instrument instrument = _state.AddInstrument(parsed, underlying, expiry);
            instrument.Status = status;
            instrument.TwapUnits = twap;
            instrument.HeldUnits = held;
            if (status == InstrumentStatus.ExpiredPendingPrice)
                _state.PendingSettlement.Add(instrument);
            else
                _state.InstrumentExpiries.Set(number, expiry, number);
        }

        if (!reader.Failed)
            FillGaps(next);
    }

    private void FillGaps(int number)
    {
        while (_state.Markets.NextNumber < number)
            _state.Markets.AddGap();
    }

    private void ReadAccounts(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 51, "wallet");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAddress address = reader.ReadAddress();
            if (reader.Failed || _state.Wallets.Find(address) is not null)
            {
                reader.Fail($"wallet {address} twice");
                return;
            }

            ReadWallet(ref reader, _state.Wallets.Add(address));
        }
    }

    private void ReadWallet(ref CanonicalReader reader, WalletAccount wallet)
    {
        EntryShapes.Walk(ref reader, wallet);
        if (wallet.CancelAllAtMs != 0)
            _state.CancelAllDeadlines.Set(wallet.Number, wallet.CancelAllAtMs, wallet.Number);
        _state.Ledger.WalletsUnits += wallet.CashUnits;
        _state.Ledger.DebtsUnits += wallet.DebtUnits;
        if (wallet.Stage is { } stage)
            _state.LiquidationSteps.Set(wallet, stage.EndsAtMs);
        if (wallet.Stage is not null != (wallet.LiquidationState == LiquidationState.PreLiquidation))
            reader.Fail($"wallet {wallet.Address} has a grace outside PreLiquidation, or none in it");
    }

    private static Int128 ReadCash(ref CanonicalReader reader)
    {
        Int128 value = reader.ReadInt128();
        Int128 bound = Int128.MaxValue >> 20;
        if (value >= -bound && value <= bound)
            return value;
        reader.Fail("cash out of range");
        return 0;
    }

    private void ReadPositions(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 26, "position");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAccount? wallet = ReadWalletNumber(ref reader);
            Instrument? instrument = ReadInstrumentNumber(ref reader);
            long quantity = reader.ReadInt64(-Quantity.MaxExposureUnits, Quantity.MaxExposureUnits, "position");
            Int128 cost = ReadCash(ref reader);
            if (reader.Failed || quantity == 0 || _state.Positions.Find(wallet!.Number, instrument!.Number) >= 0)
            {
                reader.Fail("position flat or twice");
                return;
            }

            ref PositionEntry entry = ref _state.Positions[_state.Positions.GetOrAdd(wallet, instrument.Number)];
            entry.QuantityUnits = quantity;
            entry.CostUnits = cost;
            wallet.OpenPositions++;
            wallet.ShortPositions += quantity < 0 ? 1 : 0;
            instrument.OpenPositions++;
            instrument.NetPositionUnits += quantity;
            if (wallet.Mode == MarginMode.Portfolio)
                _state.Ledger.PortfolioCostUnits += cost;
            HoldOption(wallet, instrument.Underlying);
        }

        ReadPerps(ref reader);
    }

    private static void HoldOption(WalletAccount wallet, Underlying underlying)
    {
        WalletExposure exposure = wallet.GetOrAddExposure(underlying);
        exposure.HeldOptions++;
        underlying.Holders.Note(exposure);
    }

    private void ReadPerps(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 18, "perpetual");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAccount? wallet = ReadWalletNumber(ref reader);
            Underlying? underlying = ReadUnderlyingNumber(ref reader);
            long size = reader.ReadInt64(-Quantity.MaxExposureUnits, Quantity.MaxExposureUnits, "perpetual");
            long entry = reader.ReadInt64(1, Price.MaxUnits, "entry price");
            if (reader.Failed || size == 0 || wallet!.FindExposure(underlying!) is { PerpUnits: not 0 })
            {
                reader.Fail("perpetual flat or twice");
                return;
            }

            WalletExposure exposure = wallet.GetOrAddExposure(underlying!);
            exposure.PerpUnits = size;
            exposure.PerpEntryUnits = entry;
            underlying!.Holders.Note(exposure);
        }
    }

    private Underlying? ReadUnderlyingNumber(ref CanonicalReader reader)
    {
        ulong number = reader.ReadVarUInt();
        if (number < (ulong)_state.Markets.Underlyings.Count)
            return _state.Markets.Underlyings[(int)number];
        reader.Fail($"there is no underlying {number}");
        return null;
    }

    private WalletAccount? ReadWalletNumber(ref CanonicalReader reader)
    {
        ulong number = reader.ReadVarUInt();
        if (number < (ulong)_state.Wallets.Count)
            return _state.Wallets[(int)number];
        reader.Fail($"there is no wallet {number}");
        return null;
    }

    private Instrument? ReadInstrumentNumber(ref CanonicalReader reader)
    {
        ulong number = reader.ReadVarUInt();
        Instrument? instrument = number < (ulong)_state.Markets.NextNumber ? _state.Markets[(int)number] : null;
        if (instrument is null)
            reader.Fail($"there is no instrument {number}");
        return instrument;
    }
}
