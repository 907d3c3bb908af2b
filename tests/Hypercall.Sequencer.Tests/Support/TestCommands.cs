using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;
using Hypercall.Sequencer.Live;

namespace Hypercall.Sequencer.Tests.Support;

/// <summary>Commands and submissions for tests.</summary>
internal static class TestCommands
{
    /// <summary>An ordinary command: it may not use what is kept of the queue for ways out.</summary>
    public static EngineCommand Ordinary { get; } = new TradingModeUpdate("BTC", TradingModes.All);

    public static EngineCommand WayOut { get; } = new Tick();

    public static Submission Submit(
        long token,
        EngineCommand? command = null,
        long submitter = 0,
        long timestampMs = 0,
        RequestId? requestId = null) =>
        new(token, submitter == 0 ? token : submitter, command ?? Ordinary, requestId, TimestampMs: timestampMs);

    /// <summary>Encodes a submission and offers it.</summary>
    public static void Offer(
        this EngineSequencer sequencer, in Submission submission, HostTime now, bool moreFollow = false) =>
        sequencer.Offer(
            submission.Token, submission.Submitter, EncodedRequest.Of(submission.Request), now, moreFollow);

    /// <summary>A dead-man's switch: gives the engine a deadline.</summary>
    public static EngineCommand Switch(long timeoutMs) => new CancelAllAfter(WalletAddress.FromNumber(1), timeoutMs);
}
