using Hypercall.Cli.Replay;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Cli.Demo.Cluster;

/// <summary>
/// Holds a journal against what the clients were told: it verifies, every acknowledged command was executed once and
/// where the client was told, and an engine that nothing disturbs comes to the same hashes with the same commands.
/// Says which of these does not hold.
/// </summary>
internal sealed class ClusterAudit : IReplayObserver
{
    private readonly Dictionary<RequestId, List<long>> _executions = [];
    private readonly List<CommandEnvelope> _envelopes = [];
    private readonly ReplayTally _tally = new();

    /// <summary>Checks, and tells each check that holds.</summary>
    /// <exception cref="CheckFailedException">One does not.</exception>
    public static void Run(Terminal terminal, string journal, string partition, ClusterTestimony testimony)
    {
        var audit = new ClusterAudit();
        VerificationReport report =
            JournalVerifier.Verify(journal, new VerifyOptions(Observer: audit), partition);
        if (report.Difference is { } difference)
            throw new CheckFailedException($"the journal does not verify: {difference}");
        terminal.Line($"verified: {report.CommandsReplayed:#,##0} commands of {report.RecordsReplayed:#,##0} records");
        terminal.Line($"  executed again, every hash and {Count(report.SnapshotsCompared, "snapshot")} agree");
        audit.CheckExecutions(testimony);
        terminal.Line($"acknowledged: {testimony.Acknowledged.Count:#,##0} commands, each in the journal");
        terminal.Line($"  exactly once; sent again, not executed again: {audit._tally.Duplicates:#,##0}");
        audit.CheckUndisturbed(testimony);
        terminal.Line("undisturbed: an engine alone, given the same commands,");
        terminal.Line("  gives each client's hash, and in the end the owner's:");
        terminal.Line(testimony.Hash.ToString());
        audit.WriteTotals(terminal);
    }

    void IReplayObserver.Applied(in CommandEnvelope envelope, ApplyOutput output, ExchangeEngine engine)
    {
        _tally.Count(output);
        _envelopes.Add(envelope);
        if (envelope.RequestId is not { } request || output.Duplicate)
            return;
        if (!_executions.TryGetValue(request, out List<long>? sequences))
            _executions.Add(request, sequences = []);
        sequences.Add(output.Sequence);
    }

    private void CheckExecutions(ClusterTestimony testimony)
    {
        foreach (Acknowledgement told in testimony.Acknowledged)
        {
            List<long> executed = _executions.GetValueOrDefault(told.Request) ?? [];
            if (executed is not [var sequence])
                throw new CheckFailedException(
                    $"command {told.Executed} was acknowledged; the journal has executed it {executed.Count} times");
            if (sequence != told.Executed)
                throw new CheckFailedException(
                    $"command {told.Executed} was acknowledged; the journal has executed it as {sequence}");
        }
    }

    /// <summary>Without journal, snapshot or host: the commands, one after the other, into a new engine.</summary>
    private void CheckUndisturbed(ClusterTestimony testimony)
    {
        var engine = new ExchangeEngine();
        Hash256[] hashes = [.. _envelopes.Select(envelope => engine.Apply(envelope).Hash)];
        foreach (Acknowledgement told in testimony.Lines)
        {
            if (told.Answered < 1 || told.Answered > hashes.Length)
                throw new CheckFailedException(
                    $"command {told.Answered} was answered; the journal ends at command {hashes.Length}");
            Hash256 undisturbed = hashes[told.Answered - 1];
            if (undisturbed != told.Hash)
                throw new CheckFailedException(
                    $"the hash after command {told.Answered} is {undisturbed} in an undisturbed run, not {told.Hash}");
        }
    }

    private void WriteTotals(Terminal terminal)
    {
        terminal.Line();
        new ReportTable("", "") { FirstNumber = 1 }
            .Add("trades", $"{_tally.Fills:#,##0}")
            .Add("premium traded, USDC", Figures.Usdc(_tally.Premium))
            .Add("market-maker protection tripped", $"{_tally.Triggers:#,##0}")
            .AddEach(_tally.RejectedByCode, rejected => [$"rejected, {rejected.Key}", $"{rejected.Value:#,##0}"])
            .Write(terminal);
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number:#,##0} {what}s";
}
