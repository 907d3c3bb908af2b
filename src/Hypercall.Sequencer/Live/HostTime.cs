namespace Hypercall.Sequencer.Live;

/// <summary>
/// The host's two clocks at one moment; every input of the sequencer that depends on time carries one. Stamps and
/// deadlines of the engine use the wall clock, intervals and time-outs of the sequencer the monotonic one.
/// </summary>
/// <param name="WallMs">Milliseconds since the epoch, UTC; may jump.</param>
/// <param name="MonotonicMs">Milliseconds since any fixed instant; never goes back.</param>
public readonly record struct HostTime(long WallMs, long MonotonicMs);
