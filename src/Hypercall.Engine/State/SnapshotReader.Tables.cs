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
        EntryShapes.Walk(ref reader, mmp);
        int fills = reader.ReadCount(MaxItems, 56, "fill");
        for (int i = 0; i < fills && !reader.Failed; i++)
            mmp.Record(EntryShapes.Walk(ref reader, default(MmpFillRecord)), int.MaxValue);
    }

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
        EntryShapes.Walk(ref reader, ledger);
        int count = reader.ReadCount(MaxItems, 34, "source");
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            string name = reader.ReadString(TransferLimits.MaxSourceBytes, "source");
            SourceRecord record = EntryShapes.Walk(ref reader, default(SourceRecord));
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
            OutcomeEntry entry = default;
            EntryShapes.Walk(ref reader, ref entry);
            if (reader.Failed || _state.Outcomes.Find(entry.Key) >= 0)
                reader.Fail("outcome twice");
            else
                _state.Outcomes.Add(entry, reader.Position - start);
        }

        if (_state.Outcomes.Bytes > _state.Rules.OutcomeCacheBytes)
            reader.Fail($"outcomes of {_state.Outcomes.Bytes} bytes");
    }

    private void ReadChain(ref CanonicalReader reader) => _state.Hash = reader.ReadHash();
}
