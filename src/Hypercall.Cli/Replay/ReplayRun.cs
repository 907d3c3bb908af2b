using Hypercall.Cli.Embedded;

namespace Hypercall.Cli.Replay;

/// <summary>
/// Replays an input through the durable engine. On a journal that holds the beginning of the same input it goes on
/// after the last command there; a journal of another input is refused before anything is written.
/// </summary>
internal sealed class ReplayRun(ReplayInput input, EmbeddedEngine engine, long resumedAfter) : IAsyncDisposable
{
    /// <summary>Last command that the journal held before, 0 for a new journal.</summary>
    public long ResumedAfter => resumedAfter;

    /// <summary>Opens the journal and recovers.</summary>
    /// <exception cref="InputException">The journal is of another input.</exception>
    public static async Task<ReplayRun> StartAsync(ReplayInput input, string directory)
    {
        JournalInspection.RequirePrefix(directory, input);
        // What begins with no command of its format makes no journal, which another format would have to be kept from.
        _ = InputSequence.Of(input.Source).Any();
        // One that exists is a folder, whatever its name could be read as.
        Directory.CreateDirectory(directory);
        EmbeddedEngine engine = await EmbeddedEngine.StartAsync(directory, input.Origin);
        try
        {
            return new ReplayRun(input, engine, (await engine.StateAsync()).Sequence);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Feeds what the journal does not hold yet and waits until it is durable, also where a bad line ends it.
    /// </summary>
    /// <param name="executed">Sees each outcome, on another thread.</param>
    /// <param name="progress">Called on this thread after each command fed, and when all are durable.</param>
    /// <exception cref="InputException">A line is no command, or one that no journal can hold.</exception>
    public void Feed(Action<ApplyOutput> executed, Action<CommandFeed>? progress = null)
    {
        var output = new ApplyOutput();
        CommandFeed feed = engine.Feed(answer => executed(Requests.Decode(answer.Outcome, output)));
        try
        {
            foreach (InputCommand command in Remaining())
            {
                if (feed.TrySend(command.Submitted) is { } violation)
                    throw input.Refuse(command, violation);
                progress?.Invoke(feed);
            }
        }
        finally
        {
            feed.Complete();
            progress?.Invoke(feed);
        }
    }

    /// <summary>The state behind everything fed.</summary>
    public Task<StateSummary> StateAsync() => engine.StateAsync();

    /// <summary>Stops gracefully: seal and snapshot.</summary>
    public ValueTask DisposeAsync() => engine.DisposeAsync();

    /// <summary>The commands after those in the journal.</summary>
    private IEnumerable<InputCommand> Remaining()
    {
        long sequence = 0;
        foreach ((long taken, InputCommand command) in InputSequence.Of(input.Source))
        {
            if (sequence >= ResumedAfter)
                yield return command;
            sequence = taken;
        }
    }
}
