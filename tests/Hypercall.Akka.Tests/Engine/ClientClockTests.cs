using Akka.TestKit;
using Hypercall.Actors.Client;
using Hypercall.Actors.Protocol;
using Hypercall.Actors.Tests.Support;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Sequencer.Client;

namespace Hypercall.Actors.Tests.Engine;

/// <summary>When a client says that a request was first sent, by a clock that is not the engine's.</summary>
public sealed class ClientClockTests() : EngineTestKit(TestConfig.Memory())
{
    private const long NowMs = 1_774_598_000_000;

    [Theory]
    [InlineData(null, NowMs - 1_500)]
    [InlineData(NowMs - 60_000, NowMs - 61_500)]
    [InlineData(1_500L, 0L)]
    public void It_is_stated_earlier_by_what_the_clocks_may_differ(long? firstSentMs, long stated) =>
        Assert.Equal(stated, FirstSentMs(new ClientRequest(new Tick(), new RequestId(7), FirstSentMs: firstSentMs)));

    [Fact]
    public void A_request_that_cannot_be_sent_again_is_stated_as_it_is() =>
        Assert.Null(FirstSentMs(new ClientRequest(new Tick())));

    private long? FirstSentMs(ClientRequest request)
    {
        TestProbe engine = CreateTestProbe();
        var client = new EngineClient(engine.Ref, Partition, new EngineClientOptions
        {
            Time = new FixedTime(),
            MostClockDifference = TimeSpan.FromMilliseconds(1_500),
        });
        _ = client.SubmitAsync(request);
        Assert.True(engine.ExpectMsg<Submit>(Patience).Request.TryDecode(
            null, out CommandEnvelope envelope));
        return envelope.FirstSentMs;
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);
    }
}
