using Hypercall.Engine.Book;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;
using Hypercall.Engine.State;

namespace Hypercall.Engine.Tests.State;

/// <summary>
/// A state that knows an engine's change records alone, and of its commands no more than sequence, time and signer:
/// what a record does not say, this state does not have. Stands in the engine's hash chain, where the records pass.
/// </summary>
internal sealed partial class ChangeFold : IHashChain
{
    private static readonly VolatilitySmile AnySmile = new(0, 0, 0, []);

    private readonly EngineState _state = new();
    private readonly SnapshotWriter _snapshots = new();
    private readonly CanonicalWriter _clock = new();
    private CommandEnvelope _envelope;
    private (long OrderId, long TradeId, long AuctionId, long L2Sequence) _counters = (1, 1, 1, 1);

    /// <summary>True while a record is only passed over.</summary>
    private bool _isPassing;

    public ChangeFold()
    {
        _state.Start(sha256: null);
        _state.LeaveHashing(this);
    }

    /// <inheritdoc/>
    public Hash256 Hash { get; private set; }

    /// <summary>The kind of record that this fold loses, or null.</summary>
    public ChangeKind? Lost { get; init; }

    /// <summary>Kinds of record that have come so far.</summary>
    public HashSet<ChangeKind> Seen { get; } = [];

    /// <summary>Whether the last command's records say that it was skipped.</summary>
    public bool IsSkipped { get; private set; }

    private long Now => _envelope.TimestampMs;

    /// <summary>The folded state's bytes; they hold until the next call.</summary>
    public ReadOnlySpan<byte> Snapshot() => _snapshots.Write(_state);

