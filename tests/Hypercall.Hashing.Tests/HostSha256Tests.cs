using System.Security.Cryptography;
using Hypercall.Engine.Domain;

namespace Hypercall.Hashing.Tests;

public sealed class HostSha256Tests
{
    private const int LongestOfEveryLength = 2_500;

    [LibcryptoFact]
    public void Libcryptos_function_is_the_hosts_and_gives_dotnets_bytes_at_every_length()
    {
        Assert.Equal("libcrypto", HostSha256.Name);
        Assert.IsType<LibcryptoSha256>(HostSha256.Create());
        AssertEqualsDotnet(new LibcryptoSha256());
    }

    [Fact]
    public void The_functions_of_host_and_runtime_give_the_known_answers()
    {
        Assert.True(HostSha256.IsSound(HostSha256.Create()));
        Assert.True(HostSha256.IsSound(new RuntimeSha256()));
        AssertEqualsDotnet(new RuntimeSha256());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(1_088)]
    [InlineData(100_001)]
    public void A_function_that_is_wrong_at_one_length_is_refused(int length) =>
        Assert.False(HostSha256.IsSound(new WrongAt(length)));

    [LibcryptoFact]
    public void Several_threads_have_a_function_each()
    {
        byte[] content = Content(200);
        Hash256 expected = Hash256.FromBytes(SHA256.HashData(content));
        Parallel.For(0, 8, _ =>
        {
            ISha256 function = HostSha256.Create();
            for (int round = 0; round < 5_000; round++)
                Assert.Equal(expected, function.Compute(content));
        });
    }

    [LibcryptoFact]
    public void Nothing_is_allocated()
    {
        ISha256 function = new LibcryptoSha256();
        byte[] content = Content(5_000);
        function.Compute(content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int length = 0; length < content.Length; length++)
            function.Compute(content.AsSpan(0, length));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AssertEqualsDotnet(ISha256 function)
    {
        byte[] content = Content(1_000_003);
        IEnumerable<int> lengths = [.. Enumerable.Range(0, LongestOfEveryLength), 65_536, 65_537, content.Length];
        foreach (int length in lengths)
        {
            ReadOnlySpan<byte> part = content.AsSpan(content.Length - length);
            Assert.Equal(Hash256.FromBytes(SHA256.HashData(part)), function.Compute(part));
        }
    }

    private static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(20_261_128).NextBytes(content);
        return content;
    }

    /// <summary>Gives another hash at one length.</summary>
    private sealed class WrongAt(int wrong) : ISha256
    {
        private readonly RuntimeSha256 _sound = new();

        public Hash256 Compute(ReadOnlySpan<byte> content) =>
            content.Length == wrong ? _sound.Compute([1]) : _sound.Compute(content);
    }
}
