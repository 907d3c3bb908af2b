using Hypercall.Engine;
using System.Data.Common;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Sequencer.Recovery;

namespace Hypercall.Actors.Tests.Processes;

/// <summary>
/// A partition's journal read from the database table without Akka, executed again with every hash compared, and what
/// it says of each request id.
/// </summary>
internal sealed class JournalContent : IReplayObserver
{
    private readonly Dictionary<RequestId, List<long>> _executions = [];
    private readonly Dictionary<long, Hash256> _hashes = [];

    private JournalContent()
    {
    }

    /// <summary>What the replay reports at its end.</summary>
    public RecoveryReport Report { get; private set; } = null!;

    /// <summary>Reads and executes all of it.</summary>
    /// <param name="connection">An open connection to the journal's database.</param>
    /// <param name="seen">Sees every outcome, or null.</param>
    public static JournalContent Read(DbConnection connection, Action<ApplyOutput>? seen = null)
    {
        var content = new JournalContent { Seen = seen };
        var replayer = new JournalReplayer(new ReplayOptions { EngineId = "main", Observer = content });
        using DbCommand command = connection.CreateCommand();
        command.CommandText =
            "SELECT sequence_number, message FROM journal WHERE persistence_id = 'engine-main' "
            + "ORDER BY sequence_number";
        using DbDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            ReplayVerdict verdict = replayer.Replay(rows.GetInt64(0), (byte[])rows.GetValue(1));
            Assert.True(verdict.Accepted, verdict.Error);
        }

        Assert.True(replayer.Complete().Accepted);
        content.Report = replayer.Report;
        return content;
    }

    private Action<ApplyOutput>? Seen { get; init; }

    public void Applied(in CommandEnvelope envelope, ApplyOutput output, ExchangeEngine engine)
    {
        Seen?.Invoke(output);
        _hashes.Add(output.Sequence, output.Hash);
        bool ran = !output.Duplicate && output.Rejection.Code != RejectCode.OutcomeForgotten;
        if (envelope.RequestId is not { } requestId || !ran)
            return;
        if (!_executions.TryGetValue(requestId, out List<long>? sequences))
            _executions.Add(requestId, sequences = []);
        sequences.Add(output.Sequence);
    }

    /// <summary>No request was executed twice, whoever sent it.</summary>
    public void AssertNothingTwice() => Assert.All(_executions, execution => Assert.Single(execution.Value));

    /// <summary>
    /// The command is there once, with the outcome that its client was told: the one it got first, whichever try that
    /// was. One that asked again for too long is told that its outcome is forgotten, and nothing ran for that try.
    /// </summary>
    public void AssertThereOnce(in ToldOutcome told)
    {
        Assert.True(
            _executions.TryGetValue(told.Request, out List<long>? sequences),
            $"command {told.Index} was acknowledged and is not in the journal");
        long executed = Assert.Single(sequences!);
        if (told.Code == RejectCode.OutcomeForgotten)
        {
            Assert.True(executed < told.Sequence);
            return;
        }

        Assert.Equal(executed, told.FirstSequence);
        Assert.Equal(_hashes[told.Sequence], told.Hash);
    }
}