    /// <summary>Takes notice of the command that the engine is about to apply.</summary>
    public void Expect(in CommandEnvelope envelope) => _envelope = envelope;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> content)
    {
        var bytes = new byte[Hash256.Length + content.Length];
        Hash.CopyTo(bytes);
        content.CopyTo(bytes.AsSpan(Hash256.Length));
        Hash = Hash256.Compute(bytes);

        IsSkipped = false;
        ReadOnlySpan<byte> records = content[EnvelopeCodec.Encode(_envelope).Length..];
        AddWallets(records);
        Fold(records);
        SetClock();
        _state.Complete();
    }

    /// <summary>A wallet stands at the end of the command that made it, after its orders and positions.</summary>
    private void AddWallets(ReadOnlySpan<byte> records)
    {
        var reader = new CanonicalReader(records);
        while (reader.Remaining > 0)
        {
            _isPassing = true;
            var kind = (ChangeKind)reader.ReadByte();
            CanonicalReader start = reader;
            Read(kind, ref reader);
            Assert.True(!reader.Failed, $"{kind}: {reader.Error}");
            Seen.Add(kind);
            if (kind != ChangeKind.Wallet || kind == Lost)
                continue;
            int number = EntryShapes.Number(ref start, "wallet", 0);
            WalletAddress address = start.ReadAddress();
            if (number == _state.Wallets.Count)
                _state.Wallets.Add(address);
            Assert.Equal(address, _state.Wallets[number].Address);
        }
    }

    private void Fold(ReadOnlySpan<byte> records)
    {
        var reader = new CanonicalReader(records);
        while (reader.Remaining > 0)
        {
            var kind = (ChangeKind)reader.ReadByte();
            _isPassing = kind == Lost;
            Read(kind, ref reader);
        }
    }

    /// <summary>Sequence and time are the command's, the counters those of the records.</summary>
    private void SetClock()
    {
        _clock.Reset();
        _clock.WriteInt64(_envelope.Sequence);
        _clock.WriteInt64(Now);
        _clock.WriteInt64(_counters.OrderId);
        _clock.WriteInt64(_counters.TradeId);
        _clock.WriteInt64(_counters.AuctionId);
        _clock.WriteInt64(_counters.L2Sequence);
        var reader = new CanonicalReader(_clock.Written);
        _state.WalkClock(ref reader);
    }

    private void Read(ChangeKind kind, ref CanonicalReader reader)
    {
        switch (kind)
        {
            case ChangeKind.Order: ReadOrder(ref reader); break;
            case ChangeKind.OrderRemoved: ReadOrderRemoved(ref reader); break;
            case ChangeKind.Levels: ReadLevels(ref reader); break;
            case ChangeKind.Wallet: ReadWallet(ref reader); break;
            case ChangeKind.Cash: ReadCash(ref reader); break;
            case ChangeKind.Position: ReadPosition(ref reader); break;
            case ChangeKind.Perp: ReadPerp(ref reader); break;
            case ChangeKind.Ledger: ReadLedger(ref reader); break;
            case ChangeKind.Nonce: ReadNonce(ref reader); break;
            case ChangeKind.SignerForgotten: ReadSignerForgotten(ref reader); break;
            case ChangeKind.Outcome: ReadOutcome(ref reader); break;
            case ChangeKind.Mmp: ReadMmp(ref reader); break;
            case ChangeKind.Agent: ReadAgent(ref reader); break;
            case ChangeKind.AgentForgotten: ReadAgentForgotten(ref reader); break;
            case ChangeKind.Source: ReadSource(ref reader); break;
            case ChangeKind.Instrument: ReadInstrument(ref reader); break;
            case ChangeKind.InstrumentRemoved: ReadInstrumentRemoved(ref reader); break;
            case ChangeKind.Underlying: ReadUnderlying(ref reader); break;
            case ChangeKind.IndexPrice: ReadIndexPrice(ref reader); break;
            case ChangeKind.Smile: ReadSmile(ref reader); break;
            case ChangeKind.VenueModes: ReadVenueModes(ref reader); break;
            case ChangeKind.Rules: ReadRules(ref reader); break;
            case ChangeKind.Counters: ReadCounters(ref reader); break;
            case ChangeKind.Queued: ReadQueued(ref reader); break;
            case ChangeKind.Examined: ReadExamined(ref reader); break;
            case ChangeKind.Skipped: IsSkipped |= !_isPassing; break;
            default: throw new InvalidOperationException($"kind {kind}");
        }
    }

    private static int ReadNumber(ref CanonicalReader reader) => EntryShapes.Number(ref reader, "number", 0);

    private void ReadOrder(ref CanonicalReader reader)
    {
        OrderNode node = default;
        OrderDetail detail = default;
        if (EntryShapes.Walk(ref reader, ref node))
            EntryShapes.Walk(ref reader, node.TimeInForce, ref detail);
        if (_isPassing)
            return;
        WalletAccount wallet = _state.Wallets[node.Wallet];
        Instrument instrument = _state.Markets[node.Instrument]!;
        int slot = _state.Orders.Store.Find(node.OrderId);
        if (slot < 0)
        {
            _state.Orders.Rest(wallet, instrument, node, detail);
            return;
        }

        OrderNode known = _state.Orders.Store.Node(slot);
        long cut = known.SizeUnits - node.SizeUnits;
        long filled = known.RemainingUnits - node.RemainingUnits - cut;
        if (cut != 0)
            _state.Orders.Shrink(wallet, instrument, slot, cut);
        if (filled != 0)
            _state.Orders.Fill(wallet, instrument, slot, filled);
    }

    private void ReadOrderRemoved(ref CanonicalReader reader)
    {
        long id = reader.ReadInt64();
        if (!_isPassing)
            _state.Orders.Remove(_state.Orders.Store.Find(id));
    }

    private void ReadLevels(ref CanonicalReader reader)
    {
        ReadNumber(ref reader);
        long sequence = (long)reader.ReadVarUInt();
        for (int side = 0; side < 2; side++)
        {
            for (int levels = ReadNumber(ref reader); levels > 0; levels--)
                reader.ReadBytes(2 * sizeof(long));
        }

        if (!_isPassing)
            _counters.L2Sequence = sequence + 1;
    }

    private void ReadWallet(ref CanonicalReader reader)
    {
        int number = ReadNumber(ref reader);
        WalletAddress address = reader.ReadAddress();
        if (_isPassing)
            EntryShapes.Walk(ref reader, new WalletAccount(number, address));
        else
            _state.Wallets.Read(ref reader, _state.Wallets[number]);
    }

    private void ReadCash(ref CanonicalReader reader)
    {
        int number = ReadNumber(ref reader);
        Int128 cash = reader.ReadInt128();
        if (!_isPassing)
            _state.Wallets.ChangeCash(_state.Wallets[number], cash - _state.Wallets[number].CashUnits);
    }

    private void ReadPosition(ref CanonicalReader reader)
    {
        PositionEntry entry = default;
        EntryShapes.Walk(ref reader, ref entry);
        if (_isPassing)
            return;
        _state.Positions.Set(
            _state.Wallets[entry.Wallet],
            _state.Markets[entry.Instrument]!,
            _state.Positions.Find(entry.Wallet, entry.Instrument),
            entry.QuantityUnits,
            entry.CostUnits);
    }

    private void ReadPerp(ref CanonicalReader reader)
    {
        PerpEntry entry = EntryShapes.Walk(ref reader, default(PerpEntry));
        if (_isPassing)
            return;
        Underlying underlying = _state.Markets.Underlyings[entry.Underlying];
        WalletExposure exposure = _state.Wallets[entry.Wallet].GetOrAddExposure(underlying);
        _state.Positions.SetPerp(exposure, entry.SizeUnits, entry.EntryUnits);
    }

    private void ReadLedger(ref CanonicalReader reader) => EntryShapes.WalkChanged(
        ref reader, _isPassing ? new Ledger(new ChangeLog()) : _state.Ledger, LedgerMembers.None);

    private void ReadSource(ref CanonicalReader reader)
    {
        (string name, SourceRecord record) = EntryShapes.Walk(ref reader, string.Empty, default);
        if (!_isPassing)
            _state.Ledger.SetSource(name, record);
    }

    private void ReadNonce(ref CanonicalReader reader)
    {
        long nonce = reader.ReadInt64();
        WalletAddress signer = _envelope.Signer!.Value;
        if (!_isPassing)
            _state.Nonces.Spend(signer, _state.Nonces.Find(signer), nonce);
    }

    /// <summary>The table forgets in one order only, which is also the engine's.</summary>
    private void ReadSignerForgotten(ref CanonicalReader reader)
    {
        WalletAddress signer = reader.ReadAddress();
        if (_isPassing)
            return;
        Assert.True(_state.Nonces.TryForget(long.MaxValue, out WalletAddress forgotten));
        Assert.Equal(signer, forgotten);
    }

    private void ReadAgent(ref CanonicalReader reader)
    {
        AgentTable.Entry entry = default;
        EntryShapes.Walk(ref reader, ref entry);
        if (!_isPassing)
            _state.Agents.Put(_state.Wallets[entry.Key.Wallet], entry.Key.Agent, entry.DeathMs);
    }

    /// <summary>As with signers, the table knows whose turn it is.</summary>
    private void ReadAgentForgotten(ref CanonicalReader reader)
    {
        int wallet = ReadNumber(ref reader);
        WalletAddress agent = reader.ReadAddress();
        if (_isPassing)
            return;
        Assert.True(_state.Agents.TryForget(long.MaxValue));
        Assert.Equal(-1, _state.Agents.Find(wallet, agent));
    }

    private void ReadOutcome(ref CanonicalReader reader)
    {
        int start = reader.Position;
        OutcomeEntry entry = default;
        EntryShapes.Walk(ref reader, ref entry);
        ReadOnlySpan<byte> encoded = reader.Since(start);
        int dropped = ReadNumber(ref reader);
        if (_isPassing)
            return;
        _state.Outcomes.Restore(entry.Key, encoded);
        Assert.Equal(dropped, _state.Outcomes.Trim(_state.Rules));
    }

    private void ReadQueued(ref CanonicalReader reader)
    {
        var numbers = new int[ReadNumber(ref reader)];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = ReadNumber(ref reader);
        if (!_isPassing)
            _state.Examinations.Add(numbers);
    }

    private void ReadExamined(ref CanonicalReader reader)
    {
        int count = ReadNumber(ref reader);
        if (!_isPassing)
            _state.Examinations.Drop(count);
    }

    private void ReadCounters(ref CanonicalReader reader)
    {
        long order = (long)reader.ReadVarUInt();
        long trade = (long)reader.ReadVarUInt();
        long auction = (long)reader.ReadVarUInt();
        if (!_isPassing)
            (_counters.OrderId, _counters.TradeId, _counters.AuctionId) = (order, trade, auction);
    }
}
