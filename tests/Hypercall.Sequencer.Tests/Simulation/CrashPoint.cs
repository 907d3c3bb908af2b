namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>Where a host dies.</summary>
internal enum CrashPoint
{
    None,
    BeforeEffect,
    AfterEffect,
}
