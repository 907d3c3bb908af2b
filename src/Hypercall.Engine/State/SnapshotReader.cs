using Hypercall.Engine.Accounting;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Encoding;
using Hypercall.Engine.Events;
using Hypercall.Engine.Instruments;
using Hypercall.Engine.Mmp;
using Hypercall.Engine.Nonces;
using Hypercall.Engine.Numerics;
using Hypercall.Engine.OrderBook;
using Hypercall.Engine.Outcomes;
using Hypercall.Engine.Positions;
using Hypercall.Engine.Rules;
using Hypercall.Engine.Wallets;

namespace Hypercall.Engine.State;

/// <summary>
/// Reads what <see cref="SnapshotWriter"/> writes into an empty state and rebuilds everything derived. Every length,
/// range and reference is checked; the first error ends the reading and is reported with its section.
/// </summary>
internal sealed class SnapshotReader
{
    private const int MaxItems = int.MaxValue / 2;
    private readonly EngineState _state = new();
    private readonly List<(OrderNode Node, OrderDetail Detail)> _orders = [];

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
            ReadNonces, ReadAgents, ReadVenue, ReadOutcomes, ReadChain,
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
            _state.Rules = rules;
    }

    private void ReadUnderlyings(ref CanonicalReader reader)
    {
        _state.Markets.VenueModes = ReadModes(ref reader);
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
        underlying.IndexPriceUnits = reader.ReadInt64(0, Price.MaxUnits, "index price");
        underlying.IndexTimeMs = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "index time");
        underlying.Modes = ReadModes(ref reader);
        if (reader.ReadBoolean())
            underlying.SettlementPool = ReadPool(ref reader);
        int smiles = reader.ReadCount(MaxItems, 21, "smile");
        for (int i = 0; i < smiles && !reader.Failed; i++)
            underlying.Smiles.Add(ReadSmile(ref reader));
    }

    private static VolatilitySmile ReadSmile(ref CanonicalReader reader)
    {
        int date = reader.ReadInt32();
        long expiry = reader.ReadInt64();
        long updated = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "smile time");
        var points = new VolatilityPoint[reader.ReadCount(MaxItems, 16, "point")];
        for (int i = 0; i < points.Length; i++)
            points[i] = new VolatilityPoint(new Price(reader.ReadInt64()), reader.ReadInt64());
        return new VolatilitySmile(date, expiry, updated, points);
    }

    private static SettlementPoolConfig ReadPool(ref CanonicalReader reader) => new(
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadUInt32());

    private static TradingModes? ReadModes(ref CanonicalReader reader)
    {
        byte value = reader.ReadByte((byte)TradingModes.All + 1, "trading modes");
        return value == 0 ? null : (TradingModes)(value - 1);
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
            bool known = ParsedInstrument.TryParse(symbol, out ParsedInstrument? parsed);
            if (!known || number >= next || number < _state.Markets.NextNumber || _state.Markets.Find(symbol) is not null
                || _state.Markets.FindUnderlying(parsed!.Key.Underlying) is not { } underlying)
            {
                reader.Fail($"instrument {number} '{symbol}'");
                return;
            }

            FillGaps(number);
            Instrument instrument = ExchangeEngine.AddInstrument(_state, parsed, underlying, expiry);
            instrument.Status = status;
            if (status != InstrumentStatus.ExpiredPendingPrice)
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
        wallet.CashUnits = ReadCash(ref reader);
        wallet.Mode = (MarginMode)reader.ReadByte((byte)MarginMode.Portfolio, "margin mode");
        wallet.LiquidationState = (LiquidationState)reader.ReadByte((byte)LiquidationState.Liquidated, "liquidation");
        wallet.BonusPpm = reader.ReadInt32();
        wallet.CancelAllAtMs = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "dead-man's switch");
        if (wallet.CancelAllAtMs != 0)
            _state.CancelAllDeadlines.Set(wallet.Number, wallet.CancelAllAtMs, wallet.Number);
        _state.Ledger.WalletsUnits += wallet.CashUnits;
        if (!reader.ReadBoolean())
            return;
        wallet.Tier = reader.ReadString(TierUpdate.MaxTierBytes, "tier");
        wallet.TierMaxOpenOrders = reader.ReadInt32();
        wallet.TierMaxOpenPositions = reader.ReadInt32();
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
            instrument.OpenPositions++;
            instrument.NetPositionUnits += quantity;
            if (wallet.Mode == MarginMode.Portfolio)
                _state.Ledger.PortfolioCostUnits += cost;
        }
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

    private void ReadBooks(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, EntryWriter.FixedOrderBytes, "order");
        _orders.Capacity = count;
        for (int i = 0; i < count && !reader.Failed; i++)
            ReadOrder(ref reader);
        if (reader.Failed)
            return;

        // Wallets list their orders by id, books queue them as they stand here.
        var byId = new int[count];
        for (int i = 0; i < count; i++)
            byId[i] = i;
        Array.Sort(byId, (left, right) => _orders[left].Node.OrderId.CompareTo(_orders[right].Node.OrderId));
        var slots = new int[count];
        foreach (int i in byId)
        {
            (OrderNode node, OrderDetail detail) = _orders[i];
            WalletAccount wallet = _state.Wallets[node.Wallet];
            bool taken = _state.Orders.Store.Find(node.OrderId) >= 0
                || (detail.ClientId is not null && _state.Orders.FindByClientId(wallet, detail.ClientId) >= 0);
            if (taken)
            {
                reader.Fail($"order {node.OrderId} twice");
                return;
            }

            slots[i] = _state.Orders.Add(wallet, _state.Markets[node.Instrument]!, node, detail);
        }

        foreach (int slot in slots)
            _state.Markets[_state.Orders.Store.Node(slot).Instrument]!.Book.Add(slot);
        ForgetTouches();
    }

    private void ReadOrder(ref CanonicalReader reader)
    {
        var node = new OrderNode
        {
            OrderId = reader.ReadInt64(1, _state.NextOrderId - 1, "order id"),
            PriceUnits = reader.ReadInt64(1, Price.MaxUnits, "price"),
            SizeUnits = reader.ReadInt64(1, Quantity.MaxExposureUnits, "size"),
        };
        node.RemainingUnits = reader.ReadInt64(1, Math.Max(1, node.SizeUnits), "remaining");
        node.Wallet = ReadNumber(ref reader, _state.Wallets.Count, "wallet");
        node.Instrument = ReadNumber(ref reader, _state.Markets.NextNumber, "instrument");
        if (!reader.Failed && _state.Markets[node.Instrument] is null)
            reader.Fail($"there is no instrument {node.Instrument}");
        node.Side = (Side)reader.ReadByte((byte)Side.Sell, "side");
        node.TimeInForce = (TimeInForce)reader.ReadByte((byte)TimeInForce.Gtd, "time in force");
        node.Flags = (OrderFlags)reader.ReadByte(
            (byte)(OrderFlags.PostOnly | OrderFlags.ReduceOnly | OrderFlags.Mmp), "flags");
        OrderDetail detail = reader.ReadBoolean() ? ReadRareDetail(ref reader, node.TimeInForce) : default;
        _orders.Add((node, detail));
    }

    private static OrderDetail ReadRareDetail(ref CanonicalReader reader, TimeInForce timeInForce)
    {
        var detail = new OrderDetail();
        if (timeInForce == TimeInForce.Gtd)
            detail.ExpiresAtMs = reader.ReadInt64(1, CommandEnvelope.MaxTimestampMs, "expiry");
        if (reader.ReadBoolean())
            detail.Builder = reader.ReadAddress();
        if (reader.ReadBoolean())
            detail.ClientId = reader.ReadString(OrderTerms.MaxClientIdBytes, "client id");
        return detail;
    }

    private static int ReadNumber(ref CanonicalReader reader, int bound, string what)
    {
        int number = reader.ReadInt32();
        if (number >= 0 && number < bound)
            return number;
        reader.Fail($"there is no {what} {number}");
        return 0;
    }

    private void ForgetTouches()
    {
        var ignored = new LevelChanges();
        for (int number = 0; number < _state.Markets.NextNumber; number++)
        {
            _state.Markets[number]?.Book.CollectChanges(ignored, ignored);
            ignored.Clear();
        }
    }

    private void ReadMmp(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 39, "protection");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAccount? wallet = ReadWalletNumber(ref reader);
            ulong underlying = reader.ReadVarUInt();
            if (reader.Failed || underlying >= (ulong)_state.Markets.Underlyings.Count
                || _state.Mmp.Find(wallet!.Number, (int)underlying) is not null)
            {
                reader.Fail($"protection on underlying {underlying}");
                return;
            }

            ReadMmpState(ref reader, _state.Mmp.Add(wallet.Number, (int)underlying));
        }
    }

    private static void ReadMmpState(ref CanonicalReader reader, MmpState mmp)
    {
        mmp.Enabled = reader.ReadBoolean();
        mmp.IntervalMs = reader.ReadInt64(1, CommandEnvelope.MaxTimestampMs, "interval");
        mmp.FrozenTimeMs = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "frozen time");
        mmp.QuantityLimitUnits = ReadOptional(ref reader);
        mmp.DeltaLimitUnits = ReadOptional(ref reader);
        mmp.VegaLimitUnits = ReadOptional(ref reader);
        mmp.ConfigNonce = reader.ReadInt64(1, long.MaxValue, "config nonce");
        mmp.FrozenUntilMs = reader.ReadInt64(0, long.MaxValue, "frozen until");
        int fills = reader.ReadCount(MaxItems, 16, "fill");
        for (int i = 0; i < fills && !reader.Failed; i++)
        {
            long time = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "fill time");
            mmp.Record(time, reader.ReadInt64(1, Quantity.MaxExposureUnits, "fill quantity"));
        }
    }

    private static long? ReadOptional(ref CanonicalReader reader) => reader.ReadBoolean() ? reader.ReadInt64() : null;

    private void ReadNonces(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 21, "signer");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAddress signer = reader.ReadAddress();
            if (reader.Failed || _state.Nonces.Find(signer) >= 0)
            {
                reader.Fail($"signer {signer} twice");
                return;
            }

            BoundedNonceSet nonces = _state.Nonces[_state.Nonces.Add(signer)].Nonces;
            int kept = reader.ReadCount(BoundedNonceSet.Capacity, 8, "nonce");
            for (int rank = 0; rank < kept && !reader.Failed; rank++)
            {
                long nonce = reader.ReadInt64();
                if (nonces.Count > 0 && nonce <= nonces[nonces.Count - 1])
                    reader.Fail("nonces out of order");
                else
                    nonces.Add(nonce);
            }
        }
    }

    private void ReadAgents(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 30, "agent");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAccount? wallet = ReadWalletNumber(ref reader);
            WalletAddress agent = reader.ReadAddress();
            long expiry = reader.ReadInt64(0, long.MaxValue, "agent expiry");
            bool revoked = reader.ReadBoolean();
            if (reader.Failed || _state.Agents.Find(wallet!.Number, agent) >= 0)
                reader.Fail($"agent {agent} twice");
            else
                _state.Agents.Add(wallet.Number, agent, expiry, revoked);
        }
    }

    private void ReadVenue(ref CanonicalReader reader)
    {
        Ledger ledger = _state.Ledger;
        ledger.ClearingUnits = ReadCash(ref reader);
        ledger.FeesUnits = ReadCash(ref reader);
        ledger.InsuranceUnits = ReadCash(ref reader);
        ledger.DepositsUnits = ReadCash(ref reader);
        ledger.WithdrawalsUnits = ReadCash(ref reader);
        int count = reader.ReadCount(MaxItems, 9, "source");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.ReadString(TransferLimits.MaxSourceBytes, "source");
            long number = reader.ReadInt64();
            if (!reader.Failed && !ledger.Sources.TryAdd(name, number))
                reader.Fail($"source '{name}' twice");
        }
    }

    private void ReadOutcomes(ref CanonicalReader reader)
    {
        long oldest = reader.ReadInt64(0, long.MaxValue / 2, "oldest outcome");
        long lastDropped = reader.ReadInt64(
            OutcomeCache.NothingDropped, CommandEnvelope.MaxTimestampMs, "last dropped outcome");
        int count = reader.ReadCount(_state.Rules.OutcomeCache, 60, "outcome");
        _state.Outcomes.StartAt(oldest, lastDropped);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            OutcomeEntry entry = ReadOutcome(ref reader);
            if (reader.Failed || _state.Outcomes.Find(entry.Key) >= 0)
                reader.Fail("outcome twice");
            else
                _state.Outcomes.Add(entry);
        }
    }

    private void ReadChain(ref CanonicalReader reader) => _state.Hash = reader.ReadHash();

    private static OutcomeEntry ReadOutcome(ref CanonicalReader reader)
    {
        UInt128 id = reader.ReadUInt128();
        var scope = (RequestScope)reader.ReadByte((byte)RequestScope.Address, "scope");
        WalletAddress address = scope == RequestScope.Venue ? default : reader.ReadAddress();
        var entry = new OutcomeEntry
        {
            Key = new OutcomeKey(id, scope, address),
            Sequence = reader.ReadInt64(1, long.MaxValue, "sequence"),
            TimestampMs = reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "time"),
            Rejection = ReadRejection(ref reader),
            OrderId = (long)(reader.ReadVarUInt() & long.MaxValue),
            Status = reader.ReadByte(),
            FilledUnits = reader.ReadInt64(0, Quantity.MaxExposureUnits, "filled"),
            CommandDigest = reader.ReadUInt128(),
        };
        if (entry.Status != OutcomeEntry.NoStatus && entry.Status > (byte)OrderStatus.Canceled)
            reader.Fail($"status {entry.Status}");
        int results = reader.ReadCount(BulkOrders.MaxActions + 1, 0, "result");
        if (results == 0)
            return entry;
        entry.Results = new ActionResult[results - 1];
        for (int i = 0; i < entry.Results.Length; i++)
        {
            Rejection rejection = ReadRejection(ref reader);
            long orderId = (long)(reader.ReadVarUInt() & long.MaxValue);
            entry.Results[i] = new ActionResult(rejection, orderId == 0 ? null : orderId);
        }

        return entry;
    }

    private static Rejection ReadRejection(ref CanonicalReader reader)
    {
        var code = (RejectCode)reader.ReadByte((byte)RejectCode.Skipped, "reject code");
        if (code == RejectCode.None)
            return Rejection.None;
        Int128 first = reader.ReadInt128();
        Int128 second = reader.ReadInt128();
        string? name = reader.ReadBoolean() ? reader.ReadString(RejectArguments.MaxNameBytes, "name") : null;
        return new Rejection(code, new RejectArguments(first, second, name));
    }
}
