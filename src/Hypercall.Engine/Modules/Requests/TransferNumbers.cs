namespace Hypercall.Engine.Modules.Requests;

/// <summary>
/// The numbers of transfers (risk.md §A1): a number moves money once, and whoever sends the last one again is told what
/// came of it.
/// </summary>
internal sealed class TransferNumbers(EngineState state, Turn turn, CommandDigester digester)
{
    /// <summary>Spends a transfer's number; the last one again is a duplicate of the first.</summary>
    public Refusal? SpendTransferNumber(in CommandEnvelope envelope) =>
        envelope.Command.Transfer is { Source: { } source, Number: { } number }
            ? Spend(envelope, source, number)
            : null;

    private Refusal? Spend(in CommandEnvelope envelope, string source, long number)
    {
        UInt128 digest = digester.Digest(envelope);
        IReadOnlyDictionary<string, SourceRecord> sources = state.Ledger.Sources;
        bool known = sources.TryGetValue(source, out SourceRecord last);
        if (!known && sources.Count >= state.Rules.MaxSources)
            return turn.Reject(RejectCode.TooManySources, sources.Count, state.Rules.MaxSources);
        if (known && number == last.Number && digest == last.Digest)
            return AnswerKnownTransfer(last);
        if (known && number <= last.Number)
            return turn.Reject(RejectCode.TransferNumberUsed, number, last.Number);
        turn.SpentNumber = new SpentNumber(
            source, new SourceRecord(number, digest, envelope.Sequence, Rejection.None));
        return null;
    }

    private Refusal? AnswerKnownTransfer(in SourceRecord first)
    {
        turn.Output.First = new FirstOutcome(first.Sequence, null, null, null);
        return turn.Reject(first.Rejection);
    }

    /// <summary>Keeps the number that the command has spent with what came of it.</summary>
    public void RememberTransfer()
    {
        if (!turn.SpentNumber.HasValue)
            return;
        SpentNumber spent = turn.SpentNumber.Value;
        turn.SpentNumber = null;
        state.Ledger.SetSource(spent.Source, spent.Record with { Rejection = turn.Output.Rejection });
    }
}
