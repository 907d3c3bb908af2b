using Hypercall.Cli.Inputs;
using Hypercall.Engine;
using Hypercall.Engine.Outcomes;
using Hypercall.Node.Hosting;
using Hypercall.Sequencer.Journal;
using Hypercall.Sequencer.Live;

namespace Hypercall.Cli.Replay;

/// <summary>
/// Replays an input through the durable node. On a journal that holds the beginning of the same input it goes on after
/// the last command there; a journal of another input is refused before anything is written.
/// </summary>
internal sealed class ReplayRun : IAsyncDisposable
{
    private const string EngineId = "main";

    private readonly ReplayInput _input;
    private readonly EngineNode _node;

    private ReplayRun(ReplayInput input, EngineNode node, long resumedAfter)
    {
        _input = input;
        _node = node;
        ResumedAfter = resumedAfter;
    }

    /// <summary>Last command that the journal held before, 0 for a new journal.</summary>
    public long ResumedAfter { get; }

    /// <summary>The node.</summary>
    public EngineNode Node => _node;

    /// <summary>Opens the journal and recovers.</summary>
    /// <exception cref="InputException">The journal is of another input.</exception>
    public static async Task<ReplayRun> StartAsync(ReplayInput input, string directory)
    {
        JournalInspection.RequireOrigin(directory, input.Origin);
        NodeOptions options = NodeOptions.For(EngineId);
        EngineNode node = EngineNode.Start(directory, options with
        {
            Sequencer = options.Sequencer with
            {
                TimeSource = TimeSource.Submission, Origin = input.Origin, EncodeOutcomes = false,
            },
        });
        try
        {
            await NodeFailure.ThrowIfStoppedAsync(node.Ready);
            return new ReplayRun(input, node, await node.QueryAsync(engine => engine.Sequence));
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Feeds what the journal does not hold yet and waits until it is durable.</summary>
    /// <param name="executed">Sees each outcome, on the node's thread.</param>
    /// <param name="progress">Called on this thread after each command fed.</param>
    /// <param name="window">Commands unanswered at a time.</param>
    public void Feed(
        Action<ApplyOutput> executed, Action<NodeFeeder>? progress = null, int window = NodeFeeder.DefaultWindow)
    {
        var feeder = new NodeFeeder(_node, (_, output) => executed(output), window);
        foreach (InputCommand command in Remaining())
        {
            feeder.Send(command.Submitted);
            progress?.Invoke(feeder);
        }

        feeder.Complete();
    }

    /// <summary>Reads the engine's state behind everything fed.</summary>
    public Task<T> QueryAsync<T>(Func<ExchangeEngine, T> read) => _node.QueryAsync(read);

    /// <summary>Stops gracefully: seal and snapshot.</summary>
    public ValueTask DisposeAsync() => _node.DisposeAsync();

    /// <summary>
    /// The commands after those in the journal. A command whose time lies before its predecessor's is answered
    /// OutOfOrder and takes no sequence; everything else takes one, so counting finds the place without an engine.
    /// </summary>
    private IEnumerable<InputCommand> Remaining()
    {
        long sequence = 0;
        long lastTimestampMs = 0;
        foreach (InputCommand command in _input.Source.Read())
        {
            if (sequence >= ResumedAfter)
            {
                yield return command;
                continue;
            }

            if (command.TimestampMs < lastTimestampMs)
                continue;
            lastTimestampMs = command.TimestampMs;
            sequence++;
        }

        if (sequence < ResumedAfter)
            throw new JournalUnusableException(
                $"the journal holds {ResumedAfter} commands, the input only {sequence}");
    }
}
