using System.Security.Cryptography;
using System.Text;
using Hypercall.Gateway.Hosting;

namespace Hypercall.Gateway.Accounts;

/// <summary>
/// What proves that this gateway, or another with the same secret, has said something. Without a setting it is made at
/// the start, and what it proves ends with the process.
/// </summary>
internal sealed class GatewaySecret(GatewayOptions options)
{
    /// <summary>Bytes of a proof.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _master = options.KeyMaster.Length > 0
        ? Encoding.UTF8.GetBytes(options.KeyMaster)
        : RandomNumberGenerator.GetBytes(Length);

    public byte[] Of(ReadOnlySpan<byte> said) => HMACSHA256.HashData(_master, said);
}
