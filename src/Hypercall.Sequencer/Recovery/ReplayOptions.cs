namespace Hypercall.Sequencer.Recovery;

/// <summary>How a journal is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Whose journal it must be; null: whoever's it is.</summary>
    public string? EngineId { get; init; }

    /// <summary>How the engine runs.</summary>
    public EngineOptions Engine { get; init; } = EngineOptions.Default;

    /// <summary>The operator's skips.</summary>
    public IReadOnlyList<SkipRecord> Skips { get; init; } = [];

    /// <summary>
    /// True for a file, whose last record may have been cut off by a crash: it is then not part of the journal. False
    /// where records are stored whole or not at all: a cut record is damage.
    /// </summary>
    public bool LastRecordMayTear { get; init; }

    /// <summary>Sees every command applied, or null.</summary>
    public IReplayObserver? Observer { get; init; }

    /// <summary>
    /// True: hashes are computed on the thread pool while the engine goes on, for a replay that is to be fast. They are
    /// compared as otherwise. With an <see cref="Observer"/>, which may read each command's hash, they are not.
    /// </summary>
    public bool HashesAhead { get; init; }

    /// <summary>Runs before each Apply, with its sequence; tests make a defective engine of it.</summary>
    internal Action<long>? BeforeApply { get; init; }
}
