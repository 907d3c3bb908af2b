using BenchmarkDotNet.Attributes;
using Hypercall.Engine.Commands;
using Hypercall.Engine.Domain;
using Hypercall.Engine.Shapes;

namespace Hypercall.MicroBenchmarks;

/// <summary>The canonical encoding of one order with signer and nonce, and SHA-256 of as many bytes.</summary>
[MemoryDiagnoser]
public class EncodingBenchmarks
{
    private static readonly CommandEnvelope Order = new(
        1_000_000,
        1_767_600_000_000,
        new RequestId(new UInt128(1, 2)),
        null,
        WalletAddress.FromNumber(3),
        1_767_600_000_000,
        new PlaceOrder(WalletAddress.FromNumber(4), new OrderTerms(
            "ETH-20260130-3000-C", Side.Buy, Price.FromUsdc(100), Quantity.FromContracts(2), ClientId: "quote-17")));

    private readonly CanonicalWriter _writer = new();
    private readonly Utf8StringPool _pool = new();
    private readonly byte[] _encoded = EnvelopeCodec.Encode(Order);

    [Benchmark]
    public int Encode()
    {
        _writer.Reset();
        EnvelopeCodec.Write(_writer, Order);
        return _writer.Length;
    }

    [Benchmark]
    public bool Decode() => EnvelopeCodec.TryDecode(_encoded, _pool, out _, out _);

    [Benchmark]
    public Hash256 Hash() => Hash256.Compute(_encoded);
}
