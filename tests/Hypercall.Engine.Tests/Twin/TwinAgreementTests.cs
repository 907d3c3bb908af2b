using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// The engine against its naive twin on random streams: outcomes, events in order with all fields, next deadline, and
/// the visible state from time to time. Several classes, so that they run side by side.
/// </summary>
public abstract class TwinAgreementTests(int firstSeed, int commands)
{
    private const int Streams = 250;

    /// <summary>How long a stream is in which every rule is reached.</summary>
    protected const int Long = 2_000;

    /// <summary>How long one is that begins anew more often.</summary>
    protected const int Short = 500;

    [Fact]
    public void Engine_and_twin_agree_and_every_rule_is_reached()
    {
        Coverage coverage = TwinAgreement.Run(firstSeed, StreamShare.Of(Streams), commands);
        if (StreamShare.IsWhole && commands == Long)
            Assert.Empty(coverage.Missing());
    }
}

public sealed class TwinAgreementFromSeed1000Tests() : TwinAgreementTests(1_000, Long);

public sealed class TwinAgreementFromSeed2000Tests() : TwinAgreementTests(2_000, Short);

public sealed class TwinAgreementFromSeed3000Tests() : TwinAgreementTests(3_000, Short);
