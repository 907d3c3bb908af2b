using System.Globalization;

namespace Hypercall.Actors.Transfers;

/// <summary>How a desk runs.</summary>
public sealed record TransferDeskSettings
{
    /// <summary>The partition that cash leaves.</summary>
    public required string From { get; init; }

    /// <summary>The partition that cash enters; another one.</summary>
    public required string To { get; init; }

    /// <summary>Client of a partition.</summary>
    public required Func<string, IEngineClient> Client { get; init; }

    /// <summary>Path of a journal plugin; not the engines' own, whose transactions are theirs alone.</summary>
    public required string JournalPluginId { get; init; }

    /// <summary>Wait before a step is tried again that its client gave up.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock for FirstSentMs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The desk's persistence id; with a length, because names may contain the hyphen.</summary>
    internal string PersistenceId =>
        string.Create(CultureInfo.InvariantCulture, $"transfers-{From.Length}-{From}-{To}");
}
