using Hypercall.Sequencer.Journal;

namespace Hypercall.Cli.Embedded;

/// <summary>How an embedded engine runs.</summary>
/// <param name="TimeSource">Time source of a journal made new; one that exists must have the same.</param>
/// <param name="Origin">Origin written into a journal made new.</param>
internal sealed record EmbeddedOptions(
    TimeSource TimeSource = TimeSource.Submission, JournalOrigin? Origin = null, string Partition = "main");
