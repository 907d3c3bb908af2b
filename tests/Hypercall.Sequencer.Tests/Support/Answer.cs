using Hypercall.Engine.Events;
using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>An answer to a submission or read, as the harness saw it.</summary>
internal readonly record struct Answer(
    long Token,
    SubmissionStatus Status,
    long Sequence = 0,
    RejectCode Code = RejectCode.None,
    bool Duplicate = false,
    long RetryAfterMs = 0,
    long TimestampMs = 0);
