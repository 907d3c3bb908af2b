using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Events;
using Hypercall.Engine.Shapes;

namespace Hypercall.Engine.Tests.Encoding;

/// <summary>By the digest of its command a repetition of a request is known, or told from another under the same id.</summary>
public sealed class CommandDigestTests
{
    private static readonly CommandEnvelope Request =
        new(1, 1, new RequestId(7), null, null, null, new CancelAllAfter(WalletAddress.FromNumber(3), 1_000));

    private static readonly EngineCommand Other = new CancelAllAfter(WalletAddress.FromNumber(3), 1_001);

    /// <summary>Bytes that say something else show which of the two is looked at.</summary>
    [Fact]
    public void It_is_taken_of_the_bytes_that_came_and_they_are_not_made_again()
    {
        var engine = new ExchangeEngine();
        engine.Apply(Request, EnvelopeCodec.Encode(Request with { Command = Other }));

        Assert.Equal(RejectCode.RequestIdReused, engine.Apply(Request with { Sequence = 2 }).Rejection.Code);
        Assert.True(engine.Apply(Request with { Sequence = 3, Command = Other }).Duplicate);
    }

    /// <summary>An advance says nothing itself: what it means stands in its envelope.</summary>
    [Fact]
    public void That_of_an_advance_is_of_its_signer_and_nonce_too()
    {
        var signer = WalletAddress.FromNumber(3);
        var envelope = new CommandEnvelope(1, 1, new RequestId(7), null, signer, 5, new NonceAdvance());
        var writer = new CanonicalWriter();
        writer.WriteByte((byte)CommandType.NonceAdvance);
        writer.WriteByte(1);
        writer.WriteAddress(signer);
        writer.WriteInt64(5);
        var digester = new CommandDigester(RuntimeSha256.Create());

        Assert.Equal(Hash256.Compute(writer.Written).High128, digester.Digest(envelope));
        Assert.NotEqual(digester.Digest(envelope), digester.Digest(envelope with { Nonce = 6 }));
    }

    [Fact]
    public void It_is_the_same_with_bytes_and_without()
    {
        var engine = new ExchangeEngine();
        engine.Apply(Request, EnvelopeCodec.Encode(Request));
        CommandEnvelope again = Request with { Sequence = 2 };

        Assert.NotNull(engine.Recall(again));
        Assert.True(engine.Apply(again).Duplicate);
        again = Request with { Sequence = 3 };
        Assert.True(engine.Apply(again, EnvelopeCodec.Encode(again)).Duplicate);
        Assert.Null(engine.Recall(again with { Command = Other }));
    }
}
