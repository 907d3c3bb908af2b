using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;

namespace Hypercall.Sequencer.Tests.Simulation;

/// <summary>A journaled command's outcome.</summary>
internal readonly record struct FoldedCommand(
    RequestId? RequestId, RejectCode Code, long FirstSequence, Hash256 Hash);
