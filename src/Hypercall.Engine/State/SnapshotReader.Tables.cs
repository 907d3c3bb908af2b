using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.State;

/// <summary>Protection, nonces, agents, the venue's accounts and the outcome cache.</summary>
internal sealed partial class SnapshotReader
{
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

    private void ReadLiquidation(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(_state.Wallets.Count, 1, "wallet to examine");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAccount? wallet = ReadWalletNumber(ref reader);
            if (!reader.Failed && !_state.Examinations.TryAdd(wallet!.Number))
                reader.Fail($"wallet {wallet!.Address} waits twice");
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
        int fills = reader.ReadCount(MaxItems, 56, "fill");
        for (int i = 0; i < fills && !reader.Failed; i++)
        {
            mmp.Record(new MmpFillRecord(
                reader.ReadInt64(0, CommandEnvelope.MaxTimestampMs, "fill time"),
                ReadCash(ref reader),
                ReadCash(ref reader),
                ReadCash(ref reader)), int.MaxValue);
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

            int number = _state.Nonces.Add(signer);
            BoundedNonceSet nonces = _state.Nonces[number].Nonces;
            int kept = reader.ReadCount(BoundedNonceSet.Capacity, 8, "nonce");
            for (int rank = 0; rank < kept && !reader.Failed; rank++)
            {
                long nonce = reader.ReadInt64();
                if (nonces.Count > 0 && nonce <= nonces[nonces.Count - 1])
                    reader.Fail("nonces out of order");
                else
                    nonces.Add(nonce);
            }

            if (kept == 0)
                reader.Fail($"signer {signer} without a nonce");
            else
                _state.Nonces.NoteHighest(number);
        }
    }

    private void ReadAgents(ref CanonicalReader reader)
    {
        int count = reader.ReadCount(MaxItems, 29, "agent");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            WalletAccount? wallet = ReadWalletNumber(ref reader);
            WalletAddress agent = reader.ReadAddress();
            long death = reader.ReadInt64(0, long.MaxValue, "agent's death");
            if (reader.Failed || _state.Agents.Find(wallet!.Number, agent) >= 0)
                reader.Fail($"agent {agent} twice");
            else
                _state.Agents.Add(wallet, agent, death);
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
        ledger.HoldingsSettledUnits = ReadCash(ref reader);
        int count = reader.ReadCount(MaxItems, 34, "source");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.ReadString(TransferLimits.MaxSourceBytes, "source");
            var record = new SourceRecord(
                reader.ReadInt64(1, long.MaxValue, "transfer number"),
                reader.ReadUInt128(),
                reader.ReadInt64(1, long.MaxValue, "sequence"),
                ReadRejection(ref reader));
            if (!reader.Failed && !ledger.Sources.TryAdd(name, record))
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
            int start = reader.Position;
            OutcomeEntry entry = ReadOutcome(ref reader);
            if (reader.Failed || _state.Outcomes.Find(entry.Key) >= 0)
                reader.Fail("outcome twice");
            else
                _state.Outcomes.Add(entry, reader.Position - start);
        }

        if (_state.Outcomes.Bytes > _state.Rules.OutcomeCacheBytes)
            reader.Fail($"outcomes of {_state.Outcomes.Bytes} bytes");
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
        entry.Results = new RememberedResult[results - 1];
        for (int i = 0; i < entry.Results.Length; i++)
            entry.Results[i] = new RememberedResult(ReadCode(ref reader), (long)(reader.ReadVarUInt() & long.MaxValue));
        return entry;
    }

    private static RejectCode ReadCode(ref CanonicalReader reader)
    {
        var code = (RejectCode)reader.ReadByte();
        if (!Enum.IsDefined(code))
            reader.Fail($"reject code {(byte)code} is unknown");
        return code;
    }

    private static Rejection ReadRejection(ref CanonicalReader reader)
    {
        RejectCode code = ReadCode(ref reader);
        if (code == RejectCode.None)
            return Rejection.None;
        Int128 first = reader.ReadInt128();
        Int128 second = reader.ReadInt128();
        string? name = reader.ReadBoolean() ? reader.ReadString(RejectArguments.MaxNameBytes, "name") : null;
        return new Rejection(code, new RejectArguments(first, second, name));
    }
}
