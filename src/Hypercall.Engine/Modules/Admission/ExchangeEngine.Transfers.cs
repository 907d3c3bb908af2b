using Hypercall.Engine.Commands;
using Hypercall.Engine.Events;
using Hypercall.Engine.State;

namespace Hypercall.Engine;

/// <summary>
/// Who may report transfers, and their numbers (risk.md §A1): a number moves money once, and whoever sends the last one
/// again is told what came of it.
/// </summary>
public sealed partial class ExchangeEngine
{
    /// <summary>The source whose number the running command has spent, or null.</summary>
    private string? _spendingSource;
    private SourceRecord _spent;

    /// <summary>
    /// With source and number a trusted host, or a signer whom the rules name for the command; with neither the wallet
    /// itself, which withdraws what is its own.
    /// </summary>
    private bool MayTransfer(in CommandEnvelope envelope, ITransfer transfer)
    {
        if (transfer.Source is null != transfer.Number is null)
            return false;
        if (transfer.Source is not null)
            return envelope.Signer is not { } reporter || IsVenueSigner(reporter, envelope.Command.Type);
        return envelope is { Command: WalletCommand { Class: CommandClass.WalletOnly } own, Nonce: not null }
            && envelope.Signer == own.Wallet;
    }

    /// <summary>Spends a transfer's number; the last one again is a duplicate of the first.</summary>
    private RejectCode SpendTransferNumber(in CommandEnvelope envelope)
    {
        if (envelope.Command is not ITransfer { Source: { } source, Number: { } number })
            return RejectCode.None;
        UInt128 digest = _changes.DigestCommand(envelope.Command);
        SortedList<string, SourceRecord> sources = _state.Ledger.Sources;
        bool known = sources.TryGetValue(source, out SourceRecord last);
        if (!known && sources.Count >= _state.Rules.MaxSources)
            return Reject(RejectCode.TooManySources, sources.Count, _state.Rules.MaxSources);
        if (known && number == last.Number && digest == last.Digest)
            return AnswerKnownTransfer(last);
        if (known && number <= last.Number)
            return Reject(RejectCode.TransferNumberUsed, number, last.Number);
        _spendingSource = source;
        _spent = new SourceRecord(number, digest, envelope.Sequence, Rejection.None);
        return RejectCode.None;
    }

    private RejectCode AnswerKnownTransfer(in SourceRecord first)
    {
        _output.First = new FirstOutcome(first.Sequence, null, null, null);
        _rejectArguments = first.Rejection.Arguments;
        return first.Rejection.Code;
    }

    /// <summary>Keeps the number that the command has spent with what came of it.</summary>
    private void RememberTransfer()
    {
        if (_spendingSource is not { } source)
            return;
        _spendingSource = null;
        SourceRecord record = _spent with { Rejection = _output.Rejection };
        _state.Ledger.Sources[source] = record;
        _changes.RecordSource(source, record);
    }
}
