using System.Security.Cryptography;
using Hypercall.Engine.Domain;
using Hypercall.Engine.State;

namespace Hypercall.Hashing;

/// <summary>
/// The fastest SHA-256 of this machine, for hosts to hand to an engine: libcrypto's where it is there and gives the
/// known answers, else .NET's. Which of the two it is changes no byte.
/// </summary>
public static class HostSha256
{
    /// <summary>FIPS 180-4's examples and the empty content.</summary>
    private static readonly (string Text, string Hash)[] KnownAnswers =
    [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    ];

    /// <summary>Lengths around the ends of blocks, and some beyond what is copied whole.</summary>
    private static readonly int[] ComparedLengths =
        [1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 200, 256, 1_023, 1_024, 1_025, 1_087, 1_088, 4_096, 100_001];

    private static readonly bool IsNative = Libcrypto.IsThere && IsSound(new LibcryptoSha256());

    /// <summary>Whose it is: libcrypto or .NET.</summary>
    public static string Name => IsNative ? "libcrypto" : ".NET";

    /// <summary>How an engine of this machine runs.</summary>
    public static EngineOptions Options { get; } = EngineOptions.Default with { Sha256 = Create };

    /// <summary>A function for one thread at a time.</summary>
    public static ISha256 Create() => IsNative ? new LibcryptoSha256() : new RuntimeSha256();

    /// <summary>Whether a function gives the known answers, and .NET's at every kind of length.</summary>
    internal static bool IsSound(ISha256 function)
    {
        foreach ((string text, string hash) in KnownAnswers)
        {
            if (function.Compute(System.Text.Encoding.ASCII.GetBytes(text)).ToString() != hash)
                return false;
        }

        byte[] content = [.. Enumerable.Range(0, ComparedLengths[^1]).Select(index => (byte)(index % 251))];
        return ComparedLengths.All(length => function.Compute(content.AsSpan(0, length))
            == Hash256.FromBytes(SHA256.HashData(content.AsSpan(0, length))));
    }
}
