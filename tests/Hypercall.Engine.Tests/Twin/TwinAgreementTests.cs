using Hypercall.Testing.Twin;

namespace Hypercall.Engine.Tests.Twin;

/// <summary>
/// The engine against its naive twin on random streams: outcomes, events in order with all fields, next deadline, and
/// the visible state from time to time. Several classes, so that they run side by side.
/// </summary>
public abstract class TwinAgreementTests(int firstSeed)
{
    private const int Streams = 250;
    private const int Commands = 2_000;

    [Fact]
    public void Engine_and_twin_agree_and_every_rule_is_reached()
    {
        Coverage coverage = TwinAgreement.Run(firstSeed, StreamShare.Of(Streams), Commands);
        if (StreamShare.IsWhole)
            Assert.Empty(coverage.Missing());
    }
}

public sealed class TwinAgreementFromSeed1000Tests() : TwinAgreementTests(1_000);

public sealed class TwinAgreementFromSeed2000Tests() : TwinAgreementTests(2_000);

public sealed class TwinAgreementFromSeed3000Tests() : TwinAgreementTests(3_000);

public sealed class TwinAgreementFromSeed4000Tests() : TwinAgreementTests(4_000);
